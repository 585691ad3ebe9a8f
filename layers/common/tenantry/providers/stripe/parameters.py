"""
What Stripe is sent.

Nothing stands here that can change between two tries of one order: the second would be refused.
"""

from collections.abc import Mapping
from typing import Any

from tenantry import settings
from tenantry.money import Money
from tenantry.providers.stripe.amounts import to_stripe


def session_parameters(
    our_id: str, metadata: Mapping[str, str], name: str, price: Money, *, quantity: int = 1
) -> dict[str, Any]:
    """
    What `POST /v1/checkout/sessions` is sent.

    Metadata is set on the session and on the payment: Stripe copies it to neither from the other.
    """
    return {
        "mode": "payment",
        "client_reference_id": our_id,
        "line_items": [
            {
                "quantity": quantity,
                "price_data": {
                    "currency": price.currency.lower(),
                    "unit_amount": to_stripe(price),
                    "product_data": {"name": name},
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
