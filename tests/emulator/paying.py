"""
What tests of payments say to the stand-in for Stripe, through Stripe's own library.
"""

from typing import Any

import stripe
from stripe import StripeClient

from infra.local.stripe.player import Player

SHOP = "http://127.0.0.1:9/paid?session={CHECKOUT_SESSION_ID}"


def client_of(player: Player, api_key: str | None = None) -> StripeClient:
    """
    Stripe's client, with the account's own key unless another is given.
    """
    return StripeClient(
        api_key or player.api_key,
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=8),
        base_addresses={"api": player.base_url},
    )


def a_checkout(client: StripeClient, key: str = "checkout-1", **other: Any) -> Any:  # noqa: ANN401 - the library's own
    """
    A new session for ten licences at 24.00 USD, or for something else.
    """
    asked: Any = {
        "mode": "payment",
        "customer_email": "dina@example.com",
        "line_items": [
            {
                "quantity": 10,
                "price_data": {
                    "currency": "usd",
                    "unit_amount": 2400,
                    "product_data": {"name": "Licence"},
                    "tax_behavior": "exclusive",
                },
            }
        ],
        "automatic_tax": {"enabled": True},
        "metadata": {"purchase_id": "lic_1"},
        "payment_intent_data": {"metadata": {"purchase_id": "lic_1"}},
        "success_url": SHOP,
        **other,
    }
    return client.v1.checkout.sessions.create(asked, {"idempotency_key": key})
