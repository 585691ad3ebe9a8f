"""
Changing a paid subscription, and reading it as it was (R-BIL-4).
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.assortment import commands as assortment
from tenantry.assortment.model import Choice
from tenantry.ids import TenantId
from tenantry.list_prices.sales import terms_for_sale
from tenantry.principals import Principal
from tenantry.subscriptions import rules
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import NotYet, PastVersion, Subscription, Terms
from tenantry.tenants import commands as tenants
from tenantry.tenants import store as tenant_store
from tenantry.tenants.model import Tenant
from tenantry.tenants.rules import with_subscription
from tenantry.transactions import transaction


def read(tenant_id: TenantId, principal: Principal) -> Subscription:
    """
    A tenant's subscription.

    Raises:
        TenantNotFound: There is none that the principal may see.
    """
    tenants.read(tenant_id, principal)
    return _get(tenant_id)


def read_as_of(tenant_id: TenantId, moment: datetime, principal: Principal) -> PastVersion:
    """
    What held at any instant since the tenant's first one.

    Raises:
        TenantNotFound: There is none that the principal may see.
        NotYet: The tenant did not exist then.
    """
    subscription = read(tenant_id, principal)
    version = rules.as_of(subscription, moment)
    if version is None:
        version = rules.last_begun(list(subscriptions.archived(tenant_id)), moment)
    if version is None:
        message = "the tenant had no subscription at this instant"
        raise NotYet(message, first=subscription.starts_at.isoformat())
    return version


def change(tenant_id: TenantId, changes: dict[str, Any], act: Act) -> Subscription:
    """
    Shape 1. Another plan, interval or quantity from now on.

    More or fewer at the same plan and interval keep the price that they were sold at; anything else
    is sold at the list price of now, in the currency that it was paid in, or in another.

    Args:
        changes: Of `plan_code`, `interval`, `quantity` and `currency`, what changes.

    Raises:
        TenantNotFound, TenantDeleted: There is none that the principal may see, or it is gone.
        PlanNotFound, PlanNotOffered: No subscription can be changed to the plan.
        SubscriptionNeeded: The reseller may not sell the plan, or not more of it.
        NotActive: It is a pilot, or has ended.
        NotForSale, RateMissing: It is not sold in this currency, or not at this moment.
    """
    tenant, before = tenants.read(tenant_id, act.principal), _get(tenant_id)
    choice = _sold(tenant, before.terms, changes)
    terms = _changed(tenant, before.terms, changes, act.now)
    after = rules.change(before, terms, act.now)
    facts = {
        "plan_code": terms.plan_code,
        "interval": terms.interval.value,
        "quantity": terms.quantity,
    }
    return _write(tenant, (before, after), act, "subscription.changed", sold=choice, **facts)


def cancel(tenant_id: TenantId, act: Act, *, at_once: bool) -> Subscription:
    """
    Shape 1. End a subscription now, or at the end of the billing period that runs.

    The gate closes at that very instant, without a job: it compares the time itself.

    Raises:
        TenantNotFound, TenantDeleted: There is none that the principal may see, or it is gone.
        NotActive: It is a pilot, or has ended.
    """
    tenant, before = tenants.read(tenant_id, act.principal), _get(tenant_id)
    after = rules.cancel(before, act.now, at_once=at_once)
    ends_at = None if after.ends_at is None else after.ends_at.isoformat()
    return _write(tenant, (before, after), act, "subscription.cancelled", ends_at=ends_at)


def resume(tenant_id: TenantId, act: Act) -> Subscription:
    """
    Shape 1. Take a cancellation back, before or after it came into force.

    Raises:
        TenantNotFound, TenantDeleted: There is none that the principal may see, or it is gone.
        NothingToResume: It was not cancelled.
    """
    tenant, before = tenants.read(tenant_id, act.principal), _get(tenant_id)
    after = rules.resume(before, act.now)
    return _write(tenant, (before, after), act, "subscription.resumed", plan_code=after.plan_code)


def _sold(tenant: Tenant, before: Terms, changes: dict[str, Any]) -> Choice | None:
    """
    What is sold by a change; None when it is only fewer of the same.
    """
    plan_code = changes.get("plan_code", before.plan_code)
    if plan_code != before.plan_code:
        return assortment.get_offered(tenant.held_by, plan_code)
    if changes.keys() <= {"quantity"} and changes.get("quantity", 0) <= before.quantity:
        return None
    return assortment.get_choice(tenant.held_by, plan_code)


def _changed(tenant: Tenant, before: Terms, changes: dict[str, Any], now: datetime) -> Terms:
    quantity = changes.get("quantity", before.quantity)
    if not changes.keys() - {"quantity"}:
        return replace(before, quantity=quantity)
    return terms_for_sale(
        tenant.held_by,
        changes.get("plan_code", before.plan_code),
        changes.get("interval", before.interval),
        quantity=quantity,
        currency=changes.get("currency", before.currency),
        at=now,
    )


def _get(tenant_id: TenantId) -> Subscription:
    subscription = subscriptions.get_subscription(tenant_id)
    assert subscription is not None, f"{tenant_id} has no subscription"
    return subscription


def _write(
    tenant: Tenant,
    versions: tuple[Subscription, Subscription],
    act: Act,
    kind: str,
    *,
    sold: Choice | None = None,
    **facts: Any,
) -> Subscription:
    before, after = versions
    if after is before:
        return before
    gated = with_subscription(tenant, after)
    with transaction() as writes:
        subscriptions.replace(writes, before, after, act.now)
        if gated is not tenant:
            tenant_store.replace(writes, tenant, gated)
        if sold is not None:
            assortment.check_may_sell(writes, tenant.held_by, sold, act.now)
        events.record(
            writes,
            act,
            kind,
            tenant_id=tenant.id,
            reseller_id=after.reseller_id,
            **facts,
        )
        idempotency.remember(writes, act, after)
    return after
