"""
Ids that sort by time, and ids that follow from their source.
"""

from datetime import datetime
from hashlib import sha256
from typing import NewType

TenantId = NewType("TenantId", str)
UserId = NewType("UserId", str)
InviteId = NewType("InviteId", str)
KeyId = NewType("KeyId", str)
EventId = NewType("EventId", str)

PREFIXES = {
    "ten": "tenant, resellers and the platform's own workspace included",
    "usr": "user: a person",
    "inv": "invite",
    "key": "API key",
    "ses": "session",
    "lnk": "sign-in link",
    "evt": "event",
    "ntf": "notification",
    "rec": "business record",
    "quo": "licence quote",
    "lic": "licence purchase",
    "ret": "return of licences: a refund of ours",
    "pay": "payment of a tenant",
    "rfd": "refund of a tenant's payment",
    "chg": "charge: what a tenant is asked to pay",
    "sus": "suspended payment: money that matches nobody, or not exactly",
    "sup": "suppression: an address that is not mailed; follows from it and the server key",
    "cor": "correction: what operators add to a line of commission, or take from it",
    "trf": "transfer: a tenant's owner lets another reseller take it over",
    "dis": "disbursement: what a partner is paid at once",
    "pat": "attempt to pay a part of a disbursement",
    "upl": "upload of a picture for a branding",
    "exp": "export: a statement as a file, made in the background",
}

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that an id survives being read aloud."""

CROCKFORD_CLASS = "0-9A-HJKMNP-TV-Z"
"""The same, as regular expressions write it."""

ID_LENGTH = 30
"""A prefix of three, an underscore, and a ULID."""

_TIME_CHARACTERS, _ENTROPY_CHARACTERS = 10, 16
_ENTROPY_BYTES = 10


def new_id(prefix: str, now: datetime, entropy: bytes) -> str:
    """
    A sortable id: prefix, then a ULID of *now* in milliseconds and 80 bits of *entropy*.

    Args:
        entropy: At least 10 bytes; the first 10 are used.

    Example:
        >>> from datetime import UTC
        >>> new_id("ten", datetime(2026, 11, 21, tzinfo=UTC), bytes(10))
        'ten_01M7XPE6000000000000000000'
    """
    assert prefix in PREFIXES, prefix
    assert len(entropy) >= _ENTROPY_BYTES
    milliseconds = int(now.timestamp() * 1000)
    return (
        f"{prefix}_{_encode(milliseconds, _TIME_CHARACTERS)}"
        f"{_encode(int.from_bytes(entropy[:_ENTROPY_BYTES]), _ENTROPY_CHARACTERS)}"
    )


def derived_id(prefix: str, *source: str) -> str:
    """
    The id that follows from *source*: the same source gives the same id.

    For what can be asked for twice.
    """
    assert prefix in PREFIXES, prefix
    digest = sha256("\x1f".join(source).encode()).digest()
    return f"{prefix}_{_encode(int.from_bytes(digest), _TIME_CHARACTERS + _ENTROPY_CHARACTERS)}"


def id_pattern(prefix: str) -> str:
    """
    The form of the ids with this prefix, as a regular expression.

    Example:
        >>> id_pattern("ten")
        '^ten_[0-9A-HJKMNP-TV-Z]{26}$'
    """
    assert prefix in PREFIXES, prefix
    return f"^{prefix}_[{CROCKFORD_CLASS}]{{{_TIME_CHARACTERS + _ENTROPY_CHARACTERS}}}$"


def shard_of(text: str, count: int) -> int:
    """
    Spread *text* evenly over `0 .. count - 1`, the same on every machine.
    """
    return int.from_bytes(sha256(text.encode()).digest()[:4]) % count


def _encode(number: int, width: int) -> str:
    characters = []
    for _ in range(width):
        number, digit = divmod(number, len(CROCKFORD))
        characters.append(CROCKFORD[digit])
    return "".join(reversed(characters))
