"""
Asking Stripe through its own library: one client for each key, and what its errors mean to us.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import stripe

from tenantry import settings
from tenantry.providers.model import ProviderRefused, ProviderUnavailable
from tenantry.providers.secrets import provider_secrets

TIMEOUT_SECONDS = 8
RETRIES = 2


@cache
def platform_client() -> stripe.StripeClient:
    """
    The platform's own account, made once for each process.
    """
    return client_with(str(provider_secrets("stripe")["api_key"]))


def client_with(api_key: str) -> stripe.StripeClient:
    """
    Stripe as the owner of a key sees it; a reseller's key is remembered nowhere.
    """
    base = settings.stripe_api_base()
    return stripe.StripeClient(
        api_key,
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
        base_addresses={} if base is None else {"api": base},
    )


def call(operation: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - the library's own types
    """
    Ask, and tell what is refused from what may have been done.

    Raises:
        ProviderRefused: Stripe says no.
        ProviderUnavailable: Stripe did not answer.
    """
    try:
        return operation(*arguments)
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as error:
        message = "the payment provider did not answer; repeat the request"
        raise ProviderUnavailable(message, retry_after=5) from error
    except stripe.StripeError as error:
        message = "the payment provider refuses this"
        raise ProviderRefused(message, provider_code=error.code) from error
