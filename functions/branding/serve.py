"""
Brandings of resellers and tenants: read, changed, and shown before anybody sees them.
"""

from branding.schemas import BrandedBody, BrandingPreviewBody, ChangeBranding, PreviewBranding
from tenantry.branding import commands
from tenantry.branding.model import Branded, Owner, Wearer
from tenantry.branding.preview import Preview, preview
from tenantry.http import Api, Request
from tenantry.ids import TenantId

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/branding", answer=BrandedBody.of)
def read_resellers(request: Request, reseller_id: str) -> Branded:
    """
    Read a reseller's branding, with shades of its colours and what cannot be read in them.
    """
    return commands.read(Owner(Wearer.RESELLER, TenantId(reseller_id)), request.principal)


@api.route("PATCH /v1/resellers/{reseller_id}/branding", answer=BrandedBody.of)
def change_resellers(request: Request, reseller_id: str, body: ChangeBranding) -> Branded:
    """
    Change fields of a reseller's branding; what is left out stays.
    """
    owner = Owner(Wearer.RESELLER, TenantId(reseller_id))
    return commands.change(owner, body.changes(), request.act)


@api.route("POST /v1/resellers/{reseller_id}/branding/preview", answer=BrandingPreviewBody.of)
def preview_resellers(request: Request, reseller_id: str, body: PreviewBranding) -> Preview:
    """
    Show pages and a mail as they would look with these fields; nothing is stored.
    """
    owner = Owner(Wearer.RESELLER, TenantId(reseller_id))
    return preview(owner, body.draft(), body.locale, request.principal, now=request.now)


@api.route("GET /v1/tenants/{tenant_id}/branding", answer=BrandedBody.of)
def read_tenants(request: Request, tenant_id: str) -> Branded:
    """
    Read a tenant's branding: its own, and what is seen of it over its reseller's.
    """
    return commands.read(Owner(Wearer.TENANT, TenantId(tenant_id)), request.principal)


@api.route("PATCH /v1/tenants/{tenant_id}/branding", answer=BrandedBody.of)
def change_tenants(request: Request, tenant_id: str, body: ChangeBranding) -> Branded:
    """
    Change fields of a tenant's branding; what is left out stays, what is empty is its reseller's.
    """
    owner = Owner(Wearer.TENANT, TenantId(tenant_id))
    return commands.change(owner, body.changes(), request.act)


@api.route("POST /v1/tenants/{tenant_id}/branding/preview", answer=BrandingPreviewBody.of)
def preview_tenants(request: Request, tenant_id: str, body: PreviewBranding) -> Preview:
    """
    Show pages and a mail as they would look with these fields; nothing is stored.
    """
    owner = Owner(Wearer.TENANT, TenantId(tenant_id))
    return preview(owner, body.draft(), body.locale, request.principal, now=request.now)


handler = api
