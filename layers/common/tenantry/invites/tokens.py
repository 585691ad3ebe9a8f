"""
The token in a magic link: it follows from the server key, so that only the mailer ever holds it.
"""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from tenantry import server_key
from tenantry.ids import InviteId, TenantId


def token(reseller_id: TenantId, invite_id: InviteId, generation: int) -> str:
    """
    The token of one generation of an invite's link: 256 bits as 43 URL-safe characters.
    """
    digest = server_key.mac("invite", reseller_id, invite_id, str(generation))
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


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


def path(reseller_id: TenantId, invite_id: InviteId, generation: int) -> str:
    """
    The path of the link that is mailed.
    """
    return f"/invites/{reseller_id}/{invite_id}/{token(reseller_id, invite_id, generation)}"
