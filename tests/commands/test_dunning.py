"""
Nobody pays: found every night, reminded, suspended at the gate, and open again once it is paid.
"""

import json
from collections.abc import Callable
from datetime import datetime

import pytest

from tenantry.billing import commands as billing
from tenantry.billing.model import Mode
from tenantry.clock import FOREVER
from tenantry.dunning import commands as dunning
from tenantry.ids import TenantId
from tenantry.intervals import months_after
from tenantry.pilots import commands as pilots
from tenantry.records.model import RecordKind
from tenantry.resellers.model import Reseller
from tenantry.subscribing import commands as subscribing
from tenantry.subscriptions.model import PILOT, Status, Terms
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import Tenant
from tests.acting import DAY, NOON, OPERATOR, SECOND, a_job, an_act
from tests.builders import GROWTH, bring_in, make_reseller, tenant_in_table
from tests.commands.owing import order, pay, run_night, sell, settle, subscription_of
from tests.reading import events_written, items_of, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-BIL-4")]

STEPS = {
    "subscription.past_due",
    "subscription.payment_reminder",
    "subscription.suspended",
    "subscription.ended_unpaid",
}
STORY = ["past_due", *["payment_reminder"] * 3, "suspended"]


@pytest.fixture
def reseller(catalogue: None) -> Reseller:
    del catalogue
    return make_reseller()


@pytest.fixture
def tenant(reseller: Reseller) -> Tenant:
    """
    A customer that was sold something at noon, and has not paid.
    """
    return sell(reseller)


def steps() -> list[str]:
    """
    What the nights did, in short.
    """
    return [kind.partition(".")[2] for kind in events_written() if kind in STEPS]


def facts() -> list[dict[str, object]]:
    written = sorted(items_of("Event"), key=lambda item: item["sk"])
    return [json.loads(one["facts"]) for one in written if one["name"] in STEPS]


def told() -> list[str]:
    """
    What the reseller was told, apart from its customer's coming.
    """
    notices = sorted(items_of("Notification"), key=lambda item: item["created_at"])
    return [one["name"] for one in notices if one["name"] != "partner.activation"]


def test_night_after_night_a_customer_is_reminded_and_then_suspended(tenant: Tenant) -> None:
    for day in range(20):
        run_night(NOON + day * DAY)

    assert steps() == STORY
    assert [one.get("days") for one in facts()] == [None, 1, 3, 7, None]
    assert {str(one["due_at"]) for one in facts()} == {NOON.isoformat()}
    assert {one["plan_code"] for one in facts()} == {GROWTH}
    assert told() == ["subscription.past_due", "subscription.suspended"]
    late = subscription_of(tenant)
    assert (late.status, late.suspended_at) == (Status.PAST_DUE, NOON + 8 * DAY)


def test_what_a_night_wrote_is_read_back_as_it_was(tenant: Tenant) -> None:
    for day in (1, 8):
        assert dunning.settle(tenant.id, a_job(NOON + day * DAY)) == subscription_of(tenant)

    assert pay(tenant, NOON + 9 * DAY) == subscription_of(tenant)


def test_what_is_suspended_is_not_looked_for_any_more(tenant: Tenant) -> None:
    found = [run_night(NOON + day * DAY) for day in (-1, 0, 7, 8, 9)]

    assert found == [[], [tenant.id], [tenant.id], [tenant.id], []]


@pytest.mark.parametrize("kind", RecordKind)
def test_orders_and_shipments_are_refused_from_the_suspension_on_until_it_is_paid(
    tenant: Tenant, kind: RecordKind
) -> None:
    suspended_at = NOON + 8 * DAY
    run_night(NOON + 7 * DAY)
    before = order(tenant, suspended_at - SECOND, kind)
    run_night(suspended_at)
    shut = [order(tenant, moment, kind) for moment in (suspended_at, suspended_at + DAY)]

    pay(tenant, suspended_at + 2 * DAY)

    assert before is None
    assert shut == ["subscription.payment_overdue"] * 2
    assert order(tenant, suspended_at + 2 * DAY, kind) is None
    assert tenant_in_table(tenant.id).records_until == FOREVER
    assert subscription_of(tenant).status is Status.ACTIVE


def test_what_is_paid_is_dunned_again_for_the_next_period(tenant: Tenant) -> None:
    run_night(NOON + 8 * DAY)
    pay(tenant, NOON + 9 * DAY)
    december = months_after(NOON, 1)

    found = [run_night(december + day * DAY) for day in (-1, 0, 1)]

    assert found == [[], [tenant.id], [tenant.id]]
    assert steps() == ["suspended", "past_due", "payment_reminder"]


@pytest.mark.requirement("R-OPS-3")
@pytest.mark.parametrize("again", [0, 1, 5, 7, 8, 30])
def test_a_run_for_any_past_day_does_no_harm(tenant: Tenant, again: int) -> None:
    for day in range(10):
        run_night(NOON + day * DAY)
    pay(tenant, NOON + 10 * DAY)
    run_night(months_after(NOON, 1) + DAY)
    before = snapshot()

    for moment in (NOON + again * DAY, months_after(NOON, 1)):
        run_night(moment)
        settle(tenant, moment)

    assert snapshot() == before


