"""
Which months a payment pays for, and who earns them.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.clock import Month
from tenantry.commissions.inputs import Confirmed, Holding, Paid
from tenantry.commissions.months import months_from
from tenantry.commissions.periods import effective, months_of
from tenantry.intervals import Interval, months_after
from tenantry.ledger.model import CollectedBy
from tenantry.ledger.rules import cover_of
from tenantry.subscriptions import paying
from tenantry.subscriptions.covering import paid_until
from tests.acting import DAY, NOON
from tests.unit.commissions.paying import (
    LONG_AGO,
    MID_OCTOBER,
    NOVEMBER,
    OCTOBER,
    a_customer,
    a_partner,
    amounts,
    dispute,
    paid,
    refund,
    statements,
)
from tests.unit.subscriptions.owing import sold

pytestmark = pytest.mark.requirement("R-COM-1")

JANUARY_31 = datetime(2027, 1, 31, 12, tzinfo=UTC)
NOVEMBER_1 = datetime(2026, 11, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
YEAR = list(months_from(Month("2026-10"), Month("2027-12")))


def earned_months(*payments: Paid, **known: object) -> list[str]:
    """
    Month and payment of each line of commission.
    """
    made = statements(a_partner(), a_customer(*payments, **known), *YEAR)
    return [
        f"{line.earned} {line.payment_id}"
        for statement in made
        for line in statement.lines
        if line.reason is None
    ]


@pytest.mark.parametrize("interval", Interval)
@given(
    anchor=st.sampled_from([NOON, JANUARY_31, datetime(2028, 2, 29, 12, tzinfo=UTC)]),
    knew=st.lists(st.integers(0, 6), min_size=1, max_size=6),
)
def test_periods_end_where_the_subscription_is_paid_until(
    interval: Interval, anchor: datetime, knew: list[int]
) -> None:
    subscription, payments = sold(anchor, interval), []
    months = interval.months
    for number, known in enumerate(knew):
        # Each was asked for what was due when only some of those before were known.
        at = months_after(anchor, months * min(known, number))
        one = paid(
            5_00,
            months=months,
            payment_id=f"pay_{number}",
            covers_from=at,
            covers_until=months_after(anchor, months * (min(known, number) + 1)),
        )
        payments.append(one.payment)
        subscription = paying.pay(subscription, cover_of(one.payment), anchor)

    periods = effective(payments)

    if payments[0].covers_from == anchor:
        assert periods[-1].ends_at == paid_until(subscription)
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(periods))
    assert len(periods) == len(payments)


def test_a_period_paid_twice_pays_for_the_next_one_too() -> None:
    again = paid(5_00, payment_id="pay_2")

    assert earned_months(paid(5_00), again) == ["2026-10 pay_1", "2026-11 pay_2"]


def test_a_subscription_that_was_begun_twice_begins_once() -> None:
    first = paid(5_00, begins=True)
    later = paid(5_00, at=MID_OCTOBER + 20 * DAY, begins=True, payment_id="pay_2")

    assert earned_months(first, later) == ["2026-10 pay_1", "2026-11 pay_2"]
    assert effective([one.payment for one in (first, later)])[-1].ends_at == months_after(
        MID_OCTOBER, 2
    )


def test_a_yearly_payment_earns_twelve_months_and_no_more() -> None:
    assert earned_months(paid(120_00, months=12)) == [f"{one} pay_1" for one in YEAR[:12]]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "months"),
    [
        (MID_OCTOBER, MID_OCTOBER + 10 * DAY, []),
        (MID_OCTOBER, NOVEMBER_1 - MICROSECOND, []),
        (MID_OCTOBER, NOVEMBER_1, ["2026-10"]),
        (NOVEMBER_1 - MICROSECOND, NOVEMBER_1, ["2026-10"]),
        (NOVEMBER_1, months_after(NOVEMBER_1, 1), ["2026-11"]),
        (MID_OCTOBER, MID_OCTOBER + 30 * DAY, ["2026-10"]),
        (MID_OCTOBER, months_after(MID_OCTOBER, 3), ["2026-10", "2026-11", "2026-12"]),
    ],
)
def test_a_payment_by_hand_is_spread_over_the_months_whose_last_instant_it_covers(
    starts_at: datetime, ends_at: datetime, months: list[str]
) -> None:
    by_hand = paid(30_00, covers_from=starts_at, covers_until=ends_at, cover_months=0)

    assert earned_months(by_hand) == [f"{month} pay_1" for month in months]
    assert months_of(by_hand.payment) == len(months)


def test_dates_by_hand_that_were_paid_already_count_once() -> None:
    first = paid(30_00, months=2, cover_months=0)
    second = paid(30_00, months=3, cover_months=0, payment_id="pay_2")

    made = statements(a_partner(), a_customer(first, second), *YEAR[:4])

    # Of the second one only its last month is not paid for by the first.
    assert [one.total.minor for one in made] == [3_00, 3_00, 2_00, 0]


def test_a_subscription_that_was_resumed_counts_from_its_new_beginning() -> None:
    april_10 = datetime(2027, 4, 10, 12, tzinfo=UTC)
    ones = [
        paid(5_00, at=JANUARY_31),
        paid(5_00, at=april_10, payment_id="pay_2"),
        paid(5_00, at=april_10, payment_id="pay_3"),
    ]

    assert earned_months(*ones) == ["2027-01 pay_1", "2027-04 pay_2", "2027-05 pay_3"]


def test_what_the_reseller_collected_earns_once_an_operator_confirms_it() -> None:
    by_reseller = paid(5_00, collected_by=CollectedBy.RESELLER)
    confirmed = Confirmed("pay_1", datetime(2026, 11, 20, tzinfo=UTC))

    none = statements(a_partner(), a_customer(by_reseller), OCTOBER, NOVEMBER)
    later = statements(
        a_partner(), a_customer(by_reseller, confirmed=(confirmed,)), OCTOBER, NOVEMBER
    )

    assert [amounts(one) for one in none] == [[], []]
    assert [amounts(one) for one in later] == [[], [("confirmed", 1_00)]]


@pytest.mark.parametrize(
    ("holding", "earns"),
    [
        (Holding(LONG_AGO, NOVEMBER_1), True),
        (Holding(LONG_AGO, NOVEMBER_1 - MICROSECOND), False),
        (Holding(NOVEMBER_1 - MICROSECOND), True),
        (Holding(NOVEMBER_1), False),
    ],
)
def test_who_holds_the_tenant_at_the_months_last_instant_earns(
    holding: Holding, *, earns: bool
) -> None:
    customer = a_customer(paid(5_00), holdings=(holding,))

    [statement] = statements(a_partner(), customer, OCTOBER)

    assert amounts(statement) == ([("commission", 1_00)] if earns else [])


def test_a_payment_that_all_went_back_leaves_its_period_to_the_other_one() -> None:
    back = refund(5_00, datetime(2026, 12, 3, tzinfo=UTC))
    customer = a_customer(paid(5_00), paid(10_00, payment_id="pay_2"), money=(back,))

    made = statements(a_partner(), customer, *YEAR[:3])

    assert [amounts(one) for one in made] == [
        [("commission", 1_00)],
        [("commission", 2_00)],
        [("refund", -1_00), ("period_moved", 2_00), ("period_moved", -2_00)],
    ]
    assert {line.cause for line in made[-1].lines} == {"re_1"}


def test_an_open_dispute_holds_and_does_not_move_a_period() -> None:
    held = dispute(5_00, MID_OCTOBER + DAY)
    customer = a_customer(paid(5_00), paid(10_00, payment_id="pay_2"), money=(held,))

    made = statements(a_partner(), customer, OCTOBER, NOVEMBER)

    assert [amounts(one) for one in made] == [[("commission", 0)], [("commission", 2_00)]]
