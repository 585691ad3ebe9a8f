"""
The token of a transfer: it follows from the server key, so that nothing stored makes it.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from hashlib import sha256

from tenantry import server_key
from tenantry.ids import CROCKFORD_CLASS, TenantId

TOKEN_MAX = 200
"""Characters of what is looked at at all."""

_ULID = f"[{CROCKFORD_CLASS}]{{26}}"
_TOKEN = re.compile(rf"(ten_{_ULID})\.(trf_{_ULID})\.[A-Za-z0-9_-]{{43}}")


def token(tenant_id: TenantId, transfer_id: str) -> str:
    """
    The token: both ids, so that it is found without a search, and 256 bits that follow from them.
    """
    digest = server_key.mac("transfer", tenant_id, transfer_id)
    return f"{tenant_id}.{transfer_id}.{urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def ids_in(text: str) -> tuple[TenantId, str] | None:
    """
    The tenant and the transfer that a token names; None where it has not the form of one.

    Example:
        >>> ids_in("guessed") is None
        True
    """
    found = _TOKEN.fullmatch(text)
    return None if found is None else (TenantId(found[1]), found[2])


def hash_of(text: str) -> str:
    """
    What an item holds of a token. A token has 256 random bits, so a plain hash cannot be searched.
    """
    return sha256(text.encode()).hexdigest()


def matches(text: str, token_hash: str) -> bool:
    """
    Whether *text* is the token that was hashed, in the same time whatever it is.
    """
    return hmac.compare_digest(hash_of(text), token_hash)
