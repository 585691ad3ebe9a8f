"""
What we ask a payment provider for, and what its answers say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tenantry.errors import RuleBroken, Unavailable
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.payments.model import RefundStatus
from tenantry.providers.facts import ProviderEvent


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
class Payer:
    """
    How a provider reaches whoever pays; asked for at each request, and not stored by us.

    Args:
        phone: With the country's code, digits alone: `254712345678`.
    """

    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class ChargeOrder:
    """
    What a tenant is to pay.

    Args:
        id: Ours; the provider's idempotency key or reference follows from it.
        description: What the payer reads.
        billing_reference: The charge's own short one, which a payer can also type.
    """

    id: str
    tenant_id: TenantId
    amount: Money
    description: str
    billing_reference: str
    payer: Payer


@dataclass(frozen=True, slots=True)
class Requested:
    """
    What came of asking for money.

    Args:
        request_id: The provider's id of the page or the prompt.
        url: The page on which to pay; None where the payer was prompted on a phone.
    """

    request_id: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """
    A charge as the provider may know it, to ask what became of it.

    Args:
        billing_reference: The charge's own short one, by which M-Pesa's list of payments knows it.
    """

    charge_id: str
    request_id: str | None
    amount: Money
    asked_at: datetime
    billing_reference: str | None = None


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """
    What is to go back of a payment.

    Args:
        id: Ours; the provider's idempotency key or reference follows from it.
        amount: With tax.
        is_whole: Whether it is all that was paid.
    """

    id: str
    payment_reference: str
    amount: Money
    is_whole: bool


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


class NotOffered(RuleBroken):
    """
    The provider has no such thing, or not in this currency.
    """

    code = "provider.not_offered"


class NotConfirmed(RuleBroken):
    """
    Nothing signed the event, and the provider, asked, knows nothing of it.
    """

    code = "provider_event.not_confirmed"


class PaymentProvider(Protocol):
    """
    What the product asks of a provider for its tenants' payments.

    Every call is bounded in time and tries. One whose outcome is not clear raises
    `ProviderUnavailable`; asking again, with the same id, never moves money twice.
    """

    name: str
    currencies: frozenset[str]
    """What it can charge in."""
    prompts: bool
    """Whether it asks on the payer's phone, and not on a page."""

    def largest(self, currency: str) -> int:
        """
        The largest amount, in minor units, that it takes at once.
        """

    def request(self, order: ChargeOrder) -> Requested:
        """
        Open the page for a charge, or prompt the payer.

        Raises:
            Invalid: The payer's e-mail address or phone number is needed, and is not there.
            ProviderRefused: It says no.
            ProviderUnavailable: It did not answer, or not clearly.
        """

    def find(self, asked: Asked, now: datetime) -> ProviderEvent | None:
        """
        What became of a charge: paid, ended, or None while nothing has.

        Raises:
            ProviderUnavailable: It did not answer, or not clearly.
        """

    def confirm(self, event: ProviderEvent, now: datetime) -> ProviderEvent:
        """
        The same event in the provider's own words, for one that nothing signed.

        Raises:
            NotConfirmed: The provider knows nothing of it.
            ProviderUnavailable: It did not answer, or the payment is still under way.
        """

    def refund(self, order: RefundOrder) -> RefundStatus:
        """
        Pay back a part of a payment.

        Raises:
            NotOffered: It is done at the provider, by hand.
            ProviderRefused, ProviderUnavailable: As for `request`.
        """

    def find_refund(self, order: RefundOrder) -> RefundStatus | None:
        """
        What became of a refund of ours; None when the provider has none.
        """

    def list_since(self, since: datetime, until: datetime) -> Iterator[ProviderEvent]:
        """
        All that happened in `[since, until)`, with the ids that its webhooks have (R-BIL-6).
        """


class LicenseCheckout(Protocol):
    """
    What the sale of licences asks of a provider.
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
