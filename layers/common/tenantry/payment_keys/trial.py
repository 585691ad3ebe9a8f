"""
Trying a key at Stripe, before it is kept.
"""

import re

import stripe

from tenantry import settings
from tenantry.payment_keys.model import KeyRefused, KeyTooNarrow
from tenantry.providers.model import ProviderUnavailable

TIMEOUT_SECONDS = 8
RETRIES = 1

NEEDED = "rak_checkout_session_read"
"""What the trial asks for, in Stripe's words; whoever may write sessions may read them."""


def try_stripe_key(key: str) -> None:
    """
    Read one Checkout Session of the key's account, which does nothing there.

    Raises:
        KeyRefused: Stripe does not know the key, or does not take it any more.
        KeyTooNarrow: It may not read sessions; `missing` names the permission.
        ProviderUnavailable: Stripe did not answer.
    """
    base = settings.stripe_api_base()
    # A client of its own, and none that is kept: a key that is refused should not stay in memory.
    asked = stripe.StripeClient(
        key,
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
        base_addresses={} if base is None else {"api": base},
    )
    # "from None": Stripe's words quote the ends of the key.
    try:
        asked.v1.checkout.sessions.list({"limit": 1})
    except stripe.AuthenticationError:
        message = "Stripe does not take this key: it is mistyped, expired or revoked"
        raise KeyRefused(message, field="key") from None
    except stripe.PermissionError as error:
        missing = _missing(str(error))
        message = f"this key lacks the permission {missing}; allow it at Stripe, and repeat"
        raise KeyTooNarrow(message, field="key", missing=missing) from None
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError):
        message = "Stripe did not answer; repeat the request"
        raise ProviderUnavailable(message, retry_after=5) from None
    except stripe.StripeError as error:
        message = "Stripe refuses this key"
        raise KeyRefused(message, field="key", provider_code=error.code) from None


def _missing(said: str) -> str:
    named = re.search(r"\brak_[a-z_]+", said)
    return NEEDED if named is None else named[0]
