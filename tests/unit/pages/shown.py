"""
Every page in every state, with values that tests change where it matters to them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from tenantry.mail.model import Locale, Look
from tenantry.pages import invites, problems, sign_in, workspaces
from tenantry.pages.model import Page
from tenantry.pages.views import (
    FieldError,
    Frame,
    InviteDone,
    InviteOffer,
    InviteProblem,
    ResellerAccess,
    SignInProblem,
    SignInRequest,
    Target,
    Workspace,
    Workspaces,
)
from tenantry.principals import Role

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ENDS_AT = datetime(2026, 12, 5, 14, 30, tzinfo=UTC)
ACCESS_ENDS_AT = datetime(2027, 12, 5, tzinfo=UTC)
TARGET = Target("/invites/accept", "secret-token")
LOOK = Look(
    "Savanna Cloud",
    "#0f766e",
    logo_url="https://savanna.example/logo.png",
    support_email="help@savanna.example",
    terms_url="https://savanna.example/terms",
)


def a_frame(locale: Locale = Locale.EN, look: Look = LOOK) -> Frame:
    """
    What stands around a page, with a choice of every language.
    """
    return Frame(locale, look, {choice: f"?locale={choice}" for choice in Locale})


def an_offer(
    name: str = "Acme Foods", *, entered: str = "", error: FieldError | None = None
) -> InviteOffer:
    """
    An invite whose reseller, tenant and plan all have this name.
    """
    return InviteOffer(
        reseller_name=name,
        tenant_name=name,
        plan_name=name,
        pilot_days=30,
        email="jane@acme.example",
        expires_at=ENDS_AT,
        access_ends_at=ACCESS_ENDS_AT,
        target=TARGET,
        name=entered,
        error=error,
    )


def some_workspaces(name: str = "Acme Foods") -> Workspaces:
    """
    A person with a tenant on a pilot, which a reseller has access to, and with a reseller.
    """
    access = ResellerAccess(name, ACCESS_ENDS_AT, Target("/access/end", "csrf"))
    tenant = Workspace(name, Role.TENANT_OWNER, ENDS_AT, access)
    reseller = Workspace(name, Role.RESELLER_BILLING)
    return Workspaces(name, (tenant, reseller), Target("/sign-out", "csrf"), NOW)


def every_page(frame: Frame, name: str = "Acme Foods") -> dict[str, Page]:
    """
    Each page by a name for it, showing *name* wherever somebody's name goes.
    """
    return dict(_every_page(frame, name))


def _every_page(frame: Frame, name: str) -> Iterator[tuple[str, Page]]:
    yield "invite", invites.invite(frame, an_offer(name))
    for error in (FieldError.NAME_MISSING, FieldError.NAME_TOO_LONG, FieldError.NAME_NOT_READABLE):
        yield error, invites.invite(frame, an_offer(name, entered=name, error=error))
    yield "done", invites.invite_done(frame, InviteDone(name, "jane@acme.example"))
    for problem in InviteProblem:
        yield f"invite {problem}", invites.invite_unusable(frame, problem)
    yield "inactive", invites.reseller_inactive(frame)
    yield "sign in", sign_in.sign_in(frame, TARGET)
    yield "request", sign_in.sign_in_request(frame, SignInRequest(TARGET, name))
    for error in (FieldError.EMAIL_MISSING, FieldError.EMAIL_NOT_VALID):
        yield error, sign_in.sign_in_request(frame, SignInRequest(TARGET, name, error))
    yield "sent", sign_in.sign_in_sent(frame, "jane@acme.example")
    for fault in SignInProblem:
        yield f"link {fault}", sign_in.sign_in_unusable(frame, fault, "/sign-in")
    yield "workspaces", workspaces.workspaces(frame, some_workspaces(name))
    yield "too many", problems.too_many_requests(frame, 45)
    for status in (400, 401, 403, 404, 405, 409, 413, 418, 500, 502, 503):
        yield f"error {status}", problems.error(frame, status, name)
