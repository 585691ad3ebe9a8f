"""
The secrets of the platform's own provider accounts.
"""

import json
from dataclasses import dataclass
from functools import cache

from tenantry import settings
from tenantry.services import secret


@dataclass(frozen=True, slots=True)
class StripeSecrets:
    """
    Stripe's key, and the secrets of our webhook endpoint: more than one while it is rotated.
    """

    api_key: str
    webhook_secrets: tuple[str, ...]


@cache
def stripe_secrets() -> StripeSecrets:
    """
    Read once per process; operators set them (docs/operations.md).
    """
    stored = json.loads(secret(settings.stripe_secret()))
    return StripeSecrets(stored["api_key"], tuple(stored["webhook_secrets"]))
