"""
What happens to a pilot: reminded of, expired, upgraded.
"""

from typing import Any

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.assortment import commands as assortment
from tenantry.funnel.model import Stage
from tenantry.ids import TenantId
from tenantry.list_prices.sales import terms_for_sale
from tenantry.reads import get_all
from tenantry.subscriptions import rules
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import Subscription, Terms
from tenantry.tenants import commands as tenants
from tenantry.tenants import store as tenant_store
from tenantry.tenants.rules import GONE, with_subscription
from tenantry.transactions import Writes, transaction


def settle(tenant_id: TenantId, act: Act) -> Subscription | None:
    """
    Shape 1. Do what is due for a pilot at `act.now`: mark it expired, or remind its owner.

    Nothing is due when it was upgraded, settled before, or its tenant is gone: repeats and late
    messages do no harm. The gate needs no job: it compares the time itself.

    Raises:
        Conflict: The subscription changed at the same moment; the queue sends the message again.
    """
    tenant_item, before_item = get_all(
        [
            (tenant_store.TenantItem, tenant_store.key(tenant_id)),
            (subscriptions.SubscriptionItem, subscriptions.key(tenant_id)),
        ]
    )
    if tenant_item is None or before_item is None:
        return None
    before = subscriptions.subscription_from(before_item)
    if tenant_store.tenant_from(tenant_item).status in GONE:
        return before
    after = rules.expire(before, act.now)
    if after is not before:
        return _write(before, after, "pilot.expired", act, funnel=Stage.EXPIRED)
    after = rules.remind(before, act.now)
    if after is not before:
        days = min(after.reminded - before.reminded)
        return _write(before, after, "pilot.ending", act, days=days)
    return before


def upgrade(
    tenant_id: TenantId, asked: Terms, act: Act, *, currency: str | None = None
) -> Subscription:
    """
    Shape 1. Turn a pilot, running or expired, into a subscription with an open end (R-TEN-1).

    Args:
        currency: What it is paid in, at the reseller's list price; None names no price.

    Raises:
        TenantNotFound: There is none that the principal may see.
        TenantDeleted: It is gone.
        PlanNotFound, PlanNotOffered: No new subscription can have the plan.
        SubscriptionNeeded: The reseller may not sell it.
        NotForSale, RateMissing: It is not sold in this currency, or not at this moment.
        NotAPilot: The tenant is subscribed to another plan.
    """
    tenant = tenants.read(tenant_id, act.principal)
    choice = assortment.get_offered(tenant.held_by, asked.plan_code)
    terms = terms_for_sale(
        tenant.held_by,
        asked.plan_code,
        asked.interval,
        quantity=asked.quantity,
        currency=currency,
        at=act.now,
    )
    before = subscriptions.get_subscription(tenant_id)
    assert before is not None, f"{tenant_id} has no subscription"
    after = rules.upgrade(before, terms, act.now)
    if after is before:
        return before
    open_tenant = with_subscription(tenant, after)
    with transaction() as writes:
        subscriptions.replace(writes, before, after)
        tenant_store.replace(writes, tenant, open_tenant)
        assortment.check_may_sell(writes, tenant.held_by, choice, act.now)
        _record(
            writes,
            after,
            "pilot.upgraded",
            act,
            funnel=Stage.CONVERTED,
            plan_code=terms.plan_code,
            interval=terms.interval.value,
            quantity=terms.quantity,
        )
        idempotency.remember(writes, act, after)
    return after


def _write(
    before: Subscription,
    after: Subscription,
    kind: str,
    act: Act,
    *,
    funnel: Stage | None = None,
    **data: Any,
) -> Subscription:
    with transaction() as writes:
        subscriptions.replace(writes, before, after)
        _record(writes, after, kind, act, funnel=funnel, **data)
    return after


def _record(
    writes: Writes,
    subscription: Subscription,
    kind: str,
    act: Act,
    *,
    funnel: Stage | None = None,
    **data: Any,
) -> None:
    events.record(
        writes,
        act,
        kind,
        tenant_id=subscription.tenant_id,
        reseller_id=subscription.reseller_id,
        funnel=funnel,
        **data,
    )
