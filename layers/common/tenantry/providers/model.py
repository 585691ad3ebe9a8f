"""
What we ask a payment provider for, and what its answers and events say.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

from tenantry.errors import RuleBroken, Unavailable
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.payments.model import Dispute, Payment, Refund, RefundStatus


@dataclass(frozen=True, slots=True)
class Order:
    """
    What is to be paid.

    Args:
        id: Ours; the provider's idempotency key follows from it, and its events carry it back.
    """

    id: str
    reseller_id: TenantId
    quantity: int
    unit_price: Money


@dataclass(frozen=True, slots=True)
class Checkout:
    """
    The provider's page on which an order is paid.
    """

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckoutPaid:
    """
    A checkout was paid, at once or after a while.
    """

    reseller_id: TenantId
    purchase_id: str
    payment: Payment


@dataclass(frozen=True, slots=True)
class CheckoutEnded:
    """
    A checkout is complete without payment so far, has failed, or has expired.
    """

    reseller_id: TenantId
    purchase_id: str
    how: Literal["complete", "failed", "expired"]


@dataclass(frozen=True, slots=True)
class PaymentRefunded:
    """
    Something is known of a refund.
    """

    payment_reference: str
    refund: Refund


@dataclass(frozen=True, slots=True)
class PaymentDisputed:
    """
    Something is known of a dispute.
    """

    payment_reference: str
    dispute: Dispute


type Fact = CheckoutPaid | CheckoutEnded | PaymentRefunded | PaymentDisputed


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """
    An event of the provider's that says something to us.

    Args:
        id: The provider's own; however often it is delivered, it takes effect once.
        type: The provider's word, for the audit log.
    """

    id: str
    type: str
    fact: Fact


class ProviderRefused(RuleBroken):
    """
    The provider says no, and would say so again.
    """

    code = "provider.refused"


class ProviderUnavailable(Unavailable):
    """
    The provider did not answer, or not clearly; asking again with the same id does nothing twice.
    """

    code = "provider.unavailable"


class PaymentProvider(Protocol):
    """
    What the product needs of a provider.
    """

    @property
    def minor_max(self) -> int:
        """
        The largest amount, in minor units, that it takes at once.
        """

    def open_checkout(self, order: Order) -> Checkout:
        """
        Open the page for an order; asked again within a day, the same page.
        """

    def refund(self, refund_id: str, payment_reference: str, amount: Money) -> RefundStatus:
        """
        Pay back a part of a payment; asked again within a day with the same id, the same refund.
        """

    def find_refund(self, refund_id: str, payment_reference: str) -> RefundStatus | None:
        """
        What became of a refund of ours; None when the provider has none.
        """
