"""
The key of our account at the second source.
"""

from functools import cache

from botocore.exceptions import BotoCoreError, ClientError

from tenantry import settings
from tenantry.errors import Unavailable
from tenantry.services import secret


@cache
def open_rates_key() -> str:
    """
    Read once per process; operators set it (docs/operations.md).

    Raises:
        Unavailable: Nobody has set it yet, or it cannot be read now; the next call tries again.
    """
    try:
        return secret(settings.open_rates_secret()).strip()
    except (BotoCoreError, ClientError) as error:
        message = "the key of the second source of rates cannot be read"
        raise Unavailable(message) from error
