"""
Customers that were sold something at a chosen moment, and have not paid for it.
"""

from datetime import datetime

from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.subscriptions import paying, rules
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import Cover, Sold, Subscription, Terms
from tenantry.tenants import store as tenants
from tenantry.tenants.rules import with_subscription
from tenantry.transactions import transaction
from tests.functions.cast import Json
from tests.functions.pilots import a_pilot

SOLD = Sold(Money(15_00, "USD"), Money(10_00, "USD"))


def an_owing_tenant(reseller: Json, since: datetime, quantity: int = 1) -> TenantId:
    """
    The id of a tenant that was sold the plan `growth`, for 15 dollars a month, at *since*.
    """
    tenant_id = a_pilot(reseller, since)
    pilot = subscription_of(tenant_id)
    _write(pilot, rules.upgrade(pilot, Terms("growth", quantity=quantity, sold=SOLD), since))
    return tenant_id


def subscription_of(tenant_id: TenantId) -> Subscription:
    """
    The subscription as it stands.
    """
    subscription = subscriptions.get_subscription(tenant_id)
    assert subscription is not None
    return subscription


def pay(tenant_id: TenantId, now: datetime) -> Subscription:
    """
    Pay what is due, as a payment's event does.
    """
    before = subscription_of(tenant_id)
    starts_at, ends_at, _ = paying.due_period(before) or (None, None, None)
    cover = Cover(f"pay_{before.version}", starts_at, ends_at, before.interval.months)
    return _write(before, paying.pay(before, cover, now))


def _write(before: Subscription, after: Subscription) -> Subscription:
    tenant = tenants.get_tenant(before.tenant_id)
    assert tenant is not None
    gated = with_subscription(tenant, after)
    with transaction() as writes:
        subscriptions.replace(writes, before, after)
        if gated is not tenant:
            tenants.replace(writes, tenant, gated)
    return after
