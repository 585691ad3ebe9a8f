"""
Both stand-ins as one server on loopback, and what tests let go wrong with them.
"""

import re
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from infra.local.places import HOST
from infra.local.rates import documents
from infra.local.rates.published import history

POLL_SECONDS = 0.05
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
    """

    base_url: str
    silent: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    published_until: date | None = None

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

    def document(self, path: str, app_id: str, today: date) -> tuple[int, str, str]:
        """
        What is at a path: status, kind, text.
        """
        if path.split("/")[1] in self.silent:
            return 500, JSON, '{"error": true, "message": "silent"}'
        if path in FILES:
            until = min(self.published_until or today, today)
            text = documents.central_bank(until, is_short=FILES[path], left_out=self.left_out)
            return 200, XML, text
        named = re.fullmatch(r"/open/historical/(\d{4}-\d\d-\d\d)\.json", path)
        if named is None:
            return 404, JSON, '{"error": true, "status": 404, "message": "not_found"}'
        if app_id != APP_ID:
            return 401, JSON, '{"error": true, "status": 401, "message": "invalid_app_id"}'
        return self._sample(named[1], today)

    def _sample(self, named: str, today: date) -> tuple[int, str, str]:
        try:
            day = date.fromisoformat(named)
        except ValueError:
            day = None
        # A demo's schedule may be a little ahead of the clock.
        if day is None or not min(history()) <= day <= today + timedelta(days=1):
            return 400, JSON, '{"error": true, "status": 400, "message": "not_available"}'
        return 200, JSON, documents.open_rates(day, self.left_out)


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
        self._server = _Server((HOST, 0), _Handler)
        self.rates = Rates(f"http://{HOST}:{self._server.server_address[1]}")
        self._server.rates = self.rates
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=[POLL_SECONDS], daemon=True
        )
        self._thread.start()
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
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    rates: Rates


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        [app_id] = parse_qs(url.query).get("app_id", [""])
        today = datetime.now(UTC).date()
        status, kind, text = self.server.rates.document(url.path, app_id, today)
        encoded = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)

    def log_message(self, *_: object) -> None:
        # The product's own log says what it asked for.
        return
