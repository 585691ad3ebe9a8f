"""
A paid subscription in the table: its gate, its history, and what it leaves in the log.
"""

from datetime import datetime, timedelta

import pytest

from tenantry.intervals import Interval, months_after
from tenantry.pilots import commands as pilots
from tenantry.plans import commands as plans
from tenantry.records import commands as records
from tenantry.records.model import RecordKind
from tenantry.subscribing import commands as subscribing
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import Status, Subscription, Terms
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import Tenant
from tests.acting import DAY, NOON, OPERATOR, SECOND, an_act, tenant_owner_of
from tests.builders import GROWTH, bring_in, make_plan, make_reseller, once, refusal_of
from tests.commands.faults import meanwhile, tapped

MONTH_END = months_after(NOON, 1)
WRITE = 2

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def tenant() -> Tenant:
    """
    A tenant that was upgraded to the plan `growth`, by the month.
    """
    tenant = bring_in(make_reseller())
    pilots.upgrade(tenant.id, Terms(GROWTH), an_act())
    return tenant


def stored(tenant: Tenant) -> Subscription:
    found = subscriptions.get_subscription(tenant.id)
    assert found is not None
    return found


def order(tenant: Tenant, now: datetime) -> str | None:
    """
    Record a sales order; the code of its refusal, if it is refused.
    """
    owner = tenant_owner_of(tenant.id, tenant.held_by)
    reference = now.isoformat()
    return refusal_of(
        lambda: records.record(
            tenant.id,
            an_act(owner, now),
            kind=RecordKind.SALES_ORDER,
            reference=reference,
            content={},
        )
    )


@pytest.mark.requirement("R-BIL-4")
def test_the_gate_closes_at_the_end_of_the_cancelled_period_without_a_job(tenant: Tenant) -> None:
    subscribing.cancel(tenant.id, an_act(now=NOON + DAY), at_once=False)

    assert order(tenant, MONTH_END - SECOND) is None
    assert order(tenant, MONTH_END) == "subscription.ended"


def test_the_gate_closes_at_once_and_opens_when_it_is_resumed(tenant: Tenant) -> None:
    subscribing.cancel(tenant.id, an_act(now=NOON + DAY), at_once=True)
    shut = order(tenant, NOON + DAY)

    subscribing.resume(tenant.id, an_act(now=NOON + 2 * DAY))

    assert shut == "subscription.ended"
    assert order(tenant, NOON + 2 * DAY) is None


def test_an_inactive_tenants_gate_stays_shut_whatever_happens_to_its_subscription(
    tenant: Tenant,
) -> None:
    tenants.deactivate(tenant.id, an_act())

    subscribing.cancel(tenant.id, an_act(now=NOON + DAY), at_once=True)
    subscribing.resume(tenant.id, an_act(now=NOON + 2 * DAY))

    assert order(tenant, NOON + 3 * DAY) == "tenant.not_active"


def test_a_change_names_only_what_changes(tenant: Tenant) -> None:
    make_plan("scale")
    act = an_act(now=NOON + DAY)

    subscribing.change(tenant.id, {"quantity": 7}, act)
    changed = subscribing.change(tenant.id, {"plan_code": "scale"}, an_act(now=NOON + 2 * DAY))

    assert changed.terms == Terms("scale", Interval.MONTH, 7)
    assert stored(tenant) == changed


def test_only_plans_that_are_offered_can_be_changed_to(tenant: Tenant) -> None:
    make_plan("gone")
    plans.change("gone", an_act(), is_active=False)

    def to(plan_code: str) -> str | None:
        return refusal_of(lambda: subscribing.change(tenant.id, {"plan_code": plan_code}, an_act()))

    assert (to("gone"), to("none")) == ("plan.not_offered", "plan.not_found")


def test_a_retired_plan_is_kept_by_whoever_has_it(tenant: Tenant) -> None:
    plans.change(GROWTH, an_act(), is_active=False)

    changed = subscribing.change(tenant.id, {"quantity": 2}, an_act(now=NOON + DAY))

    assert changed.terms == Terms(GROWTH, quantity=2)


def test_a_deleted_tenant_has_nothing_to_change(tenant: Tenant) -> None:
    tenants.delete(tenant.id, an_act())

    refused = refusal_of(lambda: subscribing.change(tenant.id, {"quantity": 2}, an_act()))

    assert refused == "tenant.deleted"


def test_what_a_tenant_had_is_answered_for_any_instant_of_years(tenant: Tenant) -> None:
    moments = [NOON + timedelta(days=60 * number) for number in range(1, 13)]
    for number, moment in enumerate(moments, start=2):
        subscribing.change(tenant.id, {"quantity": number}, an_act(now=moment))

    quantities = [
        subscribing.read_as_of(tenant.id, moment + DAY, OPERATOR).terms.quantity
        for moment in [NOON, *moments]
    ]

    assert quantities == list(range(1, 14))
    assert len(list(subscriptions.archived(tenant.id))) + len(stored(tenant).past) == 12
    assert list(subscriptions.archived(tenant.id))


def test_before_its_first_instant_a_tenant_had_nothing(tenant: Tenant) -> None:
    def at(moment: datetime) -> Status:
        return subscribing.read_as_of(tenant.id, moment, OPERATOR).status

    assert refusal_of(lambda: at(NOON - SECOND)) == "subscription.not_yet"
    assert at(NOON) is Status.ACTIVE


def test_a_repeat_with_the_same_key_changes_nothing_more(tenant: Tenant) -> None:
    def cancel(day: int) -> str | None:
        act = an_act(now=NOON + day * DAY, once=once("cancel"))
        return refusal_of(lambda: subscribing.cancel(tenant.id, act, at_once=True))

    first, again = cancel(1), cancel(2)

    assert (first, again) == (None, None)
    assert stored(tenant).ends_at == NOON + DAY


def test_two_changes_at_the_same_instant_never_undo_each_other(tenant: Tenant) -> None:
    def other() -> None:
        subscribing.change(tenant.id, {"quantity": 2}, an_act(now=NOON + DAY))

    with tapped({WRITE: meanwhile(other)}):
        refused = refusal_of(
            lambda: subscribing.change(tenant.id, {"quantity": 3}, an_act(now=NOON + DAY))
        )

    assert refused == "conflict"
    assert stored(tenant).quantity == 2
