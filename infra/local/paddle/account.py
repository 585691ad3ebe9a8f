"""
All that the stand-in holds: an account with its keys, its objects, its events and its settings.
"""

import secrets
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from infra.local.kept import Clock, Kept, system_clock
from infra.local.playing import Json

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Account(Kept):
    """
    Transactions, adjustments and events by id, oldest first.

    Objects are replaced and never changed in place, so an event keeps what it was made with.
    """

    def __init__(self, file: Path | None, clock: Clock = system_clock) -> None:
        super().__init__(file, _new, clock)
        self.on_event: Callable[[Json], None] = lambda _: None
        self.transactions: dict[str, Json] = self._kept["transactions"]
        self.adjustments: dict[str, Json] = self._kept["adjustments"]
        self.events: dict[str, Json] = self._kept["events"]

    def new_id(self, prefix: str) -> str:
        """
        An id as Paddle's are, sorted by the order in which they were made.
        """
        number, digits = self.number(), ""
        while number:
            number, digit = divmod(number, len(ALPHABET))
            digits = ALPHABET[digit] + digits
        return f"{prefix}_01{digits:0>24}"

    def now(self) -> str:
        """
        The moment that it is, as Paddle writes it.
        """
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def tell(self, kind: str, about: Json) -> None:
        """
        Make an event of what an object now is.
        """
        event_id = self.new_id("evt")
        told = {"event_type": kind, "occurred_at": self.now(), "data": about}
        self.events[event_id] = {"event_id": event_id, **told}
        self.on_event(self.events[event_id])


def _new() -> Json:
    keys = {
        "api_key": f"pdl_sdbx_apikey_{secrets.token_hex(24)}",
        "webhook_secrets": [f"pdl_ntfset_{secrets.token_hex(24)}"],
        "mode": "test",
    }
    settings = {"tax_percent": "0", "approves_refunds": True, "page": True, "digits": {}}
    kinds: Json = {kind: {} for kind in ("transactions", "adjustments", "events")}
    return {"keys": keys, "settings": settings, **kinds}
