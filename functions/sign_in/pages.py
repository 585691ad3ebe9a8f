"""
From sessions and refusals to the pages of signing in, and of one's workspaces.
"""

from collections.abc import Mapping
from datetime import datetime

from sign_in.browser import csrf_token
from tenantry.consents import store as consents
from tenantry.credentials.model import SignInLinkInvalid
from tenantry.delivery.looks import PLATFORM_LOOK
from tenantry.errors import LimitExceeded, TenantryError, Unauthenticated
from tenantry.hosts.model import Site
from tenantry.http import Request, problem
from tenantry.ids import TenantId
from tenantry.pages import problems, workspaces
from tenantry.pages import sign_in as pages
from tenantry.pages.locales import choose_locale
from tenantry.pages.model import Page
from tenantry.pages.views import (
    Frame,
    ResellerAccess,
    SignInProblem,
    SignInRequest,
    Target,
    Workspace,
    Workspaces,
)
from tenantry.principals import PLATFORM, Principal, Role
from tenantry.resellers import store as resellers
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import Status
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Tenant, TenantNotFound
from tenantry.users import store as users
from tenantry.users.model import Member


def frame(headers: Mapping[str, str], site: Site | None, preferred: str | None = None) -> Frame:
    """
    The look of the site that people came to, or the platform's own, in the person's language.
    """
    locale = choose_locale(preferred, headers.get("accept-language"))
    return Frame(locale, PLATFORM_LOOK if site is None else site.look)


def refusal(error: TenantryError, headers: Mapping[str, str], site: Site | None) -> Page:
    """
    Why signing in did not work; whoever is not signed in is asked to.
    """
    around = frame(headers, site)
    if isinstance(error, LimitExceeded):
        return problems.too_many_requests(around, error.retry_after)
    if isinstance(error, SignInLinkInvalid):
        return pages.sign_in_unusable(around, SignInProblem.EXPIRED, "/sign-in")
    if isinstance(error, Unauthenticated):
        return pages.sign_in_request(around, SignInRequest(Target("/sign-in", "")))
    return problems.error(around, problem.status_of(error).value)


def workspaces_of(principal: Principal, secret: str, request: Request, *, ended: bool) -> Page:
    """
    Every workspace of the signed-in person; at a partner's site, those that have to do with it.
    """
    token = csrf_token(secret)
    user = users.get_user(principal.person_id)
    held = users.memberships_of(principal.person_id)
    shown = [_workspace(member, request.site, token, request.now) for member in held]
    preferred = None if user is None else user.locale.value
    return workspaces.workspaces(
        frame(request.headers, request.site, preferred),
        Workspaces(
            person_name="" if user is None else user.name,
            workspaces=tuple(workspace for workspace in shown if workspace is not None),
            sign_out=Target("/sign-out", token),
            now=request.now,
            access_was_ended=ended,
        ),
    )


def as_owner(principal: Principal, tenant_id: TenantId) -> Principal:
    """
    The person in the role of the owner of another of their workspaces.

    Raises:
        TenantNotFound: They do not own it.
    """
    member = users.get_member(tenant_id, principal.person_id)
    tenant = tenants.get_tenant(tenant_id)
    if tenant is None or member is None or member.role is not Role.TENANT_OWNER:
        message = "there is no such tenant"
        raise TenantNotFound(message)
    return Principal(
        principal.person_id,
        Role.TENANT_OWNER,
        tenant_id,
        tenant.parent_tenant_id,
        credential_id=principal.credential_id,
    )


def _workspace(member: Member, site: Site | None, token: str, now: datetime) -> Workspace | None:
    """
    One workspace as it is shown; None where the site is another partner's.
    """
    if member.workspace_id == PLATFORM:
        return Workspace(PLATFORM_LOOK.name, member.role) if site is None else None
    tenant = tenants.get_tenant(member.workspace_id)
    assert tenant is not None, "a membership names a workspace that exists"
    if site is not None and site.reseller_id not in {tenant.id, tenant.parent_tenant_id}:
        return None
    pilot = subscriptions.get_subscription(member.workspace_id)
    is_pilot = pilot is not None and pilot.status in {Status.PILOT, Status.EXPIRED}
    return Workspace(
        name=tenant.name,
        role=member.role,
        pilot_ends_at=pilot.ends_at if pilot is not None and is_pilot else None,
        access=_access(tenant, member, token, now),
    )


def _access(tenant: Tenant, member: Member, token: str, now: datetime) -> ResellerAccess | None:
    if tenant.parent_tenant_id is None:
        return None
    consent = consents.get_consent(tenant.id, tenant.parent_tenant_id)
    reseller = resellers.get_reseller(tenant.parent_tenant_id)
    if consent is None or reseller is None or consent.ends_at <= now:
        return None
    revoke = Target(f"/workspace/{tenant.id}/consent", token)
    may_revoke = member.role is Role.TENANT_OWNER
    return ResellerAccess(reseller.display_name, consent.ends_at, revoke if may_revoke else None)
