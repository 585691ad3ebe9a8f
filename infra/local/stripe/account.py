"""
All that the stand-in holds: an account with its keys, its objects and its settings.
"""

import json
import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path

from infra.local.stripe import objects
from infra.local.stripe.refused import Json, not_there

KINDS = (
    *("checkout.session", "payment_intent", "charge", "refund", "dispute", "event"),
    "transfer",
)
NOBODY: Json = {"id": None, "idempotency_key": None}


class Account:
    """
    Objects by kind and id, oldest first; whoever reads or changes them holds `lock`.

    Objects are replaced and never changed in place, so an event keeps what it was made with.

    Args:
        file: Where it is kept from one start to the next; None forgets it.
    """

    def __init__(self, file: Path | None) -> None:
        self.lock = threading.RLock()
        self.cause = NOBODY
        self.on_event: Callable[[str], None] = lambda _: None
        self._file = file
        kept: Json = json.loads(file.read_text()) if file and file.exists() else _new()
        # What an older one did not have yet, begins as in a new one.
        self._kept: Json = {**{kind: {} for kind in KINDS}, **kept}
        self.api_key: str = kept["api_key"]
        self.webhook_secrets: list[str] = kept["webhook_secrets"]
        self.settings: Json = kept["settings"]
        self.answers: dict[str, Json] = kept["answers"]
        """What was answered to each idempotency key."""
        self.asked: dict[str, Json] = kept["asked"]
        """The request that each session was made by; Stripe's session does not repeat it."""
        self.other_keys: dict[str, str | None] = kept.setdefault("other_keys", {})
        """Further keys that are taken, each with the permission that it lacks, if any."""

    def find(self, kind: str, thing_id: str) -> Json:
        """
        One object.

        Raises:
            Refused: There is none of this id.
        """
        if thing_id not in self._kept[kind]:
            raise not_there(kind, thing_id)
        found: Json = self._kept[kind][thing_id]
        return found

    def all(self, kind: str) -> list[Json]:
        """
        Every object of a kind, newest first.
        """
        return list(reversed(self._kept[kind].values()))

    def put(self, thing: Json, **changed: object) -> Json:
        """
        Keep an object, with these of its fields changed.
        """
        new = {**thing, **changed}
        self._kept[thing["object"]][thing["id"]] = new
        return new

    def tell(self, kind: str, about: Json) -> None:
        """
        Make an event of what an object now is.
        """
        event = self.put(objects.event(kind, about, self.cause))
        self.on_event(event["id"])

    def save(self) -> None:
        """
        Write it down, whole or not at all.
        """
        if self._file:
            unfinished = self._file.with_suffix(".new")
            # It holds keys, if only of a stand-in.
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                json.dump(self._kept, file)
            unfinished.replace(self._file)


def _new() -> Json:
    return {
        "api_key": f"sk_test_{secrets.token_hex(24)}",
        "webhook_secrets": [f"whsec_{secrets.token_hex(24)}"],
        "settings": {"tax_percent": "0", "pending_refunds": False},
        "answers": {},
        "asked": {},
        "other_keys": {},
        **{kind: {} for kind in KINDS},
    }
