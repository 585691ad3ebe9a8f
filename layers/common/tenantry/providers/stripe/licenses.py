"""
Stripe Checkout for licence packs, and what goes back of them (https://docs.stripe.com/api).
"""

from typing import Any

from stripe import StripeClient

from tenantry.money import Money
from tenantry.payments.model import RefundStatus
from tenantry.providers.model import Checkout, Order
from tenantry.providers.stripe.amounts import MINOR_MAX, refund_status
from tenantry.providers.stripe.calls import call, client_with, platform_client
from tenantry.providers.stripe.parameters import refund_parameters, session_parameters


class Stripe:
    """
    Checkout and refunds; every call carries a key that follows from our own id.

    Args:
        api_key: A reseller's own; the platform's account where none is given.
    """

    minor_max = MINOR_MAX

    def __init__(self, api_key: str | None = None) -> None:
        self._api_key = api_key

    def open_checkout(self, order: Order) -> Checkout:
        """
        Open a Checkout Session for a pack, paid at once; asked again, the same session.

        Raises:
            ProviderRefused: Stripe says no.
            ProviderUnavailable: Stripe did not answer.
        """
        session = call(
            self._client().v1.checkout.sessions.create,
            checkout_parameters(order),
            {"idempotency_key": f"checkout-{order.id}"},
        )
        return Checkout(session.id, session.url)

    def refund(self, refund_id: str, payment_reference: str, amount: Money) -> RefundStatus:
        """
        Refund a part of a payment; asked again with the same id, the same refund.

        Raises:
            ProviderRefused: Stripe says no.
            ProviderUnavailable: Stripe did not answer.
        """
        refund = call(
            self._client().v1.refunds.create,
            refund_parameters(refund_id, payment_reference, amount),
            {"idempotency_key": f"refund-{refund_id}"},
        )
        return refund_status(refund.status)

    def find_refund(self, refund_id: str, payment_reference: str) -> RefundStatus | None:
        """
        Look for a refund of ours among those of its payment, by the id that it carries.

        Raises:
            ProviderRefused: Stripe says no.
            ProviderUnavailable: Stripe did not answer.
        """
        wanted: Any = {"payment_intent": payment_reference, "limit": 100}
        # The pages behind the first one are calls too.
        refunds = call(lambda: list(self._client().v1.refunds.list(wanted).auto_paging_iter()))
        for refund in refunds:
            if refund.metadata and refund.metadata.to_dict().get("refund_id") == refund_id:
                return refund_status(refund.status)
        return None

    def _client(self) -> StripeClient:
        return platform_client() if self._api_key is None else client_with(self._api_key)


def checkout_parameters(order: Order) -> dict[str, Any]:
    """
    What `POST /v1/checkout/sessions` is sent for a pack.

    The price is ours: Stripe has no tiers for one-time prices.
    """
    metadata = {"purchase_id": order.id, "reseller_id": order.reseller_id}
    return session_parameters(
        order.id, metadata, "Licence", order.unit_price, quantity=order.quantity
    )
