"""
Pictures that are to be sent: a form for each, which the browser sends to the bucket itself.
"""

from branding.schemas import AskUpload, UploadBody
from tenantry.branding import commands
from tenantry.branding.model import AskedUpload, Owner, Wearer
from tenantry.http import Api, Request
from tenantry.ids import TenantId

api = Api()


@api.route(
    "POST /v1/resellers/{reseller_id}/branding/uploads",
    status=201,
    answer=UploadBody.of,
    takes_once=True,
)
def ask_resellers_picture(request: Request, reseller_id: str, body: AskUpload) -> AskedUpload:
    """
    Ask for a form that takes one picture for a reseller's branding, for ten minutes.
    """
    return _ask(request, Owner(Wearer.RESELLER, TenantId(reseller_id)), body)


@api.route(
    "POST /v1/tenants/{tenant_id}/branding/uploads",
    status=201,
    answer=UploadBody.of,
    takes_once=True,
)
def ask_tenants_picture(request: Request, tenant_id: str, body: AskUpload) -> AskedUpload:
    """
    Ask for a form that takes one picture for a tenant's branding, for ten minutes.
    """
    return _ask(request, Owner(Wearer.TENANT, TenantId(tenant_id)), body)


def _ask(request: Request, owner: Owner, body: AskUpload) -> AskedUpload:
    return commands.ask_upload(owner, body.use, body.content_type, request.act, size=body.size)


handler = api