def test_missed_nights_are_one_step_and_one_event(tenant: Tenant) -> None:
    run_night(NOON + 4 * DAY)
    run_night(NOON + 30 * DAY)

    assert steps() == ["payment_reminder", "suspended"]
    assert [one.get("days") for one in facts()] == [3, None]
    assert told() == ["subscription.past_due", "subscription.suspended"]
    assert subscription_of(tenant).reminded == {1, 3, 7}


def test_a_message_that_comes_ten_times_takes_effect_once(tenant: Tenant) -> None:
    for _ in range(10):
        assert settle(tenant, NOON + DAY) is None

    assert steps() == ["payment_reminder"]


def test_a_pilot_that_was_upgraded_late_is_reminded_of_its_payment_all_the_same(
    reseller: Reseller, tenant: Tenant
) -> None:
    # Days 7 and 1 before a pilot's end are other days than 1 and 7 past due.
    pilot = bring_in(reseller, "pia@shop.example")
    for days in (7, 1):
        pilots.settle(pilot.id, a_job(NOON + PILOT - days * DAY))
    pilots.upgrade(pilot.id, Terms(GROWTH), an_act(now=NOON + PILOT), currency="USD")
    del tenant

    for day in range(9):
        settle(pilot, NOON + PILOT + day * DAY)

    assert steps() == STORY


def by_hand(tenant: Tenant) -> object:
    return billing.set_for_tenant(tenant.id, Mode.MANUAL, an_act())


def reseller_by_hand(tenant: Tenant) -> object:
    return billing.set_for_reseller(tenant.held_by, Mode.MANUAL, an_act())


def deactivated(tenant: Tenant) -> object:
    return tenants.deactivate(tenant.id, an_act())


def deleted(tenant: Tenant) -> object:
    return tenants.delete(tenant.id, an_act())


def cancelled(tenant: Tenant) -> object:
    return subscribing.cancel(tenant.id, an_act(), at_once=True)


def paid_before(tenant: Tenant) -> object:
    return pay(tenant, NOON + SECOND)


UNDUE = [by_hand, reseller_by_hand, deactivated, deleted, cancelled, paid_before]


@pytest.mark.parametrize("reason", UNDUE)
def test_nothing_is_due_of(reason: Callable[[Tenant], object], tenant: Tenant) -> None:
    reason(tenant)
    before = snapshot()

    for day in (0, 1, 8, 29):
        run_night(NOON + day * DAY)
        settle(tenant, NOON + day * DAY)

    assert snapshot() == before


def test_neither_a_pilot_nor_what_has_no_price_is_ever_due(reseller: Reseller) -> None:
    pilot, free = bring_in(reseller), bring_in(reseller, "free@shop.example")
    pilots.upgrade(free.id, Terms(GROWTH), an_act())
    before = snapshot()

    found = run_night(NOON + 90 * DAY)
    for tenant in (pilot, free):
        settle(tenant, NOON + 90 * DAY)

    assert found == []
    assert snapshot() == before


def test_a_tenant_that_does_not_exist_is_done_with(reseller: Reseller) -> None:
    assert dunning.settle(TenantId("ten_NOBODY"), a_job(NOON)) is None
    assert dunning.settle(reseller.id, a_job(NOON)) is None


def test_a_tenants_own_way_of_billing_wins_over_its_resellers(tenant: Tenant) -> None:
    reseller_by_hand(tenant)
    billing.set_for_tenant(tenant.id, Mode.PROVIDER, an_act())

    settle(tenant, NOON + DAY)

    assert steps() == ["payment_reminder"]


def test_what_was_cancelled_and_never_paid_is_closed_once(tenant: Tenant) -> None:
    subscribing.cancel(tenant.id, an_act(now=NOON + SECOND), at_once=False)
    month_end = months_after(NOON, 1)

    found = [run_night(month_end + day * DAY) for day in (0, 1)]

    assert found == [[tenant.id], []]
    assert steps() == ["ended_unpaid"]
    assert (order(tenant, month_end), told()) == ("subscription.ended", [])


def test_who_leaves_while_past_due_is_asked_no_more_and_may_come_back(tenant: Tenant) -> None:
    run_night(NOON + 8 * DAY)
    subscribing.cancel(tenant.id, an_act(now=NOON + 9 * DAY), at_once=True)
    found = run_night(NOON + 10 * DAY)
    shut = order(tenant, NOON + 10 * DAY)

    subscribing.resume(tenant.id, an_act(now=NOON + 11 * DAY))

    assert (found, shut) == ([], "subscription.ended")
    assert order(tenant, NOON + 11 * DAY) is None


def test_any_instant_says_whether_a_customer_was_past_due(tenant: Tenant) -> None:
    run_night(NOON + DAY)
    pay(tenant, NOON + 5 * DAY)

    def at(moment: datetime) -> str:
        return subscribing.read_as_of(tenant.id, moment, OPERATOR).status.value

    moments = [NOON, NOON + DAY - SECOND, NOON + DAY, NOON + 5 * DAY - SECOND, NOON + 5 * DAY]
    assert [at(moment) for moment in moments] == [
        "active",
        "active",
        "past_due",
        "past_due",
        "active",
    ]
