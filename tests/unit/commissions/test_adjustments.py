"""
What becomes known later is a line of the next statement; what is written stays.
"""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tenantry.clock import Month
from tenantry.commissions import rules
from tenantry.commissions.adjusting import touches_earlier_months
from tenantry.commissions.inputs import Correction, Customer, Flag, FlagStatus, Holding, Partner
from tenantry.commissions.knowing import known_at, share_gone
from tenantry.commissions.model import (
    Agreement,
    Kind,
    LineKey,
    MonthNotOver,
    MonthOutOfOrder,
    Written,
    WrittenDiffers,
)
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus, RefundStatus
from tests.acting import DAY, SECOND
from tests.unit.commissions.paying import (
    DECEMBER,
    LONG_AGO,
    MID_OCTOBER,
    NOVEMBER,
    OCTOBER,
    a_customer,
    a_partner,
    amounts,
    cut_off_of,
    dispute,
    paid,
    rates_of,
    refund,
    statements,
)

pytestmark = pytest.mark.requirement("R-COM-5")

NOVEMBER_3 = datetime(2026, 11, 3, tzinfo=UTC)
DECEMBER_3 = datetime(2026, 12, 3, tzinfo=UTC)
THREE = (OCTOBER, NOVEMBER, DECEMBER)
COMMISSION = LineKey(OCTOBER, "pay_1", Kind.COMMISSION)


def told(customer: Customer, partner: Partner | None = None) -> list[list[tuple[str, int]]]:
    """
    The lines of three months.
    """
    return [amounts(one) for one in statements(partner or a_partner(), customer, *THREE)]


def test_a_refund_before_the_cut_off_shrinks_the_line_and_after_it_is_a_line_of_its_own() -> None:
    cut_off = cut_off_of(OCTOBER)

    before = a_customer(paid(5_00), money=(refund(2_50, cut_off),))
    after = a_customer(paid(5_00), money=(refund(2_50, cut_off + SECOND),))

    assert told(before) == [[("commission", 50)], [], []]
    assert told(after) == [[("commission", 1_00)], [("refund", -50)], []]


def test_a_late_payment_earns_at_its_months_own_rate_and_exchange_rate() -> None:
    rates = rates_of(OCTOBER, KES="100") | rates_of(NOVEMBER, KES="200")
    agreements = (
        Agreement(Month("2020-01"), Decimal("0.10")),
        Agreement(NOVEMBER, Decimal("0.50")),
    )
    late = paid(1_000_00, "KES", recorded_at=NOVEMBER_3)
    partner = replace(a_partner(rates), agreements=agreements)

    first, second = statements(partner, a_customer(late), OCTOBER, NOVEMBER)

    [line] = second.lines
    assert (first.lines, amounts(second)) == ((), [("late_payment", 1_00)])
    assert (line.kind, line.about) == (Kind.ADJUSTMENT, Kind.COMMISSION)
    assert (line.earned, line.month, line.corrects) == (OCTOBER, NOVEMBER, None)
    assert (line.cause, line.numbers.rate) == ("pay_1", Decimal("0.10"))


def test_a_late_payment_that_is_refunded_points_at_its_own_first_line() -> None:
    late = paid(5_00, recorded_at=NOVEMBER_3)
    customer = a_customer(
        late, money=(refund(2_50, NOVEMBER_3 + DAY), refund(2_50, DECEMBER_3, "re_2"))
    )

    _, second, third = statements(a_partner(), customer, *THREE)

    assert amounts(second) == [("late_payment", 1_00), ("refund", -50)]
    assert amounts(third) == [("refund", -50)]
    first = second.lines[0].id
    assert [second.lines[1].corrects, third.lines[0].corrects] == [first, first]


def test_a_late_payment_of_a_tenant_that_moved_is_its_earlier_holders() -> None:
    late = paid(5_00, recorded_at=NOVEMBER_3)
    moved_at = datetime(2026, 11, 2, tzinfo=UTC)

    earlier = a_customer(late, holdings=(Holding(LONG_AGO, moved_at),))
    later = a_customer(late, holdings=(Holding(moved_at),))

    assert told(earlier) == [[], [("late_payment", 1_00)], []]
    assert told(later) == [[], [], []]


