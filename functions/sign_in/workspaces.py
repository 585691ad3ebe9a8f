"""
The page of one's workspaces, for a browser that is signed in.
"""

from dataclasses import replace

from sign_in import pages
from sign_in.browser import check_form, secret_of, signed_out, to
from tenantry.consents import commands as consents
from tenantry.credentials import commands
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.pages.model import Page
from tenantry.tenants import commands as tenants

api = Api()


@api.route("GET /workspace", refusal=pages.refusal)
def workspaces(request: Request) -> Page:
    """
    Show the signed-in person's workspaces.
    """
    secret = secret_of(request)
    principal = api.principal_of(secret, request.now)
    ended = "ended" in request.query
    return pages.workspaces_of(principal, secret, request, ended=ended)


@api.route("POST /workspace/{tenant_id}/consent", refusal=pages.refusal)
def end_access(request: Request, tenant_id: str) -> Page:
    """
    End the reseller's access into a tenant that the person owns.
    """
    principal = api.principal_of(secret_of(request), request.now)
    check_form(request)
    act = replace(request.act, principal=pages.as_owner(principal, TenantId(tenant_id)))
    tenant = tenants.read(TenantId(tenant_id), act.principal)
    consents.revoke(tenant.id, tenant.held_by, act)
    return to("/workspace?ended")


@api.route("POST /sign-out", refusal=pages.refusal)
def leave(request: Request) -> Page:
    """
    Sign the browser out, and end its session.
    """
    secret = secret_of(request)
    principal = api.principal_of(secret, request.now)
    check_form(request)
    commands.sign_out(secret, replace(request.act, principal=principal))
    return to("/sign-in", signed_out())


handler = api
