"""
A disbursement, its parts, the attempts to pay them, and what is left over for the next one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tenantry.clock import Month
from tenantry.commissions.model import Method
from tenantry.errors import Forbidden, NotFound, RuleBroken
from tenantry.fx.model import Quote
from tenantry.ids import TenantId, UserId
from tenantry.money import Money


class Status(StrEnum):
    """
    Where a disbursement stands.
    """

    OPEN = "open"
    PAID = "paid"
    GIVEN_UP = "given_up"


class PartState(StrEnum):
    """
    Where a part of it stands.
    """

    WAITING = "waiting"
    """Nobody was asked to pay it yet."""
    UNDER_WAY = "under_way"
    """Somebody was asked, and has not said how it ended; nothing else may pay it."""
    PAID = "paid"
    FAILED = "failed"
    """No attempt has paid it, and none is under way: it may be tried again."""


class AttemptState(StrEnum):
    """
    Where an attempt to pay a part stands.
    """

    BEGUN = "begun"
    """It is written down that the provider is asked; whether it was is not."""
    SENT = "sent"
    """The provider has it, or a person is to pay it."""
    UNCLEAR = "unclear"
    """Nobody knows; the provider is asked until it says."""
    PAID = "paid"
    FAILED = "failed"
    REVERSED = "reversed"
    """It was paid, and all of it came back."""


LIVE = frozenset({AttemptState.BEGUN, AttemptState.SENT, AttemptState.UNCLEAR})
"""Of which nobody knows how they end."""


@dataclass(frozen=True, slots=True)
class Part:
    """
    What goes out in one transfer.

    Args:
        number: From 1.
        amount: In the payout's currency.
        worth: What of the statements it pays, in their currency; the parts' worths are all of it.
        attempts: How many were begun.
        live: The numbers of those whose end nobody knows.
        paid_by: The number of the attempt that has paid it.
        reference: The payment's own.
    """

    number: int
    amount: Money
    worth: Money
    attempts: int = 0
    live: tuple[int, ...] = ()
    paid_by: int | None = None
    reference: str | None = None

    @property
    def state(self) -> PartState:
        """
        What the attempts say of it.
        """
        if self.paid_by is not None:
            return PartState.PAID
        if self.live:
            return PartState.UNDER_WAY
        return PartState.FAILED if self.attempts else PartState.WAITING


@dataclass(frozen=True, slots=True)
class FrozenAccount:
    """
    The payout account as it was when the disbursement was made; nothing changes it.

    Args:
        sealed: The destination as KMS encrypted it.
    """

    method: Method
    shown: Mapping[str, str]
    fingerprint: str
    version: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Disbursement:
    """
    What a partner is paid at once.

    Args:
        months: Of the statements that it has claimed.
        carried: What earlier ones have left over, in the statements' currency; may be negative.
        total: The sum of the statements and of *carried*.
        amount: The sum of the parts, in the payout's currency.
        remainder: What of *total* it does not pay: it stays in the balance.
        fx_day, quotes: The rates that it was converted with; None and empty where it was not.
        approvers: Who has approved what it pays: none of them may pay it (R-COM-6).
        version: Grows by one with every change; a write names the version that it read.
    """

    id: str
    reseller_id: TenantId
    months: tuple[Month, ...]
    carried: Money
    total: Money
    amount: Money
    remainder: Money
    account: FrozenAccount
    approvers: tuple[UserId, ...]
    parts: tuple[Part, ...]
    created_at: datetime
    created_by: UserId
    fx_day: date | None = None
    quotes: tuple[Quote, ...] = ()
    status: Status = Status.OPEN
    ended_at: datetime | None = None
    reason: str | None = None
    version: int = 1

    @property
    def paid(self) -> Money:
        """
        What of the statements was paid, in their currency.
        """
        total = Money(0, self.total.currency)
        for part in self.parts:
            if part.state is PartState.PAID:
                total += part.worth
        return total


@dataclass(frozen=True, slots=True)
class Attempt:
    """
    One try to pay a part: it is written before anybody is asked, and asked for once.

    Args:
        id: The provider's reference or idempotency key follows from it.
        is_surplus: Whether it paid what was paid, or given up, already; the balance says so.
        is_watched: Whether its provider is still asked, though it is known how it ended.
        by_hand: Whether people pay it, and say themselves how it ended.
        told_by: Who has said how it ended, in the place of a provider that did not; None once the
            provider has said otherwise.
    """

    id: str
    reseller_id: TenantId
    disbursement_id: str
    part: int
    number: int
    amount: Money
    state: AttemptState
    begun_at: datetime
    begun_by: UserId
    ended_at: datetime | None = None
    reference: str | None = None
    reason: str | None = None
    is_surplus: bool = False
    is_watched: bool = False
    by_hand: bool = False
    told_by: UserId | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Carried:
    """
    What a partner is owed besides its open statements: with them, its balance.

    Args:
        amount: What disbursements have left over, and what came back. Below zero while a part of
            open statements is paid, and where more was paid than was owed: the next disbursement
            pays so much less.
        approvers: Who approved what it is a rest of.
        disbursement_id: The one that is open; there is one at a time.
        version: 0 before there was any disbursement.
    """

    reseller_id: TenantId
    amount: Money
    approvers: tuple[UserId, ...] = ()
    disbursement_id: str | None = None
    version: int = 0


class DisbursementNotFound(NotFound):
    """
    The partner has no disbursement with this id.
    """

    code = "disbursement.not_found"


class DisbursementOpen(RuleBroken):
    """
    Another disbursement of the partner has not ended; `disbursement_id` names it.
    """

    code = "disbursement.open"


class DisbursementEnded(RuleBroken):
    """
    The disbursement was paid or given up, and stays so.
    """

    code = "disbursement.ended"


class BelowMinimum(RuleBroken):
    """
    What can be paid is less than the agreed minimum: it is carried; `payable_minor` says how much.
    """

    code = "disbursement.below_minimum"


class FourEyes(Forbidden):
    """
    A second person pays what one has approved, and speaks for a silent provider (R-COM-6).
    """

    code = "disbursement.four_eyes"


class UnderWay(RuleBroken):
    """
    A payment is under way, or nobody knows yet whether it was made: nothing may take its place.
    """

    code = "disbursement.under_way"


class NothingToRetry(RuleBroken):
    """
    No part has failed, or waits for its first attempt.
    """

    code = "disbursement.nothing_to_retry"


class AttemptNotFound(NotFound):
    """
    The disbursement has no attempt with this id.
    """

    code = "disbursement.attempt_not_found"


class PaidByProvider(RuleBroken):
    """
    A provider says itself what it has paid; people do in its place when it is silent for a day.
    """

    code = "disbursement.paid_by_provider"
