"""
A purchase of licences, and the facts from which its state follows in any order (design section 2).
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tenantry.errors import ChangedMeanwhile, NotFound, RuleBroken
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.payments.model import Dispute, Payment, Refund


class Status(StrEnum):
    """
    Where a purchase stands.
    """

    OPEN = "open"
    PROCESSING = "processing"
    """The checkout is complete, and a delayed payment method has not paid yet."""
    EXPIRED = "expired"
    FAILED = "failed"
    HELD = "held"
    """Paid with another amount or currency than was asked for: an operator decides."""
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Facts:
    """
    Everything that is known of a purchase's money, whatever came first.

    Args:
        is_complete: The buyer finished the checkout, paid or not.
        accepted: How many licences an operator gave for a payment that differs.
    """

    payment: Payment | None = None
    is_complete: bool = False
    has_failed: bool = False
    has_expired: bool = False
    accepted: int | None = None
    refunds: dict[str, Refund] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Purchase:
    """
    A pack that a reseller buys.

    Args:
        prices_from: When it was quoted: the prices of that moment hold for what is left of it, too.
        asked_at: When the provider was last asked for something, be it a checkout or a refund.
        checkout_id: The provider's session; None until the provider has answered.
    """

    id: str
    reseller_id: TenantId
    quote_id: str
    quantity: int
    unit_price: Money
    total: Money
    prices_from: datetime
    created_at: datetime
    asked_at: datetime
    facts: Facts = Facts()
    checkout_id: str | None = None
    checkout_url: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What follows from a purchase's facts.

    Args:
        entitled: How many licences it gives the pool.
        disputed: How many of those are under an open dispute.
        refunded: Money that went back or is on its way, with tax, in minor units.
        unassigned: Refunds that wait for an operator to name their quantity.
    """

    status: Status
    entitled: int
    disputed: int
    refunded: int
    unassigned: tuple[str, ...] = ()

    @property
    def waits_for_operator(self) -> bool:
        """
        Whether somebody has to say how many licences a payment or a refund is for.
        """
        return self.status is Status.HELD or bool(self.unassigned)


class PurchaseNotFound(NotFound):
    """
    The reseller has no such purchase.
    """

    code = "license_purchase.not_found"


class PurchaseChanged(ChangedMeanwhile):
    """
    The purchase was changed between our read and our write.
    """

    code = "license_purchase.changed_meanwhile"


class NotPaid(RuleBroken):
    """
    Only a pack that was paid for can be returned.
    """

    code = "license_purchase.not_paid"


class PaidOtherwise(RuleBroken):
    """
    The pack was paid in a currency that the prices are not in, so what stays has no price.
    """

    code = "license_purchase.paid_otherwise"


class NothingToRefund(RuleBroken):
    """
    What would stay costs, at its own tier, as much as was paid, or more.
    """

    code = "license_purchase.nothing_to_refund"


class TooManyReturned(RuleBroken):
    """
    The purchase has fewer licences left.
    """

    code = "license_purchase.too_many_returned"


class RefundNotFound(NotFound):
    """
    The purchase has no refund with this id.
    """

    code = "license_purchase.refund_not_found"


class NotHeld(RuleBroken):
    """
    The payment is as it was asked for, or was decided on before.
    """

    code = "license_purchase.not_held"


class TooExpensive(RuleBroken):
    """
    The pack costs more than the payment provider takes at once; buy it in parts.
    """

    code = "license_purchase.too_expensive"
