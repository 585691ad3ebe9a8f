"""
Stripe, through its own library. Facts: docs/providers.md.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import stripe

from tenantry import settings
from tenantry.money import Money
from tenantry.payments.model import RefundStatus
from tenantry.providers.model import Checkout, Order, ProviderRefused, ProviderUnavailable
from tenantry.providers.secrets import stripe_secrets
from tenantry.providers.stripe_amounts import refund_status, to_stripe

TIMEOUT_SECONDS = 8
RETRIES = 2


class Stripe:
    """
    Checkout and refunds; every call carries a key that follows from our own id.
    """

    minor_max = 99_999_999
    """Eight digits (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts)."""

    def open_checkout(self, order: Order) -> Checkout:
        """
        Open a Checkout Session for a pack, paid at once; asked again, the same session.

        Raises:
            ProviderRefused: Stripe says no.
            ProviderUnavailable: Stripe did not answer.
        """
        session = _call(
            _client().v1.checkout.sessions.create,
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
        refund = _call(
            _client().v1.refunds.create,
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
        refunds = _call(lambda: list(_client().v1.refunds.list(wanted).auto_paging_iter()))
        for refund in refunds:
            if refund.metadata and refund.metadata.to_dict().get("refund_id") == refund_id:
                return refund_status(refund.status)
        return None


def checkout_parameters(order: Order) -> dict[str, Any]:
    """
    What `POST /v1/checkout/sessions` is sent.

    Nothing stands here that can change between two tries of one order: the second would be refused.
    The price is ours: Stripe has no tiers for one-time prices. Metadata is set on the session and
    on the payment, since Stripe copies it to neither from the other.
    """
    metadata = {"purchase_id": order.id, "reseller_id": order.reseller_id}
    return {
        "mode": "payment",
        "client_reference_id": order.id,
        "line_items": [
            {
                "quantity": order.quantity,
                "price_data": {
                    "currency": order.unit_price.currency.lower(),
                    "unit_amount": to_stripe(order.unit_price),
                    "product_data": {"name": "Licence"},
                    "tax_behavior": "exclusive",
                },
            }
        ],
        "automatic_tax": {"enabled": settings.stripe_automatic_tax()},
        "adaptive_pricing": {"enabled": False},
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
        "success_url": f"{settings.checkout_return_url()}?paid={{CHECKOUT_SESSION_ID}}",
        "cancel_url": settings.checkout_return_url(),
    }


def refund_parameters(refund_id: str, payment_reference: str, amount: Money) -> dict[str, Any]:
    """
    What `POST /v1/refunds` is sent.
    """
    return {
        "payment_intent": payment_reference,
        "amount": to_stripe(amount),
        "metadata": {"refund_id": refund_id},
    }


@cache
def _client() -> stripe.StripeClient:
    base = settings.stripe_api_base()
    return stripe.StripeClient(
        stripe_secrets().api_key,
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
        base_addresses={} if base is None else {"api": base},
    )


def _call(operation: Callable[..., Any], *arguments: dict[str, Any]) -> Any:  # noqa: ANN401 - the library's own types
    try:
        return operation(*arguments)
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as error:
        message = "the payment provider did not answer; repeat the request"
        raise ProviderUnavailable(message, retry_after=5) from error
    except stripe.StripeError as error:
        message = "the payment provider refuses this"
        raise ProviderRefused(message, provider_code=error.code) from error
