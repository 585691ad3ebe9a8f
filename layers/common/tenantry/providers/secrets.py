"""
The secrets of the platform's own accounts with providers.
"""

import json
from functools import cache

from botocore.exceptions import ClientError

from tenantry import settings
from tenantry.errors import Unavailable
from tenantry.providers.webhook import Secrets
from tenantry.services import secret


class NotConfigured(Unavailable):
    """
    Operators have not put our account with this provider into its secret yet.
    """

    code = "provider.not_configured"


@cache
def provider_secrets(provider: str) -> Secrets:
    """
    Read once per process; operators set them (docs/operations.md says what each provider's has).

    Raises:
        NotConfigured: Nobody has, or not in the form of a JSON object.
    """
    message = f"the account with {provider} is not set up yet (docs/operations.md)"
    try:
        secrets = json.loads(secret(settings.provider_secret(provider)))
    except (ClientError, ValueError) as error:
        raise NotConfigured(message, retry_after=60) from error
    if not isinstance(secrets, dict):
        raise NotConfigured(message, retry_after=60)
    return secrets
