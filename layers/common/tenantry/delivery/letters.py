"""
To whom a mail goes, and what it is made of.
"""

from hashlib import sha256

from tenantry import settings
from tenantry.delivery.sender import Letter
from tenantry.ids import TenantId
from tenantry.mail.model import Locale, Look, MailKind
from tenantry.mail.render import render
from tenantry.mail.values import MailValues
from tenantry.principals import Role
from tenantry.users import store as users
from tenantry.users.model import User


def to_user(kind: MailKind, user: User, values: MailValues, look: Look) -> Letter:
    """
    A mail to a user, in the language that they chose.
    """
    return letter_to(kind, values, look, to=user.email, locale=user.locale)


def letter_to(kind: MailKind, values: MailValues, look: Look, *, to: str, locale: Locale) -> Letter:
    """
    A mail to an address; its name is the same for each try, so that it is sent once.
    """
    return Letter(
        name=f"{kind.value}#{sha256(to.encode()).hexdigest()[:16]}",
        to=to,
        sender_name=look.name,
        reply_to=look.support_email,
        mail=render(kind, locale, values, look),
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
