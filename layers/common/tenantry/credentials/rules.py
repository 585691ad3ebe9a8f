"""
When a credential is good, and what a new key may allow.
"""

from datetime import datetime

from tenantry.credentials.model import Credential, ScopeTooWide, SignInLink, SignInLinkInvalid
from tenantry.principals import ALL_SCOPES


def is_good(credential: Credential, now: datetime) -> bool:
    """
    Whether the credential lets its person in at *now*.
    """
    is_expired = credential.expires_at is not None and credential.expires_at <= now
    return credential.revoked_at is None and not is_expired


def check_scopes(wanted: frozenset[str], held: frozenset[str]) -> None:
    """
    Refuse a key that would allow more than the credential that makes it.

    Raises:
        ScopeTooWide: It would.
    """
    if ALL_SCOPES not in held and not wanted <= held:
        message = "a key cannot have scopes that the credential making it has not"
        raise ScopeTooWide(message, field="scopes", scopes=sorted(wanted - held))


def check_usable(link: SignInLink, now: datetime) -> None:
    """
    Refuse a link that was used, or is older than 15 minutes.

    Raises:
        SignInLinkInvalid: It was, or is.
    """
    if link.used_at is not None or link.expires_at <= now:
        message = "this sign-in link was used or has expired; ask for a new one"
        raise SignInLinkInvalid(message)
