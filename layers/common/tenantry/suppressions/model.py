"""
An address that is not mailed: why, since when, and whose mail it was.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tenantry.errors import Forbidden, NotFound, RuleBroken
from tenantry.ids import TenantId

RESELLERS_MAX = 25
"""How many resellers a suppression is listed for; it holds for the mail of all, listed or not."""

LIFTS_MAX = 2
"""How often resellers may lift the suppression of one address, all of them together."""


class Cause(StrEnum):
    """
    Why an address is not mailed.
    """

    BOUNCE = "bounce"
    """Its mail server says that there is no such mailbox, for good."""
    COMPLAINT = "complaint"
    """Whoever reads its mail called ours spam; only operators lift that."""


class Status(StrEnum):
    """
    Whether it holds.
    """

    SUPPRESSED = "suppressed"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Suppression:
    """
    What is known of an address that was suppressed at some time. The address itself is not kept.

    Args:
        id: Follows from the address and the server key: who has the id alone learns nothing.
        masked: What people recognise the address by, `k***@shop.example`.
        heard_at: When what it is suppressed for happened, the newest first.
        resellers: Whose mail it was, or was withheld; at most `RESELLERS_MAX`.
        lifted_at: When it was lifted last; None while it never was.
        lifted_cause: What it was suppressed for then.
        lifts: How often resellers have lifted it; operators may as often as they like.
        version: Grows by one with every change; a write names the version that it read.
    """

    id: str
    masked: str
    cause: Cause
    status: Status
    heard_at: datetime
    resellers: tuple[TenantId, ...] = ()
    lifted_at: datetime | None = None
    lifted_cause: Cause | None = None
    lifts: int = 0
    version: int = 1

    @property
    def holds(self) -> bool:
        """
        Whether nothing is sent to the address.
        """
        return self.status is Status.SUPPRESSED


class SuppressionNotFound(NotFound):
    """
    No such address is suppressed, or not for mail of this reseller.
    """

    code = "suppression.not_found"


class LiftedByOperatorsOnly(Forbidden):
    """
    Somebody complained about mail to this address: an operator decides whether it is mailed again.
    """

    code = "suppression.operators_only"


class LiftedTooOften(RuleBroken):
    """
    The address came back again and again after it was lifted: an operator decides.
    """

    code = "suppression.lifted_too_often"
