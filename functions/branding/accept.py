"""
Pictures that were sent: looked at, made anew, and shown from then on.
"""

from branding.schemas import BrandedBody
from tenantry.branding import acceptance
from tenantry.branding.model import Branded, Owner, Wearer
from tenantry.http import Api, Request
from tenantry.ids import TenantId

api = Api()


@api.route(
    "POST /v1/resellers/{reseller_id}/branding/uploads/{upload_id}/accept", answer=BrandedBody.of
)
def accept_resellers_picture(request: Request, reseller_id: str, upload_id: str) -> Branded:
    """
    Show the picture that was sent, in a reseller's branding; what is no good picture is refused.
    """
    owner = Owner(Wearer.RESELLER, TenantId(reseller_id))
    return acceptance.accept(owner, upload_id, request.act)


@api.route(
    "POST /v1/tenants/{tenant_id}/branding/uploads/{upload_id}/accept", answer=BrandedBody.of
)
def accept_tenants_picture(request: Request, tenant_id: str, upload_id: str) -> Branded:
    """
    Show the picture that was sent, in a tenant's branding; what is no good picture is refused.
    """
    return acceptance.accept(Owner(Wearer.TENANT, TenantId(tenant_id)), upload_id, request.act)


handler = api
