"""
The edge of tests: the stand-in for ACM and CloudFront, with a clock and DNS of its own.
"""

import atexit
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from infra.local.edge.cloudfront import DISTRIBUTION, GROUP
from infra.local.edge.player import Player
from infra.local.edge.server import StandIn
from infra.local.edge.validation import record_of
from infra.local.kept import system_clock
from tests.certifying import root


@dataclass
class EdgeOfTests:
    """
    The running stand-in, what DNS says to it, and what time it is there.

    Args:
        records: By name and type.
        at: The moment; None for the one that it is.
    """

    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    at: datetime | None = None

    def start(self) -> None:
        """
        Serve until the process ends.
        """
        exits = ExitStack()
        folder = Path(exits.enter_context(tempfile.TemporaryDirectory(prefix="edge-of-tests-")))
        self.stand_in = exits.enter_context(StandIn(folder, self._ask, clock=self._now))
        # What partners bring in tests ends at a root of tests.
        self._roots = folder / "roots.pem"
        self._roots.write_text(self.stand_in.roots.read_text() + root().pem)
        atexit.register(exits.close)

    @property
    def player(self) -> Player:
        """
        Who does what others do at the edge.
        """
        return self.stand_in.player

    def environment(self) -> dict[str, str]:
        """
        Where it is, as functions are told.
        """
        url = self.player.base_url
        return {
            "TENANTRY_ACM_URL": url,
            "TENANTRY_CLOUDFRONT_URL": url,
            "TENANTRY_EDGE_DISTRIBUTION": DISTRIBUTION,
            "TENANTRY_EDGE_CONNECTION_GROUP": GROUP,
            "TENANTRY_TRUSTED_ROOTS": str(self._roots),
        }

    def validate(self, domain: str) -> None:
        """
        The partner sets the record that its certificate waits for.
        """
        name, value = (text.rstrip(".") for text in record_of(domain))
        self.records[name, "CNAME"] = [value]

    def forget(self) -> None:
        """
        Begin anew.
        """
        self.records.clear()
        self.at = None
        self.stand_in.site.forget()

    def _ask(self, name: str, type_: str) -> list[str]:
        return self.records.get((name, type_), [])

    def _now(self) -> datetime:
        return self.at or system_clock()


@cache
def edge_of_tests() -> EdgeOfTests:
    """
    The one of this process.
    """
    edge = EdgeOfTests()
    edge.start()
    return edge


@contextmanager
def edge_at(now: datetime) -> Iterator[EdgeOfTests]:
    """
    The edge with its clock set.
    """
    edge = edge_of_tests()
    edge.at = now
    try:
        yield edge
    finally:
        edge.forget()
