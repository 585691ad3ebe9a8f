"""
What every command takes from outside besides its own values: who, when, and under which request.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Self

from tenantry.ids import new_id
from tenantry.principals import Principal


@dataclass(frozen=True, slots=True)
class Once:
    """
    A request that must take effect once, however often it is sent (R-API-1, `Idempotency-Key`).

    Args:
        key: What the client sent in `Idempotency-Key`.
        request_hash: SHA-256 of method, path and body: the same key with another hash is refused.
        answer: Renders the command's result as the answer to store, without any secret.
    """

    key: str
    request_hash: str
    answer: Callable[[Any], str]
    status: int


@dataclass(frozen=True, slots=True)
class Act:
    """
    One request to change something.

    Args:
        now: The one moment of this request, aware, UTC.
        entropy: Randomness of this request; every id that it makes follows from it.
        correlation_id: Ties log lines, events and messages to the request that caused them.
    """

    principal: Principal
    now: datetime
    entropy: bytes
    correlation_id: str
    once: Once | None = None

    def part(self, name: str) -> Self:
        """
        The same act, as it does one of many things alike: the ids that it makes there are others.
        """
        return replace(self, entropy=sha256(f"part {name} ".encode() + self.entropy).digest())

    def new_id(self, prefix: str, purpose: str = "") -> str:
        """
        A new id; the same prefix and purpose within one act give the same id.
        """
        return new_id(
            prefix, self.now, sha256(f"{prefix} {purpose} ".encode() + self.entropy).digest()
        )
