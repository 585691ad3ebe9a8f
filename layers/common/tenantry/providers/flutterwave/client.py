"""
Flutterwave's page for what tenants pay, and what goes back of it, in the account's own version.
"""

from collections.abc import Iterator
from datetime import datetime

from tenantry.errors import invalid_field
from tenantry.payments.model import RefundStatus
from tenantry.providers.facts import ProviderEvent
from tenantry.providers.flutterwave.amounts import CURRENCIES, MINOR_MAX
from tenantry.providers.flutterwave.events import NAME
from tenantry.providers.flutterwave.version3 import Version3
from tenantry.providers.flutterwave.version4 import Version4
from tenantry.providers.model import Asked, ChargeOrder, NotOffered, RefundOrder, Requested
from tenantry.providers.secrets import NotConfigured, provider_secrets


class Provider:
    """
    Flutterwave for the payments of tenants.

    A payment's reference is Flutterwave's id of the transaction (version 3) or charge (version 4),
    which refunds and chargebacks name too; ours is the `tx_ref` or reference.
    """

    name = NAME
    currencies = CURRENCIES
    prompts = False

    def __init__(self) -> None:
        self._versions: dict[object, Version3 | Version4] = {"v3": Version3(), "v4": Version4()}

    def largest(self, currency: str) -> int:
        """
        The same for all currencies.
        """
        del currency
        return MINOR_MAX

    def request(self, order: ChargeOrder) -> Requested:
        """
        Open the page for a charge, which stays open for a day.
        """
        if not order.payer.email:
            raise invalid_field("email", "is needed to pay by Flutterwave")
        if order.amount.currency not in CURRENCIES:
            raise NotOffered(f"Flutterwave does not charge in {order.amount.currency}")
        return self._version().request(order)

    def find(self, asked: Asked, now: datetime) -> ProviderEvent | None:
        """
        Look for our reference.
        """
        return self._version().find(asked, now)

    def confirm(self, event: ProviderEvent, now: datetime) -> ProviderEvent:
        """
        Read what the event is of, where nothing signed it or it does not say enough.
        """
        del now
        return self._version().confirm(event)

    def refund(self, order: RefundOrder) -> RefundStatus:
        """
        Refund a part, once; with version 4 it is done in Flutterwave's dashboard.
        """
        return self._version().refund(order)

    def find_refund(self, order: RefundOrder) -> RefundStatus | None:
        """
        Look for it among the payment's refunds.
        """
        return self._version().find_refund(order)

    def list_since(self, since: datetime, until: datetime) -> Iterator[ProviderEvent]:
        """
        What was paid or failed, and what became of refunds and chargebacks.
        """
        return self._version().list_since(since, until)

    def _version(self) -> Version3 | Version4:
        version = provider_secrets(NAME).get("version")
        if version not in self._versions:
            message = "the account with flutterwave has no version yet, v3 or v4"
            raise NotConfigured(message, retry_after=60)
        return self._versions[version]
