"""
What a payment provider's events say, in our own words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from tenantry.ids import TenantId
from tenantry.payments.model import Dispute, Payment, Refund


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


@dataclass(frozen=True, slots=True)
class ChargePaid:
    """
    Money came for a tenant.

    Args:
        occurred_at: When it was paid, by the provider's clock, in UTC.
        charge_id: Ours, where the provider carries it back.
        request_id: The provider's id of what we asked for, where it carries nothing of ours back.
        payer_reference: What the payer typed, where nobody asked for the money (an M-Pesa paybill).
    """

    payment: Payment
    occurred_at: datetime
    charge_id: str | None = None
    request_id: str | None = None
    payer_reference: str | None = None


@dataclass(frozen=True, slots=True)
class ChargeEnded:
    """
    A charge has failed or its page has expired; it may be paid late all the same.
    """

    charge_id: str
    how: Literal["failed", "expired"]


type Fact = (
    CheckoutPaid | CheckoutEnded | ChargePaid | ChargeEnded | PaymentRefunded | PaymentDisputed
)


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """
    An event of the provider's that says something to us.

    Args:
        provider: Its name, as in the registry.
        id: The provider's own, or built from what names the event where it sends none; however
            often it is delivered, it takes effect once.
        type: The provider's word, for the audit log.
        is_live: Whether real money moves; test and live never mix (R-BIL-7). None where the event
            itself does not say: then the mode of our account counts (`registry.read`).
        kept: What of the raw event is kept for audit: nothing that names a person.
    """

    provider: str
    id: str
    type: str
    fact: Fact
    is_live: bool | None
    kept: Mapping[str, Any] = field(default_factory=dict)
