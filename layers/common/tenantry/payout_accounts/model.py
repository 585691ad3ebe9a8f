"""
A payout account, without the destination itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tenantry.commissions.model import Method
from tenantry.errors import NotFound, RuleBroken
from tenantry.ids import TenantId, UserId

PAUSED_FOR = timedelta(days=7)
"""How long nothing is paid out after an account was changed, so that its owner can object."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """
    What an owner asks for.

    Args:
        currency: What the money is to arrive in.
        destination: The fields of the method: an account's number and holder, or a phone's number.
        contact_email: Who is told when the account is changed.
    """

    method: Method
    currency: str
    destination: Mapping[str, str]
    contact_email: str


@dataclass(frozen=True, slots=True)
class PayoutAccount:
    """
    A partner's account as it can be shown; its destination is only ever stored encrypted.

    Args:
        shown: The destination's fields, masked.
        fingerprint: HMAC of method and destination, in hexadecimal: where the money goes.
        identity: HMAC of the account's or phone's number alone: the same account of two partners
            has the same one, by whatever method and name (R-COM-8).
        paused_until: Until then nothing is paid to it; None for the first account of a partner.
        version: Grows by one with every change; a write names the version that it read.
    """

    reseller_id: TenantId
    method: Method
    currency: str
    shown: Mapping[str, str]
    contact_email: str
    fingerprint: str
    identity: str
    set_at: datetime
    set_by: UserId
    paused_until: datetime | None = None
    version: int = 1

    def is_paused(self, now: datetime) -> bool:
        """
        Whether nothing may be paid to it yet; at the instant itself it may.
        """
        return self.paused_until is not None and now < self.paused_until


@dataclass(frozen=True, slots=True)
class FormerAccount:
    """
    What an account was before a change: whom to tell, and what it looked like.
    """

    reseller_id: TenantId
    version: int
    method: Method
    shown: Mapping[str, str]
    contact_email: str


class PayoutAccountNotFound(NotFound):
    """
    The partner has set no payout account.
    """

    code = "payout_account.not_found"


class PayoutAccountPaused(RuleBroken):
    """
    The account was changed less than 7 days ago; `paused_until` says when it may be paid to.
    """

    code = "payout_account.paused"


class PayoutAccountDiffers(RuleBroken):
    """
    The partner has another payout account by now than the one that is being paid to.
    """

    code = "payout_account.differs"


class MethodNotAgreed(RuleBroken):
    """
    The partner's agreement says another method of payout; `agreed` names it.
    """

    code = "payout_account.method_not_agreed"
