"""
Signing in with a browser.
"""

from pydantic import TypeAdapter, ValidationError

from sign_in import pages
from sign_in.browser import signed_in, to
from tenantry.credentials import commands
from tenantry.http import Api, Request
from tenantry.http.fields import Email
from tenantry.pages import sign_in as views
from tenantry.pages.model import Page
from tenantry.pages.views import FieldError, SignInRequest, Target

api = Api()
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_ASK = Target("/sign-in", "")


@api.route("GET /sign-in", refusal=pages.refusal)
def ask(request: Request) -> Page:
    """
    Show the form that asks for a sign-in link.
    """
    around = pages.frame(request.headers, request.site, request.query.get("lang"))
    return views.sign_in_request(around, SignInRequest(_ASK))


@api.route("POST /sign-in", refusal=pages.refusal)
def mail_link(request: Request) -> Page:
    """
    Mail a sign-in link, if the address is somebody's; the page does not tell.
    """
    around = pages.frame(request.headers, request.site)
    given = request.form().get("email", "").strip()
    try:
        email = _EMAIL.validate_python(given)
    except ValidationError:
        error = FieldError.EMAIL_NOT_VALID if given else FieldError.EMAIL_MISSING
        return views.sign_in_request(around, SignInRequest(_ASK, given, error))
    commands.request_sign_in_link(email, request.act, host=request.asked_at)
    return views.sign_in_sent(around, email)


@api.route("GET /sign-in/{link_id}/{token}", refusal=pages.refusal)
def show(request: Request, link_id: str, token: str) -> Page:
    """
    Show a button; opening the link consumes nothing.
    """
    commands.find_link(link_id, token, request.now)
    around = pages.frame(request.headers, request.site)
    return views.sign_in(around, Target(f"/sign-in/{link_id}", token))


@api.route("POST /sign-in/{link_id}", refusal=pages.refusal)
def enter(request: Request, link_id: str) -> Page:
    """
    Use the link up, and sign the browser in.
    """
    token = request.form().get("token", "")
    issued = commands.sign_in(
        link_id, token, request.act, workspace_id=None, secret_entropy=request.secret_entropy
    )
    return to("/workspace", signed_in(issued.secret))


handler = api
