"""
To whom a mail goes, and what it is made of.
"""

from hashlib import sha256

from tenantry import settings
from tenantry.delivery.looks import Worn
from tenantry.delivery.sender import Letter
from tenantry.ids import TenantId
from tenantry.invites.model import Invite
from tenantry.mail.assets import anywhere
from tenantry.mail.model import Locale, MailKind
from tenantry.mail.render import render
from tenantry.mail.values import MailValues
from tenantry.principals import Role
from tenantry.users import store as users
from tenantry.users.model import User


def to_user(kind: MailKind, user: User, values: MailValues, worn: Worn) -> Letter:
    """
    A mail to a user, in the language that they chose.
    """
    return letter_to(kind, values, worn, to=user.email, locale=user.locale)


def letter_to(
    kind: MailKind,
    values: MailValues,
    worn: Worn,
    *,
    to: str,
    locale: Locale,
    invite: Invite | None = None,
) -> Letter:
    """
    A mail to an address; its name is the same for each try, so that it is sent once.

    Args:
        invite: Whose link it carries: what becomes of the mail is shown there.
    """
    return Letter(
        kind=kind,
        address_hash=sha256(to.encode()).hexdigest()[:16],
        to=to,
        sender_name=worn.look.name,
        reply_to=worn.look.support_email,
        mail=render(kind, locale, values, anywhere(worn.look, worn.url(""))),
        reseller_id=worn.reseller_id,
        invite=None if invite is None else (invite.id, invite.generation),
    )


def url(path: str) -> str:
    """
    The whole address of a path of ours.
    """
    return settings.base_url() + path


def owners_of(tenant_id: TenantId) -> list[User]:
    """
    The people who own a tenant.
    """
    owners = [
        users.get_user(member.user_id)
        for _, member in users.members_of(tenant_id)
        if member.role is Role.TENANT_OWNER
    ]
    return [owner for owner in owners if owner is not None]
