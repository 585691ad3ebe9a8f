"""
What partners earned is written once a month, whatever happens meanwhile and however often.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tenantry.commissions.model import MonthNotOver, Status
from tenantry.fx.model import RateMissing
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.statements import attempts, commands, snapshots
from tenantry.statements.model import RatesNotIn, Wanted
from tests.acting import SECOND, a_job
from tests.builders import a_form, make_prepaid_reseller, make_reseller
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of, snapshot
from tests.stating import (
    amounts,
    begin,
    finish,
    hold,
    pay,
    pay_each,
    publish,
    run_of,
    tell,
    tenant_id,
    write,
    written,
)
from tests.unit.commissions.paying import (
    DECEMBER,
    MID_OCTOBER,
    NOVEMBER,
    OCTOBER,
    paid,
    refund,
)

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-2")]

NOVEMBER_1 = run_of(OCTOBER)
CUT_OFF = NOVEMBER_1 - timedelta(minutes=15)
NOVEMBER_3 = datetime(2026, 11, 3, tzinfo=UTC)
ONE, TWO = tenant_id(1), tenant_id(2)


@pytest.fixture
def partner(world: None) -> TenantId:
    """
    A partner of two tenants, who pay 5.00 in October.
    """
    del world
    reseller_id = make_reseller().id
    hold(reseller_id, [ONE, TWO])
    pay_each([ONE, TWO])
    return reseller_id


def test_a_statement_holds_what_the_tenants_paid_in_the_month(partner: TenantId) -> None:
    write()

    [(header, lines)] = written(partner)
    assert [(line.tenant_id, line.amount) for line in lines] == [
        (ONE, Money(1_00, "USD")),
        (TWO, Money(1_00, "USD")),
    ]
    assert (header.total, header.status) == (Money(2_00, "USD"), Status.PENDING)
    assert (header.tenant_count, header.line_count, header.cut_off) == (2, 2, CUT_OFF)
    # Five business days after Sunday the 1st.
    assert header.approve_by == datetime(2026, 11, 7, tzinfo=UTC)
    assert events_written().count("statement.written") == 1


@pytest.mark.usefixtures("partner")
def test_running_again_changes_nothing() -> None:
    write()
    before = snapshot()

    for hours in (0, 1, 30):
        now = NOVEMBER_1 + timedelta(hours=hours)
        finish(begin(now), now)

    after = snapshot()
    assert {place for place in after if before.get(place) != after[place]} == {
        attempts.progress_key(OCTOBER)
    }


@pytest.mark.usefixtures("partner")
def test_steps_that_come_twice_and_late_change_nothing() -> None:
    publish()
    [step] = begin(NOVEMBER_1)
    finish([step, step], NOVEMBER_1)
    before = snapshot()

    finish([step], NOVEMBER_1 + timedelta(days=9))

    assert snapshot() == before


def test_what_is_recorded_while_a_snapshot_runs_changes_nothing(partner: TenantId) -> None:
    publish()
    [step] = begin(NOVEMBER_1)

    def somebody_else() -> None:
        late = paid(7_00, payment_id="pay_late", at=MID_OCTOBER, recorded_at=NOVEMBER_1)
        pay(ONE, replace(late))
        tell(TWO, refund(5_00, CUT_OFF + SECOND, payment_id=f"pay_{TWO[4:]}"))

    with tapped({2: meanwhile(somebody_else)}):
        finish([step], NOVEMBER_1)

    assert amounts(partner) == [[("commission", 1_00), ("commission", 1_00)]]


def test_rates_that_come_later_change_nothing() -> None:
    partner = make_reseller().id
    hold(partner, [ONE])
    pay(ONE, paid(500_00, "KES"))
    write()

    publish(OCTOBER, KES="1", NGN="7")
    write(NOVEMBER)

    assert amounts(partner) == [[("commission", 1_00)], []]


def test_a_month_that_is_not_over_is_refused(partner: TenantId) -> None:
    publish()

    with pytest.raises(MonthNotOver):
        begin(datetime(2026, 11, 1, 0, 14, 59, tzinfo=UTC))

    assert commands.begin(Wanted(partner, OCTOBER, OCTOBER, CUT_OFF), a_job(NOVEMBER_1))


def test_statements_wait_for_the_rates_of_the_last_day(partner: TenantId) -> None:
    with pytest.raises(RatesNotIn):
        begin(NOVEMBER_1)

    assert written(partner) == []


def test_a_rate_that_is_missing_stops_only_the_partner_who_needs_it(partner: TenantId) -> None:
    other = make_reseller(a_form("other")).id
    hold(other, [tenant_id(3)])
    pay(tenant_id(3), paid(500_00, "NGN"))
    publish()
    steps = {step.wanted.reseller_id: step for step in begin(NOVEMBER_1)}
    finish([steps[partner]], NOVEMBER_1)

    with pytest.raises(RateMissing):
        finish([steps[other]], NOVEMBER_1)

    publish(NGN="500")
    finish([steps[other]], NOVEMBER_1)
    assert (len(written(partner)), amounts(other)) == (1, [[("commission", 20)]])


def test_progress_says_who_is_missing(partner: TenantId) -> None:
    publish()
    steps = begin(NOVEMBER_1)
    first = snapshots.progress(OCTOBER)
    finish(steps, NOVEMBER_1)

    begin(NOVEMBER_1 + timedelta(hours=1))

    second = snapshots.progress(OCTOBER)
    assert (first.partners, first.written, first.missing) == (1, 0, (partner,))
    assert (second.partners, second.written, second.missing) == (1, 1, ())
    assert second.is_finished


def test_who_held_nobody_and_who_is_prepaid_gets_none() -> None:
    make_reseller()
    prepaid = make_prepaid_reseller(3, "prepaid")
    hold(prepaid.id, [ONE])
    write()

    begin(NOVEMBER_1 + timedelta(hours=1))

    assert items_of("Statement") == []
    assert snapshots.progress(OCTOBER).is_finished


def test_a_statement_without_lines_is_settled_at_once(partner: TenantId) -> None:
    write()

    write(NOVEMBER)

    _, (header, lines) = written(partner)
    assert (lines, header.status, header.total) == ([], Status.SETTLED, Money(0, "USD"))


def test_what_becomes_known_later_corrects_the_next_statement(partner: TenantId) -> None:
    write()
    tell(ONE, refund(2_50, NOVEMBER_3, payment_id=f"pay_{ONE[4:]}"))

    write(NOVEMBER)

    assert amounts(partner)[1] == [("refund", -50)]
    _, (header, [line]) = written(partner)
    assert line.corrects == written(partner)[0][1][0].id
    assert header.total == Money(-50, "USD")


def test_months_that_were_missed_are_written_one_after_the_other(partner: TenantId) -> None:
    write()
    pay(ONE, paid(10_00, payment_id="pay_nov", at=datetime(2026, 11, 15, tzinfo=UTC)))
    pay(ONE, paid(20_00, payment_id="pay_dec", at=datetime(2026, 12, 15, tzinfo=UTC)))
    publish(NOVEMBER)

    write(DECEMBER)

    assert [header.month for header, _ in written(partner)] == [OCTOBER, NOVEMBER, DECEMBER]
    assert amounts(partner)[1:] == [[("commission", 2_00)], [("commission", 4_00)]]


def test_a_first_statement_that_was_missed_is_made_up_for(partner: TenantId) -> None:
    other = make_reseller(a_form("other")).id
    publish()
    begin(NOVEMBER_1)

    write(NOVEMBER)

    assert other != partner
    assert [header.month for header, _ in written(partner)] == [OCTOBER, NOVEMBER]
    assert amounts(partner)[0] == [("commission", 1_00), ("commission", 1_00)]
