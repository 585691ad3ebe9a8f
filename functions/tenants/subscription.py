"""
A tenant's subscription: read as it is and as it was, changed, cancelled, resumed.
"""

from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.subscribing import commands
from tenantry.subscriptions.model import PastVersion, Subscription
from tenants.subscription_schemas import (
    CancelSubscription,
    ChangeSubscription,
    End,
    InstantQuery,
    PastVersionBody,
    SubscriptionBody,
)

api = Api()


@api.route("GET /v1/tenants/{tenant_id}/subscription", answer=SubscriptionBody.of)
def read(request: Request, tenant_id: str) -> Subscription:
    """
    Read a tenant's subscription.
    """
    return commands.read(TenantId(tenant_id), request.principal)


@api.route("GET /v1/tenants/{tenant_id}/subscription/history", answer=PastVersionBody.of)
def read_as_of(request: Request, tenant_id: str, query: InstantQuery) -> PastVersion:
    """
    Say what the tenant had at an instant.
    """
    return commands.read_as_of(TenantId(tenant_id), query.at, request.principal)


@api.route("PATCH /v1/tenants/{tenant_id}/subscription", answer=SubscriptionBody.of)
def change(request: Request, tenant_id: str, body: ChangeSubscription) -> Subscription:
    """
    Change the plan, the interval or the quantity from now on.
    """
    return commands.change(TenantId(tenant_id), body.changes(), request.act)


@api.route("POST /v1/tenants/{tenant_id}/subscription/cancel", answer=SubscriptionBody.of)
def cancel(request: Request, tenant_id: str, body: CancelSubscription) -> Subscription:
    """
    End the subscription now, or with the billing period that runs; the gate closes by itself.
    """
    return commands.cancel(TenantId(tenant_id), request.act, at_once=body.when is End.NOW)


@api.route("POST /v1/tenants/{tenant_id}/subscription/resume", answer=SubscriptionBody.of)
def resume(request: Request, tenant_id: str) -> Subscription:
    """
    Take a cancellation back, before or after it came into force.
    """
    return commands.resume(TenantId(tenant_id), request.act)


handler = api
