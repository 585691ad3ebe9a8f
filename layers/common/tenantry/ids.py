"""
Ids that sort by time, and ids that follow from their source.
"""

import re
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
}

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that an id survives being read aloud."""

_ID = re.compile(rf"({'|'.join(PREFIXES)})_[{CROCKFORD}]{{26}}")
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
        'ten_01KAHZE40000000000000000'
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
    The id that follows from *source*, for what can be asked for twice: the same source gives the same id.
    """
    assert prefix in PREFIXES, prefix
    digest = sha256("\x1f".join(source).encode()).digest()
    return f"{prefix}_{_encode(int.from_bytes(digest), _TIME_CHARACTERS + _ENTROPY_CHARACTERS)}"


def is_id(prefix: str, text: str) -> bool:
    """
    Whether *text* has the form of an id with this prefix; says nothing of whether the thing exists.
    """
    return text.startswith(f"{prefix}_") and _ID.fullmatch(text) is not None


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
