"""
The server key: link tokens and page cursors follow from it, so that none of them is stored.
"""

import hmac
from functools import cache
from hashlib import sha256

from tenantry import settings
from tenantry.services import secret


@cache
def key() -> bytes:
    """
    The key, read once per process.
    """
    return secret(settings.server_key_secret()).encode()


def mac(purpose: str, *source: str) -> bytes:
    """
    HMAC-SHA-256 of *source* under the server key; different purposes never give the same answer.
    """
    message = "\x1f".join((purpose, *source)).encode()
    return hmac.digest(key(), message, sha256)
