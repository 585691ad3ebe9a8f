"""
Setting when customers are reminded and suspended, and doing what is due for one of them.
"""

from dataclasses import dataclass
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.billing import store as billing_store
from tenantry.billing.model import Billing
from tenantry.dunning import rules, store
from tenantry.ids import TenantId
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.reads import get_all
from tenantry.resellers import commands as resellers
from tenantry.resellers import store as reseller_store
from tenantry.subscribing.renewing import renewed
from tenantry.subscriptions import paying
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import BILLED, DunningSchedule, Subscription
from tenantry.subscriptions.model import Status as Subscribed
from tenantry.tenants import store as tenant_store
from tenantry.tenants.model import Status, Tenant
from tenantry.tenants.rules import with_subscription
from tenantry.transactions import Writes, transaction


@dataclass(frozen=True, slots=True)
class _Step:
    """
    What a night did to a subscription.

    Args:
        kind: Of its event.
        notice: The kind of the notification for the reseller; None when it need not know.
    """

    kind: str
    notice: str | None
    facts: dict[str, Any]


def read(reseller_id: TenantId) -> DunningSchedule:
    """
    When a reseller's customers are reminded and suspended.

    Raises:
        ResellerNotFound: There is none.
    """
    return store.get_schedule(resellers.get(reseller_id).id)


def set_schedule(reseller_id: TenantId, schedule: DunningSchedule, act: Act) -> DunningSchedule:
    """
    Shape 1. Say when a reseller's customers are reminded and suspended, from the next night on.

    Reminders that were sent are not sent again, and a gate that is shut stays shut.

    Raises:
        ResellerNotFound: There is none.
        Invalid: Nobody could keep to it.
    """
    before = read(reseller_id)
    rules.check(schedule)
    if before == schedule:
        return before
    with transaction() as writes:
        store.put_schedule(writes, reseller_id, schedule)
        events.record(
            writes,
            act,
            "dunning.set",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            reminder_days=list(schedule.reminder_days),
            suspend_after=schedule.suspend_after,
        )
    return schedule


def settle(tenant_id: TenantId, act: Act) -> Subscription | None:
    """
    Shape 1. Do what is due at `act.now` because nobody has paid: past due, a reminder, suspension.

    Nothing is due when it was paid or settled before, when its reseller asks for the money, when it
    has no price, or its tenant is not active: repeats and late messages do no harm.

    Three conditions hold what was read. The subscription's version: a payment meanwhile refuses.
    The way of billing: nobody is reminded or suspended whose reseller asks for the money itself. At
    a suspension also the tenant's version and the days after which it shuts, since that stops a
    customer's work; a reminder by a schedule of a second ago does no harm.

    Raises:
        Conflict: One of these changed at the same moment; the queue sends the message again.
    """
    tenant_item, before_item = get_all(
        [
            (tenant_store.TenantItem, tenant_store.key(tenant_id)),
            (subscriptions.SubscriptionItem, subscriptions.key(tenant_id)),
        ]
    )
    if tenant_item is None or before_item is None:
        return None
    tenant = tenant_store.tenant_from(tenant_item)
    before = subscriptions.subscription_from(before_item)
    if tenant.status is not Status.ACTIVE or before.status not in BILLED:
        return before
    billing, schedule, is_prepaid = _read_settings(tenant)
    # A tenant that was moved is reminded of its present reseller's price.
    asked = renewed(before, act.now)
    after = paying.dun(asked, schedule, act.now)
    if rules.is_billed_by_reseller(billing, is_prepaid=is_prepaid) or after is asked:
        return before
    with transaction() as writes:
        subscriptions.replace(writes, before, after, act.now)
        billing_store.hold(writes, billing)
        gated = with_subscription(tenant, after)
        if gated is not tenant:
            tenant_store.replace(writes, tenant, gated)
            store.hold(writes, tenant.held_by, schedule)
        _tell(writes, tenant, _step(before, after), act)
    return after


def _read_settings(tenant: Tenant) -> tuple[Billing, DunningSchedule, bool]:
    reseller, own, resellers_own, schedule = get_all(
        [
            (reseller_store.ResellerItem, reseller_store.key(tenant.held_by)),
            (billing_store.BillingItem, billing_store.key(tenant.id)),
            (billing_store.BillingItem, billing_store.key(tenant.held_by)),
            (store.DunningItem, store.key(tenant.held_by)),
        ]
    )
    billing = billing_store.billing_from(tenant.id, tenant.held_by, own, resellers_own)
    is_prepaid = reseller_store.reseller_from(reseller).is_prepaid
    return billing, store.schedule_from(schedule), is_prepaid


def _step(before: Subscription, after: Subscription) -> _Step:
    """
    The gravest thing that a night did; what came with it goes without saying.
    """
    due = paying.due_at(before)
    assert due is not None, "only what is due is dunned"
    facts: dict[str, Any] = {"plan_code": after.plan_code, "due_at": due.isoformat()}
    if after.status is Subscribed.CANCELLED:
        return _Step("subscription.ended_unpaid", None, facts)
    if after.suspended_at != before.suspended_at:
        return _Step("subscription.suspended", "subscription.suspended", facts)
    was_past_due = before.status is Subscribed.PAST_DUE
    notice = None if was_past_due else "subscription.past_due"
    # Of a running one these are a pilot's, which counted down to its end.
    reminded = after.reminded - (before.reminded if was_past_due else frozenset())
    if reminded:
        return _Step("subscription.payment_reminder", notice, {**facts, "days": max(reminded)})
    return _Step("subscription.past_due", notice, facts)


def _tell(writes: Writes, tenant: Tenant, step: _Step, act: Act) -> None:
    if step.notice is not None:
        told = {"tenant_id": tenant.id, **step.facts}
        notice = Notification(act.new_id("ntf"), tenant.held_by, step.notice, act.now, told)
        notifications.put(writes, notice)
    events.record(
        writes, act, step.kind, tenant_id=tenant.id, reseller_id=tenant.held_by, **step.facts
    )
