"""
A tenant's state: active or not, upgraded, and its reseller let in or not.
"""

from tenantry.consents import commands as consents
from tenantry.consents.model import Consent
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.pilots import commands as pilots
from tenantry.subscriptions.model import Subscription
from tenantry.tenants import commands
from tenantry.tenants.model import Tenant
from tenants.schemas import ConsentBody, TenantBody
from tenants.subscription_schemas import SubscriptionBody, UpgradeTenant

api = Api()


@api.route("POST /v1/tenants/{tenant_id}/deactivate", answer=TenantBody.of)
def deactivate(request: Request, tenant_id: str) -> Tenant:
    """
    Stop a tenant from recording; its licence is kept.
    """
    return commands.deactivate(TenantId(tenant_id), request.act)


@api.route("POST /v1/tenants/{tenant_id}/reactivate", answer=TenantBody.of)
def reactivate(request: Request, tenant_id: str) -> Tenant:
    """
    Let a tenant record again for as long as its subscription says.
    """
    return commands.reactivate(TenantId(tenant_id), request.act)


@api.route("POST /v1/tenants/{tenant_id}/upgrade", answer=SubscriptionBody.of)
def upgrade(request: Request, tenant_id: str, body: UpgradeTenant) -> Subscription:
    """
    Turn a pilot, running or expired, into a subscription with an open end.
    """
    return pilots.upgrade(TenantId(tenant_id), body.terms(), request.act, currency=body.currency)


@api.route("GET /v1/tenants/{tenant_id}/consent", answer=ConsentBody.of)
def read_consent(request: Request, tenant_id: str) -> Consent:
    """
    Say until when the reseller may act in the tenant.
    """
    tenant = commands.read(TenantId(tenant_id), request.principal)
    return consents.read(tenant.id, tenant.held_by)


@api.route("PUT /v1/tenants/{tenant_id}/consent", answer=ConsentBody.of)
def grant_consent(request: Request, tenant_id: str) -> Consent:
    """
    Let the reseller act in the tenant for 180 days from now.
    """
    tenant = commands.read(TenantId(tenant_id), request.principal)
    return consents.grant(tenant.id, tenant.held_by, request.act)


@api.route("DELETE /v1/tenants/{tenant_id}/consent", answer=ConsentBody.of)
def revoke_consent(request: Request, tenant_id: str) -> Consent:
    """
    End the reseller's access now.
    """
    tenant = commands.read(TenantId(tenant_id), request.principal)
    return consents.revoke(tenant.id, tenant.held_by, request.act)


handler = api
