"""
Each payment gets its worth in US dollars once, at its own day's rates, and never by guessing.
"""

from datetime import timedelta

import pytest

from tenantry.fx import store as fx
from tenantry.ledger import commands, store
from tenantry.ledger.model import InUsd, TenantPayment, Total
from tenantry.money import Money
from tenantry.tenants.model import Tenant
from tenantry.transactions import transaction
from tests.acting import DAY, NOON, OPERATOR, an_act
from tests.builders import bring_in
from tests.commands.faults import Answer, Call, always, tapped
from tests.quoting import a_quote
from tests.reading import events_written, items_of
from tests.receiving import YESTERDAY, a_reseller_by_hand, publish, receive

pytestmark = [pytest.mark.requirement("R-FX-1"), pytest.mark.usefixtures("catalogue")]

MIDNIGHT = NOON.replace(hour=0)
PAID_ON = YESTERDAY.date()
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def tenant(catalogue: None) -> Tenant:
    del catalogue
    return bring_in(a_reseller_by_hand())


def worth(payment: TenantPayment) -> InUsd | None:
    return commands.get(payment.tenant_id, payment.id, OPERATOR).in_usd


def waiting() -> list[str]:
    """
    The payments that stand among those that are not reconciled.
    """
    return sorted(item["reference"] for item in items_of("TenantPayment") if "list_pk" in item)


def test_every_payment_gets_its_worth_at_its_own_days_rates(tenant: Tenant) -> None:
    publish(PAID_ON)
    fx.put_rates(PAID_ON - DAY, {"USD": a_quote(rate="2")})
    euros = Money(100, "EUR")
    shillings, late = receive(tenant), receive(tenant, "R-2", net=euros)
    early = receive(tenant, "R-3", net=euros, occurred_at=YESTERDAY - DAY)

    outcome = commands.reconcile(MIDNIGHT)

    assert outcome == (3, 0)
    assert worth(shillings) == InUsd(100_00, PAID_ON)
    assert worth(late) == InUsd(112, PAID_ON)
    assert worth(early) == InUsd(200, PAID_ON - DAY)
    assert waiting() == []


def test_a_refund_changes_nothing_of_what_a_payment_is_worth(tenant: Tenant) -> None:
    publish(PAID_ON)
    payment = receive(tenant)
    commands.give_back(tenant.id, payment.id, an_act(), reference="B-1", minor=12_950_00)

    commands.reconcile(MIDNIGHT)

    assert worth(payment) == InUsd(100_00, PAID_ON)


def test_a_second_run_changes_nothing_whatever_rates_came_later(tenant: Tenant) -> None:
    publish(PAID_ON, "USD", "KES")
    receive(tenant)
    commands.reconcile(MIDNIGHT)
    before = items_of("TenantPayment")
    fx.put_rates(PAID_ON, {"UGX": a_quote("UGX", "1"), "KES": a_quote("KES", "1")})

    outcome = commands.reconcile(MIDNIGHT + DAY)

    assert outcome == (0, 0)
    assert items_of("TenantPayment") == before


@pytest.mark.requirement("R-FX-3")
def test_what_has_no_rate_waits_and_is_done_when_it_comes(tenant: Tenant) -> None:
    publish(PAID_ON, "USD")
    dollars = receive(tenant, "R-1", net=Money(5_00, "USD"))
    shillings = receive(tenant, "R-2")
    first = commands.reconcile(MIDNIGHT)
    in_between = worth(shillings), waiting()
    publish(PAID_ON, "KES")

    second = commands.reconcile(MIDNIGHT)

    assert (first, in_between, second) == ((1, 1), (None, ["R-2"]), (1, 0))
    assert (worth(dollars), worth(shillings)) == (InUsd(5_00, PAID_ON), InUsd(100_00, PAID_ON))


@pytest.mark.requirement("R-FX-3")
def test_rates_of_a_neighbouring_day_are_no_substitute(tenant: Tenant) -> None:
    for day in (PAID_ON - DAY, PAID_ON + DAY):
        publish(day)
    payment = receive(tenant)

    outcome = commands.reconcile(MIDNIGHT)

    assert outcome == (0, 1)
    assert worth(payment) is None


def test_two_runs_at_once_do_no_harm(tenant: Tenant) -> None:
    publish(PAID_ON)
    payments = [receive(tenant, f"R-{number}") for number in range(3)]
    others: list[tuple[int, int]] = []

    def another_run_first(call: Call) -> Answer:
        if call.operation == "TransactWriteItems" and not others:
            others.append(commands.reconcile(MIDNIGHT))
        return call.proceed()

    with tapped(always(another_run_first)):
        outcome = commands.reconcile(MIDNIGHT)

    assert (others, outcome) == ([(3, 0)], (0, 0))
    assert [worth(payment) for payment in payments] == [InUsd(100_00, PAID_ON)] * 3


def test_a_payment_that_another_run_was_faster_with_keeps_no_other_waiting(tenant: Tenant) -> None:
    publish(PAID_ON)
    payments = [receive(tenant, f"R-{number}") for number in range(3)]
    done: list[TenantPayment] = []

    def one_is_done_first(call: Call) -> Answer:
        if call.operation == "TransactWriteItems" and not done:
            done.append(payments[1])
            with transaction() as writes:
                store.put_in_usd(writes, payments[1], InUsd(1, PAID_ON))
        return call.proceed()

    with tapped(always(one_is_done_first)):
        outcome = commands.reconcile(MIDNIGHT)

    assert outcome == (2, 0)
    assert [worth(payment) for payment in payments] == [
        InUsd(minor, PAID_ON) for minor in (100_00, 1, 100_00)
    ]


def test_a_run_leaves_no_event_asks_for_a_days_rates_once_and_writes_together(
    tenant: Tenant,
) -> None:
    publish(PAID_ON)
    for number in range(3):
        receive(tenant, f"R-{number}")
    before = events_written()

    with tapped() as line:
        commands.reconcile(MIDNIGHT)

    assert (line.calls.count("GetItem"), line.calls.count("TransactWriteItems")) == (1, 1)
    assert events_written() == before


def test_todays_payments_are_left_alone(tenant: Tenant) -> None:
    publish(PAID_ON)
    publish(NOON.date())
    receive(tenant, "R-1", occurred_at=MIDNIGHT - INSTANT)
    receive(tenant, "R-2", occurred_at=MIDNIGHT)
    receive(tenant, "R-3", occurred_at=NOON)

    outcome = commands.reconcile(MIDNIGHT)

    assert outcome == (1, 0)
    assert waiting() == ["R-2", "R-3"]


def test_the_totals_of_a_day_are_its_own(tenant: Tenant) -> None:
    publish(PAID_ON, "USD")
    receive(tenant, "R-1", net=Money(5_00, "USD"), occurred_at=MIDNIGHT - INSTANT)
    receive(tenant, "R-2", net=Money(7_00, "USD"), occurred_at=MIDNIGHT - DAY)
    receive(tenant, "R-3")
    receive(tenant, "R-4", occurred_at=MIDNIGHT)
    receive(tenant, "R-5", occurred_at=MIDNIGHT - DAY - INSTANT)
    commands.reconcile(MIDNIGHT)

    day = commands.totals(PAID_ON)

    assert day.day == PAID_ON
    assert day.totals == {
        ("manual", "USD"): Total(count=2, net_minor=12_00, usd_minor=12_00, missing=0),
        ("manual", "KES"): Total(count=1, net_minor=12_950_00, usd_minor=0, missing=1),
    }


def test_a_day_on_which_nobody_paid_has_no_totals() -> None:
    assert commands.totals(PAID_ON).totals == {}
