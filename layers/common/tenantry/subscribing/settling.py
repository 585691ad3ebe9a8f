"""
What payments do to a subscription: it is paid further, or not any more, and its gate follows.
"""

from tenantry import events
from tenantry.acts import Act
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import Status, Subscription
from tenantry.tenants import store as tenant_store
from tenantry.tenants.model import Tenant
from tenantry.tenants.rules import GONE, with_subscription
from tenantry.transactions import Writes


def write_paid(
    writes: Writes, tenant: Tenant, versions: tuple[Subscription, Subscription], act: Act
) -> None:
    """
    Write a subscription that was paid, or is not paid any more, with the tenant's gate.

    The gate of a tenant that is gone stays shut; its payments are recorded all the same.

    Raises (when the transaction commits):
        Conflict: The subscription or the tenant was changed in between; compute it anew.
    """
    before, after = versions
    if after is before:
        return
    subscriptions.replace(writes, before, after, act.now)
    if tenant.status not in GONE:
        gated = with_subscription(tenant, after)
        if gated is not tenant:
            tenant_store.replace(writes, tenant, gated)
    if before.status is Status.PAST_DUE and after.status is Status.ACTIVE:
        events.record(
            writes,
            act,
            "subscription.settled",
            tenant_id=tenant.id,
            reseller_id=after.reseller_id,
            plan_code=after.plan_code,
        )
