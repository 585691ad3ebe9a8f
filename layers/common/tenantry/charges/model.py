"""
A charge: what a tenant is asked to pay through a provider.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tenantry.errors import ChangedMeanwhile, NotFound, RuleBroken
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.ledger.model import CollectedBy
from tenantry.money import Money
from tenantry.subscriptions.model import Terms


class Purpose(StrEnum):
    """
    What is bought.
    """

    PERIOD = "period"
    """The next period of a running subscription that nobody has paid."""
    UPGRADE = "upgrade"
    """A pilot becomes a subscription, and its first period is paid."""


class Status(StrEnum):
    """
    Where a charge stands. Each can still become paid: money may come late.
    """

    ASKED = "asked"
    """The provider was asked, or is about to be; its answer is not known."""
    OPEN = "open"
    """The payer has a page, or was prompted."""
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


WAITING = frozenset({Status.ASKED, Status.OPEN})
"""What the sweep asks about."""


@dataclass(frozen=True, slots=True)
class Charge:
    """
    What a tenant is asked to pay.

    Args:
        id: Follows from the request's Idempotency-Key.
        reference: Short, for people: what a payer types where nobody prompts (an M-Pesa paybill).
        collected_by: Whose account at the provider it is paid to (design section 5).
        amount: Net of tax: a provider that computes tax adds it.
        terms: What an upgrade sells; of a period, what runs.
        covers: The period that it was asked for; None for an upgrade, which begins when it is paid.
        request_id: The provider's own id of the page or the prompt.
        payment_ids: The payments that came for it: one, but for a payer who paid twice.
    """

    id: str
    tenant_id: TenantId
    reseller_id: TenantId
    provider: str
    reference: str
    collected_by: CollectedBy
    purpose: Purpose
    amount: Money
    terms: Terms
    covers: tuple[datetime, datetime] | None
    asked_at: datetime
    status: Status = Status.ASKED
    request_id: str | None = None
    url: str | None = None
    payment_ids: tuple[str, ...] = ()
    version: int = 1

    @property
    def months(self) -> int:
        """
        How many months it pays for.
        """
        return self.terms.interval.months


@dataclass(frozen=True, slots=True)
class Upgrade:
    """
    What a pilot is to become, at its reseller's list price.
    """

    plan_code: str
    interval: Interval
    quantity: int
    currency: str


@dataclass(frozen=True, slots=True)
class NewCharge:
    """
    What somebody wants to be charged.

    Args:
        upgrade: None to pay the next period of what runs.
        email, phone: How the provider reaches the payer; not stored.
        own_account: Whether the money goes to the reseller's own account (R-BIL-5).
    """

    provider: str
    upgrade: Upgrade | None = None
    email: str | None = None
    phone: str | None = None
    own_account: bool = False


class ChargeNotFound(NotFound):
    """
    The tenant has no such charge.
    """

    code = "charge.not_found"


class ChargeChanged(ChangedMeanwhile):
    """
    The charge was changed between our read and our write.
    """

    code = "charge.changed_meanwhile"


class NothingDue(RuleBroken):
    """
    Nothing is to be paid: a pilot, a subscription that has ended, or one without a price.
    """

    code = "charge.nothing_due"


class TooMuch(RuleBroken):
    """
    The provider does not take so much at once; `largest_minor` says how much it does.
    """

    code = "charge.too_much"


class OutcomeUnknown(RuleBroken):
    """
    The payer may have been prompted; prompting again could be paid twice.
    """

    code = "charge.outcome_unknown"


class NoOwnAccount(RuleBroken):
    """
    The reseller has no payment key of this provider.
    """

    code = "charge.no_own_account"
