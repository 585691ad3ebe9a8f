"""
What each page shows. Apart from the model, since only functions that answer with pages need it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tenantry.mail.model import Locale, Look
from tenantry.principals import Role


@dataclass(frozen=True, slots=True)
class Frame:
    """
    What stands around every page.

    Args:
        look: The reseller's brand, or the platform's own where no reseller is known.
        languages: The address of the same page in each language; empty where GET does not show it.
    """

    locale: Locale
    look: Look
    languages: Mapping[Locale, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """
    Where a form is sent, with the hidden token that shows it came from our page.

    Args:
        url: A path on this host.
        token: The value of the field `token`.
    """

    url: str
    token: str


class FieldError(StrEnum):
    """
    What is wrong with the one field of a form.
    """

    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    NAME_NOT_READABLE = "name_not_readable"
    EMAIL_MISSING = "email_missing"
    EMAIL_NOT_VALID = "email_not_valid"


@dataclass(frozen=True, slots=True)
class InviteOffer:
    """
    An invite that can be accepted.

    Args:
        email: Where the invite was mailed; shown masked.
        access_ends_at: When the reseller's access ends, unless the tenant's owner ends it before.
        name: What the person entered, when the form comes back with an error.
    """

    reseller_name: str
    tenant_name: str
    plan_name: str
    pilot_days: int
    email: str
    expires_at: datetime
    access_ends_at: datetime
    target: Target
    name: str = ""
    error: FieldError | None = None


@dataclass(frozen=True, slots=True)
class InviteDone:
    """
    An invite that has been accepted, now or before.

    Args:
        email: Where the sign-in link goes; shown masked.
    """

    tenant_name: str
    email: str


class InviteProblem(StrEnum):
    """
    Why an invite cannot be accepted.
    """

    EXPIRED = "expired"
    REVOKED = "revoked"
    USED = "used"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """
    The form that asks for a sign-in link.

    Args:
        email: What the person entered, when the form comes back with an error.
    """

    target: Target
    email: str = ""
    error: FieldError | None = None


class SignInProblem(StrEnum):
    """
    Why a sign-in link does not sign in.
    """

    EXPIRED = "expired"
    USED = "used"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ResellerAccess:
    """
    A reseller's access into a tenant, as its owner sees it.

    Args:
        revoke: Where the owner ends it; None for a member who may not.
    """

    reseller_name: str
    ends_at: datetime
    revoke: Target | None


@dataclass(frozen=True, slots=True)
class Workspace:
    """
    One workspace of the person.

    Args:
        pilot_ends_at: None when it is not on a pilot.
        access: None when no reseller has access.
    """

    name: str
    role: Role
    pilot_ends_at: datetime | None = None
    access: ResellerAccess | None = None


@dataclass(frozen=True, slots=True)
class Workspaces:
    """
    What a signed-in person has.

    Args:
        now: Decides whether a pilot's end is ahead or past; it ends at that very instant.
        access_was_ended: The person has just ended a reseller's access: say so.
    """

    person_name: str
    workspaces: tuple[Workspace, ...]
    sign_out: Target
    now: datetime
    access_was_ended: bool = False
