"""
How a branding would look before anybody sees it: the real pages and the real mail, of nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tenantry import settings
from tenantry.branding import owners
from tenantry.branding.model import Branded, Owner
from tenantry.branding.rules import branding_of, merged
from tenantry.mail.assets import anywhere
from tenantry.mail.model import Locale, Look, Mail, MailKind
from tenantry.mail.render import render
from tenantry.mail.values import InviteMail
from tenantry.pages import invites, sign_in
from tenantry.pages.views import Frame, InviteOffer, SignInRequest, Target
from tenantry.principals import Principal

_TENANT, _PLAN, _EMAIL = "Example Ltd", "Standard", "you@example.com"
_PILOT_DAYS = 30
_VALID_FOR, _ACCESS_FOR = timedelta(days=14), timedelta(days=180)
_NOWHERE = Target("?preview", "preview")
_LINK = "/invites/preview"


@dataclass(frozen=True, slots=True)
class Preview:
    """
    A draft of a branding, and how it looks.

    Args:
        branded: As if the draft were stored; its version is that of what is.
        sign_in: The page of signing in, as HTML.
        invite: The page of an invite.
        mail: The mail of an invite.
    """

    branded: Branded
    sign_in: str
    invite: str
    mail: Mail


def preview(
    owner: Owner, draft: Mapping[str, str], locale: Locale, principal: Principal, *, now: datetime
) -> Preview:
    """
    Show a branding with some fields changed; nothing is stored.

    The HTML is what people will get, for a frame in a portal: pictures have full addresses, and
    forms lead nowhere.

    Args:
        draft: The fields that would change, as for `commands.change`.

    Raises:
        ResellerNotFound, TenantNotFound: There is no owner that the principal may see.
    """
    found = owners.read(owner, principal)
    fields = merged(found.fields, draft)
    look = anywhere(found.look(fields), settings.base_url())
    branded = Branded(owner, branding_of(fields), found.seen(fields), found.version)
    frame = Frame(locale, look)
    return Preview(
        branded,
        sign_in=sign_in.sign_in_request(frame, SignInRequest(_NOWHERE)).html,
        invite=invites.invite(frame, _offer(look, now)).html,
        mail=_mail(look, locale, now),
    )


def _offer(look: Look, now: datetime) -> InviteOffer:
    return InviteOffer(
        reseller_name=look.name,
        tenant_name=_TENANT,
        plan_name=_PLAN,
        pilot_days=_PILOT_DAYS,
        email=_EMAIL,
        expires_at=now + _VALID_FOR,
        access_ends_at=now + _ACCESS_FOR,
        target=_NOWHERE,
    )


def _mail(look: Look, locale: Locale, now: datetime) -> Mail:
    values = InviteMail(
        reseller_name=look.name,
        tenant_name=_TENANT,
        plan_name=_PLAN,
        pilot_days=_PILOT_DAYS,
        expires_at=now + _VALID_FOR,
        link=settings.base_url() + _LINK,
    )
    return render(MailKind.INVITE, locale, values, look)
