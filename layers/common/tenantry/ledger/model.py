"""
A payment of a tenant, and a refund of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tenantry.errors import Conflict, Forbidden, NotFound, RuleBroken
from tenantry.ids import TenantId, UserId
from tenantry.money import Money
from tenantry.payments.model import Dispute, DisputeStatus, Refund, RefundStatus
from tenantry.subscriptions.model import Terms

MANUAL = "manual"
"""In place of a provider's name: the reseller was paid, and says so."""


class CollectedBy(StrEnum):
    """
    Who has the money: only what the platform collected earns commission (design section 5).
    """

    PLATFORM = "platform"
    RESELLER = "reseller"


@dataclass(frozen=True, slots=True)
class InUsd:
    """
    What a payment is worth in US dollars, computed once at the rates of its own day (R-FX-1).

    Args:
        minor: In cents, of the net amount.
        rates_of: The day whose rates were taken: the payment's own, in UTC.
    """

    minor: int
    rates_of: date


@dataclass(frozen=True, slots=True)
class TenantPayment:
    """
    Money that was paid for a tenant.

    Args:
        id: Follows from provider and reference: the same payment is the same fact.
        reseller_id: The reseller that held the tenant when it was recorded.
        net: Without tax.
        covers_from, covers_until: What it pays for, `[from, until)`.
        recorded_by: The person who said so; the system when a provider did.
        left_minor: Of the net amount, what has not gone back.
        in_usd: None until it was reconciled.
        cover_months: How many months it pays for wherever they fall; 0 for exactly its period.
        begins: Whether it was paid to begin a subscription, whose first period it then pays.
        terms: What was paid for, at which list price and wholesale price; None of one by hand.
        refunds, disputes: All that is known of what went back, as far as each has come.
        version: Grows by one with what becomes known; a write names the version that it read.
        confirmed_at, confirmed_by, confirmed_why: That an operator found that the platform has the
            money, though its reseller recorded it; None where nobody did.
    """

    id: str
    tenant_id: TenantId
    reseller_id: TenantId
    provider: str
    reference: str
    net: Money
    tax_minor: int
    covers_from: datetime
    covers_until: datetime
    collected_by: CollectedBy
    occurred_at: datetime
    recorded_at: datetime
    recorded_by: UserId
    left_minor: int
    in_usd: InUsd | None = None
    cover_months: int = 0
    begins: bool = False
    terms: Terms | None = None
    refunds: Mapping[str, Refund] = field(default_factory=dict)
    disputes: Mapping[str, Dispute] = field(default_factory=dict)
    version: int = 1
    confirmed_at: datetime | None = None
    confirmed_by: UserId | None = None
    confirmed_why: str | None = None

    @property
    def asked_minor(self) -> int:
        """
        What refunds and disputes are counted in: with tax, or as the reseller's books have it.
        """
        return self.net.minor + (0 if self.provider == MANUAL else self.tax_minor)


@dataclass(frozen=True, slots=True)
class TenantRefund:
    """
    What became known of a part that went back: a fact for each status that it came to.

    Args:
        amount: With tax; of a payment by hand, without.
        occurred_at: When it was told.
    """

    id: str
    tenant_id: TenantId
    payment_id: str
    reference: str
    amount: Money
    occurred_at: datetime
    recorded_at: datetime
    status: RefundStatus = RefundStatus.SUCCEEDED


@dataclass(frozen=True, slots=True)
class TenantDispute:
    """
    What became known of a dispute: a fact for each status that it came to.

    Args:
        amount: With tax.
    """

    id: str
    tenant_id: TenantId
    payment_id: str
    amount: Money
    occurred_at: datetime
    recorded_at: datetime
    status: DisputeStatus


@dataclass(frozen=True, slots=True)
class NewPayment:
    """
    What a reseller says that it was paid.
    """

    reference: str
    net: Money
    tax_minor: int
    covers_from: datetime
    covers_until: datetime
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Total:
    """
    The payments of a day by one provider in one currency.

    Args:
        usd_minor: Of those that are reconciled.
        missing: How many are not.
    """

    count: int = 0
    net_minor: int = 0
    usd_minor: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class DayTotals:
    """
    A day's payments, by provider and currency.
    """

    day: date
    totals: Mapping[tuple[str, str], Total] = field(default_factory=dict)


class PaymentExists(Conflict):
    """
    The tenant has a payment with this reference.
    """

    code = "payment.exists"


class OperatorsOnly(Forbidden):
    """
    The platform has the money: only its operators pay it back.
    """

    code = "refund.operators_only"


class PaymentNotFound(NotFound):
    """
    The tenant has no such payment.
    """

    code = "payment.not_found"


class NothingToConfirm(RuleBroken):
    """
    The platform collected the payment itself.
    """

    code = "payment.nothing_to_confirm"


class RefundExists(Conflict):
    """
    The payment has a refund with this reference.
    """

    code = "refund.exists"


class RefundedTooMuch(RuleBroken):
    """
    More would go back than is left of the payment; `left_minor` says how much is.
    """

    code = "refund.too_much"
