"""
An invitation of a customer by magic link.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tenantry.errors import Conflict, NotFound, RuleBroken
from tenantry.ids import InviteId, TenantId, UserId
from tenantry.mail.model import Locale, MailState

VALID_FOR = timedelta(days=14)
"""How long a link can be accepted (R-INV-3)."""


class Status(StrEnum):
    """
    What was decided about an invite; that it has expired follows from the time.
    """

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Offer:
    """
    What a customer is invited to (R-INV-1).

    Args:
        branding: Colours, logo and links of the new tenant over its reseller's; None for none of
            its own.
    """

    email: str
    tenant_name: str
    plan_code: str
    locale: Locale
    branding: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class InviteDelivery:
    """
    What became of the mail that carries an invite's link.

    Args:
        generation: Of the link.
        reason: Why it came back, as mail servers say it (`Permanent/General 5.1.1`), or empty.
    """

    generation: int
    state: MailState
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Invite:
    """
    An invitation; its link's token is never stored, only the token's hash.

    Args:
        generation: Grows with every resend; only the newest link is good.
        known_user_id: Who the address belonged to when the invite was minted, so that accepting
            needs no search; the write checks it.
        tenant_id: The tenant that accepting created.
        delivery: What became of the newest link's mail, where it was read with the invite; None
            while nothing is known. It is an item of its own, since the mailer writes it.
    """

    id: InviteId
    reseller_id: TenantId
    offer: Offer
    status: Status
    generation: int
    token_hash: str
    minted_by: UserId
    minted_at: datetime
    expires_at: datetime
    known_user_id: UserId | None = None
    tenant_id: TenantId | None = None
    user_id: UserId | None = None
    accepted_at: datetime | None = None
    pilot_ends_at: datetime | None = None
    delivery: InviteDelivery | None = None


class InviteNotFound(NotFound):
    """
    There is no such invite, or the link's token is not its newest one.
    """

    code = "invite.not_found"


class InviteExpired(RuleBroken):
    """
    The link is older than 14 days; the reseller can send a new one.
    """

    code = "invite.expired"


class InviteRevoked(RuleBroken):
    """
    The reseller has taken the invitation back.
    """

    code = "invite.revoked"


class InviteAccepted(RuleBroken):
    """
    The invitation was accepted; it cannot be revoked or sent again.
    """

    code = "invite.accepted"


class InviteChanged(Conflict):
    """
    The invite was changed between our read and our write.
    """

    code = "invite.changed_meanwhile"
