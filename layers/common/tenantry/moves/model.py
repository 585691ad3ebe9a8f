"""
A transfer: a tenant's owner lets another reseller take the tenant over (R-RES-14).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tenantry.errors import ChangedMeanwhile, Conflict, NotFound, RuleBroken
from tenantry.ids import TenantId, UserId

VALID_FOR = timedelta(days=14)
"""How long a transfer's token can be redeemed."""


class Status(StrEnum):
    """
    What became of a transfer; that it has expired follows from the time.
    """

    OPEN = "open"
    REDEEMED = "redeemed"
    REVOKED = "revoked"
    """By the owner or an operator, or by a move without it."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """
    An owner's agreement to a move; its token is shown once, and only its hash is stored.

    Args:
        reseller_id: Whoever held the tenant when the token was made.
        made_by: The owner, whose consent to the new reseller's access it is too.
        expires_at: The first instant at which it is too late.
        redeemed_by: The reseller that took the tenant over; None while none has.
        ended_at: When it was redeemed or revoked.
    """

    id: str
    tenant_id: TenantId
    reseller_id: TenantId
    token_hash: str
    made_by: UserId
    made_at: datetime
    expires_at: datetime
    status: Status = Status.OPEN
    redeemed_by: TenantId | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IssuedTransfer:
    """
    A transfer that was made just now, with its token.
    """

    transfer: Transfer
    token: str


class TransferNotFound(NotFound):
    """
    No transfer has this token, or none that can be redeemed: which of both is not told.
    """

    code = "transfer.not_found"


class TransferOpen(Conflict):
    """
    The tenant has a transfer whose token is good; `transfer_id` names it.
    """

    code = "transfer.open"


class TransferChanged(ChangedMeanwhile):
    """
    The transfer was redeemed or revoked between our read and our write.
    """

    code = "transfer.changed_meanwhile"


class SameReseller(RuleBroken):
    """
    The reseller holds the tenant already.
    """

    code = "move.same_reseller"


class OwnPlan(RuleBroken):
    """
    The tenant has a plan that its reseller composed, and that no other reseller sells.
    """

    code = "move.own_plan"


class TooSoon(Conflict):
    """
    The tenant came to its reseller at this very instant, or by another clock's later.
    """

    code = "move.too_soon"
