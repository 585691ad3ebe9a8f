"""
A reseller's tenants.
"""

from collections.abc import Iterator

from tenantry.hosts.following import tenant_changed
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.provisioning import commands as provisioning
from tenantry.resellers import commands as resellers
from tenantry.tenants import commands, store
from tenantry.tenants.model import Tenant
from tenants.schemas import ChangeTenant, CreateTenant, TenantBody, TenantQuery

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/tenants", answer=TenantBody.of, is_list=True)
def tenants(request: Request, reseller_id: str, query: TenantQuery) -> Iterator[tuple[str, Tenant]]:
    """
    List a reseller's tenants by name; a limited support member sees the chosen ones.
    """
    if request.principal.tenant_ids is not None:
        return store.chosen_tenants(request.principal, query.wanted(), *query.span)
    reseller = resellers.get(TenantId(reseller_id))
    return store.tenants_of(reseller.id, query.wanted(), *query.span)


@api.route(
    "POST /v1/resellers/{reseller_id}/tenants", status=201, answer=TenantBody.of, takes_once=True
)
def create(request: Request, reseller_id: str, body: CreateTenant) -> Tenant:
    """
    Create a tenant without an invite; a prepaid reseller uses one licence.
    """
    return provisioning.create(TenantId(reseller_id), request.act, **body.form())


@api.route("GET /v1/tenants/{tenant_id}", answer=TenantBody.of)
def read(request: Request, tenant_id: str) -> Tenant:
    """
    Read a tenant.
    """
    return commands.read(TenantId(tenant_id), request.principal)


@api.route("PATCH /v1/tenants/{tenant_id}", answer=TenantBody.of)
def change(request: Request, tenant_id: str, body: ChangeTenant) -> Tenant:
    """
    Give a tenant another name or look.
    """
    branding = None if body.branding is None else body.branding.model_dump()
    return commands.change(
        TenantId(tenant_id),
        request.act,
        name=body.name,
        branding=branding,
        also=tenant_changed,
    )


@api.route("DELETE /v1/tenants/{tenant_id}", answer=TenantBody.of)
def delete(request: Request, tenant_id: str) -> Tenant:
    """
    Delete a tenant: its licence is free at once, its data is purged after 30 days.
    """
    return commands.delete(TenantId(tenant_id), request.act, also=tenant_changed)


handler = api
