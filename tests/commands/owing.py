"""
Tenants that are sold something, and pay for it or do not.
"""

from datetime import datetime

from tenantry.dunning import commands as dunning
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.list_prices import commands as list_prices
from tenantry.list_prices.model import Article
from tenantry.pilots import commands as pilots
from tenantry.records import commands as records
from tenantry.records.model import RecordKind
from tenantry.resellers.model import Reseller
from tenantry.subscriptions import paying
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import Cover, Subscription, Terms
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Tenant
from tenantry.tenants.rules import with_subscription
from tenantry.transactions import transaction
from tests.acting import NOON, a_job, an_act, owner_of, tenant_owner_of
from tests.builders import GROWTH, bring_in, refusal_of, tenant_in_table

A_MONTH = Article(GROWTH, "USD", Interval.MONTH)


def sell(reseller: Reseller, email: str = "kofi@shop.example", now: datetime = NOON) -> Tenant:
    """
    A customer that is sold the plan `growth` for 15 dollars a month, and has not paid.
    """
    list_prices.set_price(reseller.id, A_MONTH, 15_00, an_act(owner_of(reseller.id)))
    tenant = bring_in(reseller, email, now)
    pilots.upgrade(tenant.id, Terms(GROWTH), an_act(now=now), currency="USD")
    return tenant_in_table(tenant.id)


def subscription_of(tenant: Tenant) -> Subscription:
    """
    The subscription as it stands.
    """
    subscription = subscriptions.get_subscription(tenant.id)
    assert subscription is not None
    return subscription


def pay(tenant: Tenant, now: datetime, payment_id: str = "pay_1") -> Subscription:
    """
    Pay what is due, as a payment's event does.
    """
    before, stands = subscription_of(tenant), tenant_in_table(tenant.id)
    starts_at, ends_at, _ = paying.due_period(before) or (None, None, None)
    cover = Cover(payment_id, starts_at, ends_at, before.interval.months)
    after = paying.pay(before, cover, now)
    gated = with_subscription(stands, after)
    with transaction() as writes:
        subscriptions.replace(writes, before, after, now)
        if gated is not stands:
            tenants.replace(writes, stands, gated)
    return after


def settle(tenant: Tenant, now: datetime) -> str | None:
    """
    A message of the night's run; the code of its refusal, if it is refused.
    """
    return refusal_of(lambda: dunning.settle(tenant.id, a_job(now)))


def run_night(now: datetime) -> list[TenantId]:
    """
    A run of the nightly job, with the work that it found done.
    """
    due = list(subscriptions.payments_due(now))
    for tenant_id in due:
        dunning.settle(tenant_id, a_job(now))
    return due


def order(tenant: Tenant, now: datetime, kind: RecordKind = RecordKind.SALES_ORDER) -> str | None:
    """
    Record an order or a shipment; the code of its refusal, if it is refused.
    """
    owner = tenant_owner_of(tenant.id, tenant.held_by)
    return refusal_of(
        lambda: records.record(
            tenant.id,
            an_act(owner, now),
            kind=kind,
            reference=now.isoformat(),
            content={},
        )
    )
