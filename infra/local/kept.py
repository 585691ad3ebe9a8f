"""
What a stand-in holds: JSON, written down whole after each change where that is asked for.
"""

import json
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from infra.local.playing import Json, NotPossible

type Clock = Callable[[], datetime]

FIRST_NUMBER = 4_099_260_000


def system_clock() -> datetime:
    """
    The moment that it is.
    """
    return datetime.now(UTC)


class Kept:
    """
    Things by kind, oldest first; whoever reads or changes them holds `lock`.

    Args:
        file: Where they are kept from one start to the next; None forgets them.
        new: What a new stand-in begins with: its keys and settings, and an empty list of each kind.
        clock: By which things happen.
    """

    def __init__(
        self, file: Path | None, new: Callable[[], Json], clock: Clock = system_clock
    ) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self._file = file
        fresh, kept = new(), json.loads(file.read_text()) if file and file.exists() else {}
        # What an older one did not have yet, begins as in a new one.
        nested = {name: {**fresh[name], **kept.get(name, {})} for name in ("keys", "settings")}
        self._kept: Json = {"numbers": FIRST_NUMBER, **fresh, **kept, **nested}
        self.keys: Json = self._kept["keys"]
        self.settings: Json = self._kept["settings"]

    def number(self) -> int:
        """
        A number that nothing here has had.
        """
        self._kept["numbers"] += 1
        return int(self._kept["numbers"])

    def all(self, kind: str) -> list[Json]:
        """
        Every thing of a kind, oldest first: the list itself.
        """
        things: list[Json] = self._kept[kind]
        return things

    def find(self, kind: str, **said: object) -> Json | None:
        """
        The newest thing of a kind that says so, itself.
        """
        alike = (
            thing
            for thing in reversed(self.all(kind))
            if all(thing.get(key) == value for key, value in said.items())
        )
        return next(alike, None)

    def must_find(self, kind: str, **said: object) -> Json:
        """
        The same.

        Raises:
            NotPossible: There is none.
        """
        found = self.find(kind, **said)
        if found is None:
            raise NotPossible(f"there is no {kind} with {said}")
        return found

    def save(self) -> None:
        """
        Write it all down, whole or not at all.
        """
        if self._file:
            unfinished = self._file.with_suffix(".new")
            # It holds keys, if only of a stand-in.
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                json.dump(self._kept, file)
            unfinished.replace(self._file)