WON, LOST, OPEN = DisputeStatus.WON, DisputeStatus.LOST, DisputeStatus.OPEN
DISPUTES = [
    ([(OPEN, NOVEMBER_3), (WON, DECEMBER_3)], [[("dispute_held", -20)], [("dispute_won", 20)]]),
    ([(OPEN, NOVEMBER_3), (LOST, DECEMBER_3)], [[("dispute_held", -20)], []]),
    ([(LOST, NOVEMBER_3), (OPEN, DECEMBER_3)], [[("dispute_lost", -20)], []]),
    ([(WON, NOVEMBER_3), (LOST, DECEMBER_3)], [[], [("dispute_lost", -20)]]),
    ([(OPEN, NOVEMBER_3), (WON, NOVEMBER_3)], [[("dispute_held", -20), ("dispute_won", 20)], []]),
]


@pytest.mark.parametrize(("history", "lines"), DISPUTES)
def test_a_dispute_holds_reverses_or_restores_exactly_what_it_took(
    history: list[tuple[DisputeStatus, datetime]], lines: list[list[tuple[str, int]]]
) -> None:
    money = tuple(dispute(1_00, at, status) for status, at in history)

    assert told(a_customer(paid(5_00), money=money)) == [[("commission", 1_00)], *lines]


def test_a_refund_that_fails_gives_back_what_it_took() -> None:
    money = (
        refund(5_00, NOVEMBER_3, status=RefundStatus.PENDING),
        refund(5_00, DECEMBER_3, status=RefundStatus.FAILED),
    )

    assert told(a_customer(paid(5_00), money=money)) == [
        [("commission", 1_00)],
        [("refund", -1_00)],
        [("refund_failed", 1_00)],
    ]


def test_refunds_and_disputes_of_more_than_all_reverse_no_more_than_all() -> None:
    money = (dispute(4_00, NOVEMBER_3), refund(4_00, DECEMBER_3))

    assert told(a_customer(paid(5_00), money=money)) == [
        [("commission", 1_00)],
        [("dispute_held", -80)],
        [("refund", -20)],
    ]


def test_future_months_of_a_payment_shrink_by_the_same_share() -> None:
    customer = a_customer(paid(60_00, months=12), money=(refund(30_00, NOVEMBER_3),))

    assert told(customer) == [
        [("commission", 1_00)],
        [("refund", -50), ("commission", 50)],
        [("commission", 50)],
    ]


def test_a_correction_counts_before_what_goes_back_and_never_below_zero() -> None:
    key = COMMISSION
    more = Correction("cor_1", key, Money(1_00, "USD"), "agreed by phone", NOVEMBER_3)
    less = Correction("cor_2", key, Money(-9_00, "USD"), "sold to itself", DECEMBER_3)
    half = refund(2_50, NOVEMBER_3 + DAY)

    customer = a_customer(paid(5_00), money=(half,), corrections=(more, less))

    assert told(customer) == [
        [("commission", 1_00)],
        [("correction", 1_00), ("refund", -1_00)],
        [("correction", -1_00)],
    ]


@pytest.mark.requirement("R-COM-8")
def test_a_held_line_counts_zero_and_its_release_is_an_adjustment() -> None:
    held = Flag("flg_1", OCTOBER, FlagStatus.HELD, MID_OCTOBER)
    released = Flag("flg_2", OCTOBER, FlagStatus.RELEASED, NOVEMBER_3)
    confirmed = Flag("flg_3", NOVEMBER, FlagStatus.CONFIRMED, NOVEMBER_3)
    again = Flag("flg_4", OCTOBER, FlagStatus.HELD, DECEMBER_3)
    yearly = paid(60_00, months=12)

    freed = a_customer(yearly, flags=(held, released, again))
    lost = a_customer(yearly, flags=(held, confirmed))

    month = ("commission", 1_00)
    assert told(freed) == [
        [("commission", 0)],
        [("self_dealing_released", 1_00), month],
        [("self_dealing_held", -1_00), ("self_dealing_held", -1_00), ("commission", 0)],
    ]
    assert told(lost) == [[("commission", 0)]] * 3


