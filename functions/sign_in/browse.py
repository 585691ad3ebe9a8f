"""
Signing in with a browser, and the page of one's workspaces.
"""

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from sign_in import pages
from sign_in.browser import check_form, secret_of, signed_in, signed_out, to
from tenantry.consents import commands as consents
from tenantry.credentials import commands
from tenantry.http import Api, Request
from tenantry.http.fields import Email
from tenantry.ids import TenantId
from tenantry.pages import sign_in as views
from tenantry.pages.model import Page
from tenantry.pages.views import FieldError, SignInRequest, Target
from tenantry.tenants import commands as tenants

api = Api()
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_ASK = Target("/sign-in", "")


@api.route("GET /sign-in", refusal=pages.refusal)
def ask(request: Request) -> Page:
    """
    Show the form that asks for a sign-in link.
    """
    around = pages.frame(request.headers, request.query.get("lang"))
    return views.sign_in_request(around, SignInRequest(_ASK))


@api.route("POST /sign-in", refusal=pages.refusal)
def mail_link(request: Request) -> Page:
    """
    Mail a sign-in link, if the address is somebody's; the page does not tell.
    """
    around, given = pages.frame(request.headers), request.form().get("email", "").strip()
    try:
        email = _EMAIL.validate_python(given)
    except ValidationError:
        error = FieldError.EMAIL_NOT_VALID if given else FieldError.EMAIL_MISSING
        return views.sign_in_request(around, SignInRequest(_ASK, given, error))
    commands.request_sign_in_link(email, request.act)
    return views.sign_in_sent(around, email)


@api.route("GET /sign-in/{link_id}/{token}", refusal=pages.refusal)
def show(request: Request, link_id: str, token: str) -> Page:
    """
    Show a button; opening the link consumes nothing.
    """
    commands.find_link(link_id, token, request.now)
    return views.sign_in(pages.frame(request.headers), Target(f"/sign-in/{link_id}", token))


@api.route("POST /sign-in/{link_id}", refusal=pages.refusal)
def enter(request: Request, link_id: str) -> Page:
    """
    Use the link up, and sign the browser in.
    """
    token = request.form().get("token", "")
    issued = commands.sign_in(link_id, token, None, request.secret_entropy, request.act)
    return to("/workspace", signed_in(issued.secret))


@api.route("GET /workspace", refusal=pages.refusal)
def workspaces(request: Request) -> Page:
    """
    Show the signed-in person's workspaces.
    """
    secret = secret_of(request)
    principal = api.principal_of(secret, request.now)
    ended = "ended" in request.query
    return pages.workspaces_of(principal, secret, request.headers, request.now, ended=ended)


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
