"""
From invites and refusals to the pages that prospects see.
"""

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from tenantry.delivery.looks import PLATFORM_LOOK, look_of
from tenantry.errors import Forbidden, LimitExceeded, TenantryError
from tenantry.hosts.model import Site
from tenantry.http import problem
from tenantry.http.fields import NAME_MAX, Name
from tenantry.invites.acceptance import Shown
from tenantry.invites.model import Invite, InviteExpired, InviteNotFound, InviteRevoked
from tenantry.invites.rules import access_ends_at
from tenantry.mail.model import Locale
from tenantry.pages import invites as pages
from tenantry.pages import problems
from tenantry.pages.locales import choose_locale
from tenantry.pages.model import Page
from tenantry.pages.views import (
    FieldError,
    Frame,
    InviteDone,
    InviteOffer,
    InviteProblem,
    Target,
)
from tenantry.subscriptions.model import PILOT

_PROBLEMS: dict[type[TenantryError], InviteProblem] = {
    InviteNotFound: InviteProblem.UNKNOWN,
    InviteExpired: InviteProblem.EXPIRED,
    InviteRevoked: InviteProblem.REVOKED,
}
_NAME: TypeAdapter[str] = TypeAdapter(Name)


def name_error(name: str) -> FieldError | None:
    """
    What is wrong with the name that a person entered, if anything is.
    """
    try:
        _NAME.validate_python(name)
    except ValidationError:
        if not name.strip():
            return FieldError.NAME_MISSING
        if len(name.strip()) > NAME_MAX:
            return FieldError.NAME_TOO_LONG
        return FieldError.NAME_NOT_READABLE
    return None


def locale_of(invite: Invite, chosen: str | None) -> Locale:
    """
    The language that the person chose on the page, else the one that they were invited in.
    """
    return choose_locale(chosen, None, invite.offer.locale)


def frame(shown: Shown, locale: Locale, path: str = "") -> Frame:
    """
    The reseller's brand around the page, and the page in the other languages.
    """
    invite = shown.invite
    look = look_of(shown.seller.reseller, invite.offer.branding)
    languages = {other: f"{path}?lang={other.value}" for other in Locale} if path else {}
    return Frame(locale, look, languages)


def offer(
    shown: Shown,
    plan_name: str | None,
    target: Target,
    around: Frame,
    *,
    name: str = "",
    error: FieldError | None = None,
) -> Page:
    """
    The invite with the form that accepts it.
    """
    invite = shown.invite
    return pages.invite(
        around,
        InviteOffer(
            reseller_name=shown.seller.reseller.display_name,
            tenant_name=invite.offer.tenant_name,
            plan_name=plan_name or invite.offer.plan_code,
            pilot_days=PILOT.days,
            email=invite.offer.email,
            expires_at=invite.expires_at,
            access_ends_at=access_ends_at(invite),
            target=target,
            name=name,
            error=error,
        ),
    )


def accepted(shown: Shown, around: Frame) -> Page:
    """
    The answer to everybody who accepts with this link, the first time and any other.
    """
    offer_ = shown.invite.offer
    return pages.invite_done(around, InviteDone(offer_.tenant_name, offer_.email))


def check_site(site: Site | None, reseller_id: str) -> None:
    """
    Refuse to show one partner's invite at another one's site; it is good everywhere else.

    Raises:
        InviteNotFound: The site is another partner's.
    """
    if site is not None and site.reseller_id != reseller_id:
        message = "there is no such invite"
        raise InviteNotFound(message)


def refusal(error: TenantryError, headers: Mapping[str, str], site: Site | None) -> Page:
    """
    Why the link does not work, or what else went wrong.
    """
    look = PLATFORM_LOOK if site is None else site.look
    around = Frame(choose_locale(None, headers.get("accept-language")), look)
    if isinstance(error, LimitExceeded):
        return problems.too_many_requests(around, error.retry_after)
    if isinstance(error, Forbidden):
        return pages.reseller_inactive(around)
    for kind, reason in _PROBLEMS.items():
        if isinstance(error, kind):
            return pages.invite_unusable(around, reason)
    return problems.error(around, problem.status_of(error).value)
