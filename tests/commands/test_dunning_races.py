"""
Two things at one moment: a night's step, and a payment, another step, or a change of what holds.
"""

from collections.abc import Callable

import pytest

from tenantry.billing import commands as billing
from tenantry.billing.model import Mode
from tenantry.clock import FOREVER
from tenantry.dunning import commands as dunning
from tenantry.subscribing import commands as subscribing
from tenantry.subscriptions.model import DunningSchedule, Status
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import Tenant
from tests.acting import DAY, NOON, an_act
from tests.builders import make_reseller, tenant_in_table
from tests.commands.faults import Fault, ProcessDied, dies_after, dies_before, meanwhile, tapped
from tests.commands.owing import order, pay, sell, settle, subscription_of
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-BIL-4")]

SUSPENSION = NOON + 8 * DAY
WRITE, CALLS = 2, 3
"""A step reads twice and writes once."""


@pytest.fixture
def tenant(catalogue: None) -> Tenant:
    """
    A customer that is to be suspended.
    """
    del catalogue
    return sell(make_reseller())


def steps() -> list[str]:
    return [kind for kind in events_written() if kind.startswith("subscription.")]


def check_the_gate_follows_the_subscription(tenant: Tenant) -> None:
    subscription, stands = subscription_of(tenant), tenant_in_table(tenant.id)
    is_suspended = subscription.suspended_at is not None
    assert stands.is_suspended is is_suspended
    assert stands.records_until == (subscription.suspended_at or FOREVER)
    assert steps().count("subscription.suspended") == is_suspended


def test_the_calls_are_as_many_as_these_tests_break_into(tenant: Tenant) -> None:
    with tapped() as line:
        settle(tenant, SUSPENSION)

    assert line.calls == ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]


@pytest.mark.parametrize("call", range(CALLS))
def test_a_payment_within_a_suspension_leaves_the_gate_open(tenant: Tenant, call: int) -> None:
    with tapped({call: meanwhile(lambda: pay(tenant, SUSPENSION))}):
        refused = settle(tenant, SUSPENSION)

    assert refused == (None if call == 0 else "conflict")
    # The queue sends the message again.
    assert settle(tenant, SUSPENSION) is None
    assert subscription_of(tenant).status is Status.ACTIVE
    assert order(tenant, SUSPENSION) is None
    check_the_gate_follows_the_subscription(tenant)


@pytest.mark.parametrize("call", range(CALLS))
@pytest.mark.parametrize("day", [0, 1, 8])
def test_two_workers_with_the_same_message_take_one_step(
    tenant: Tenant, call: int, day: int
) -> None:
    now = NOON + day * DAY

    with tapped({call: meanwhile(lambda: settle(tenant, now))}):
        refused = settle(tenant, now)

    assert refused == (None if call == 0 else "conflict")
    assert settle(tenant, now) is None
    assert len(steps()) == 1
    check_the_gate_follows_the_subscription(tenant)


def own_way(tenant: Tenant) -> object:
    return billing.set_for_tenant(tenant.id, Mode.MANUAL, an_act())


def resellers_way(tenant: Tenant) -> object:
    return billing.set_for_reseller(tenant.held_by, Mode.MANUAL, an_act())


def longer_days(tenant: Tenant) -> object:
    return dunning.set_schedule(tenant.held_by, DunningSchedule((1, 9), 30), an_act())


def deactivated(tenant: Tenant) -> object:
    return tenants.deactivate(tenant.id, an_act())


def deleted(tenant: Tenant) -> object:
    return tenants.delete(tenant.id, an_act())


def cancelled(tenant: Tenant) -> object:
    return subscribing.cancel(tenant.id, an_act(now=SUSPENSION), at_once=True)


@pytest.mark.parametrize(
    "reason", [own_way, resellers_way, longer_days, deactivated, deleted, cancelled]
)
def test_whatever_takes_the_ground_from_a_suspension_wins_over_it(
    tenant: Tenant, reason: Callable[[Tenant], object]
) -> None:
    with tapped({WRITE: meanwhile(lambda: reason(tenant))}):
        refused = settle(tenant, SUSPENSION)

    assert refused in {"conflict", "tenant.changed_meanwhile"}
    assert settle(tenant, SUSPENSION) is None
    assert "subscription.suspended" not in steps()
    assert not tenant_in_table(tenant.id).is_suspended


@pytest.mark.parametrize("reason", [own_way, resellers_way])
@pytest.mark.parametrize("day", [0, 1])
def test_nobody_is_reminded_whose_reseller_asks_for_the_money_itself(
    tenant: Tenant, reason: Callable[[Tenant], object], day: int
) -> None:
    with tapped({WRITE: meanwhile(lambda: reason(tenant))}):
        refused = settle(tenant, NOON + day * DAY)

    assert (refused, steps()) == ("conflict", [])


def test_a_resellers_way_meanwhile_is_nothing_to_a_tenant_with_its_own(tenant: Tenant) -> None:
    billing.set_for_tenant(tenant.id, Mode.PROVIDER, an_act())

    with tapped({WRITE: meanwhile(lambda: resellers_way(tenant))}):
        refused = settle(tenant, SUSPENSION)

    assert (refused, steps()) == (None, ["subscription.suspended"])


@pytest.mark.parametrize("dies", [dies_before, dies_after])
@pytest.mark.parametrize("call", range(CALLS))
def test_a_step_that_dies_is_finished_by_the_next_try(
    tenant: Tenant, dies: Fault, call: int
) -> None:
    with tapped({call: dies}), pytest.raises(ProcessDied):
        settle(tenant, SUSPENSION)

    settle(tenant, SUSPENSION)

    assert steps() == ["subscription.suspended"]
    check_the_gate_follows_the_subscription(tenant)


@pytest.mark.parametrize("call", range(CALLS))
def test_a_suspension_within_a_reminder_is_not_undone(tenant: Tenant, call: int) -> None:
    with tapped({call: meanwhile(lambda: settle(tenant, SUSPENSION))}):
        settle(tenant, NOON + 3 * DAY)

    settle(tenant, NOON + 3 * DAY)

    assert steps() == ["subscription.suspended"]
    check_the_gate_follows_the_subscription(tenant)
