"""
Both stand-ins as one server on loopback, and what tests let go wrong with them.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import Self

from infra.local.rates import documents
from infra.local.rates.published import history
from infra.local.stand_in import Reply, Request, Server

APP_ID = "a-key-of-the-local-stack"
XML, JSON = "text/xml", "application/json; charset=utf-8"
FILES = {"/ecb/eurofxref-hist-90d.xml": True, "/ecb/eurofxref-hist.xml": False}
"""The bank's files, and whether they are the short ones."""


@dataclass
class Rates:
    """
    The two sources, and what goes wrong with them.

    Args:
        base_url: The address of both.
        silent: Those that answer 500: `ecb`, `open`.
        left_out: Currencies that neither of them names.
        published_until: The bank's newest day; None for the day that it is now.
        asked: How often each path was asked for.
    """

    base_url: str
    silent: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    published_until: date | None = None
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def central_bank_url(self) -> str:
        """
        The folder of the bank's files.
        """
        return f"{self.base_url}/ecb"

    @property
    def open_rates_url(self) -> str:
        """
        The second source's API.
        """
        return f"{self.base_url}/open"

    def recover(self) -> None:
        """
        Nothing goes wrong any more.
        """
        self.silent.clear()
        self.left_out.clear()
        self.published_until = None

    def reply(self, request: Request) -> Reply:
        """
        What a source answers.
        """
        path, today = request.path, datetime.now(UTC).date()
        self.asked[path] += 1
        if path.split("/")[1] in self.silent:
            return Reply(500, JSON, '{"error": true, "message": "silent"}')
        if path in FILES:
            until = min(self.published_until or today, today)
            text = documents.central_bank(until, is_short=FILES[path], left_out=self.left_out)
            return Reply(200, XML, text)
        named = re.fullmatch(r"/open/historical/(\d{4}-\d\d-\d\d)\.json", path)
        if named is None:
            return _problem(404, "not_found")
        if request.parameters().get("app_id") != APP_ID:
            return _problem(401, "invalid_app_id")
        return self._sample(named[1], today)

    def _sample(self, named: str, today: date) -> Reply:
        try:
            day = date.fromisoformat(named)
        except ValueError:
            day = None
        # A demo's schedule may be a little ahead of the clock.
        if day is None or not min(history()) <= day <= today + timedelta(days=1):
            return _problem(400, "not_available")
        return Reply(200, JSON, documents.open_rates(day, self.left_out))


def _problem(status: int, message: str) -> Reply:
    return Reply(status, JSON, json.dumps({"error": True, "status": status, "message": message}))


class StandIn:
    """
    The running sources, as a context manager, on any port that is free.
    """

    def __enter__(self) -> Self:
        """
        Serve.
        """
        # Read here, so that what is missing is said at the start and not at night.
        history()
        self._server = Server()
        self.rates = Rates(self._server.base_url)
        self._server.start(self.rates.reply)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """
        Stop.
        """
        self._server.stop()