def test_what_was_known_at_an_instant_follows_from_what_was_recorded_by_then() -> None:
    payment = paid(5_00, tax_minor=1_00).payment
    money = (
        refund(1_50, NOVEMBER_3, payment_id="pay_1"),
        refund(3_00, NOVEMBER_3, "re_2", payment_id="pay_2"),
        dispute(6_00, DECEMBER_3),
    )

    shares = [
        None if (known := known_at(payment, money, at)) is None else share_gone(known)
        for at in (MID_OCTOBER - SECOND, MID_OCTOBER, NOVEMBER_3 - SECOND, NOVEMBER_3, DECEMBER_3)
    ]

    assert shares == [None, 0, 0, Decimal("0.25"), 1]


def test_what_the_stored_payment_says_of_later_makes_no_difference() -> None:
    before = paid(5_00)
    stored = replace(before, payment=replace(before.payment, left_minor=0, version=7))

    first, second = (statements(a_partner(), a_customer(one), *THREE) for one in (before, stored))

    assert first == second


def test_a_month_that_runs_has_no_statement() -> None:
    ends_at = datetime(2026, 11, 1, tzinfo=UTC)

    rules.check_month_over(OCTOBER, ends_at)
    with pytest.raises(MonthNotOver) as refused:
        rules.check_month_over(OCTOBER, ends_at - SECOND / 1_000_000)

    assert refused.value.context == {"ends_at": "2026-11-01T00:00:00.000000Z"}


@pytest.mark.parametrize("month", [OCTOBER, DECEMBER, Month("2026-09")])
def test_statements_are_written_month_by_month(month: Month) -> None:
    written = Written(OCTOBER, OCTOBER, cut_off_of(OCTOBER))

    with pytest.raises(MonthOutOfOrder) as refused:
        rules.closing_of(written, month, cut_off_of(DECEMBER))

    assert refused.value.context == {"next_month": "2026-11"}


def test_a_statement_knows_what_the_one_before_knew_whenever_it_was_begun() -> None:
    late = cut_off_of(DECEMBER)
    written = Written(OCTOBER, OCTOBER, cut_off=late)

    closing = rules.closing_of(written, NOVEMBER, cut_off_of(NOVEMBER))

    assert (closing.since, closing.cut_off) == (late, late)


def test_nothing_is_written_on_top_of_lines_that_are_not_what_was_known() -> None:
    partner = a_partner()
    customer = a_customer(paid(5_00), money=(refund(2_50, NOVEMBER_3),))
    [first] = statements(partner, customer, OCTOBER)
    forgotten = replace(rules.with_statement(Written(), first), lines={})

    with pytest.raises(WrittenDiffers) as refused:
        rules.statement((partner, [customer]), forgotten, NOVEMBER, cut_off_of(NOVEMBER))

    assert refused.value.context == {"payment_id": "pay_1"}


def test_earlier_lines_are_needed_only_where_they_are_corrected() -> None:
    renewed = paid(5_00, at=datetime(2026, 11, 15, 9, tzinfo=UTC), payment_id="pay_2")
    quiet = a_customer(paid(5_00), renewed)
    refunded = replace(quiet, money=(refund(2_50, NOVEMBER_3),))
    written = Written(OCTOBER, OCTOBER, cut_off_of(OCTOBER))
    closing = rules.closing_of(written, NOVEMBER, cut_off_of(NOVEMBER))

    [late] = rules.part_of(a_partner(), quiet, closing).lines

    assert (late.kind, late.amount) == (Kind.COMMISSION, Money(1_00, "USD"))
    assert not touches_earlier_months(a_partner(), quiet, closing)
    assert touches_earlier_months(a_partner(), refunded, closing)


def test_a_payment_for_the_same_beginning_may_come_first_in_order_and_later_in_time() -> None:
    first = paid(5_00, begins=True)
    again = paid(10_00, at=datetime(2026, 11, 5, tzinfo=UTC), begins=True, payment_id="pay_0")

    assert told(a_customer(first, again)) == [
        [("commission", 1_00)],
        [("late_payment", 2_00), ("period_moved", -1_00), ("commission", 1_00)],
        [],
    ]
