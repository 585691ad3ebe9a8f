"""
The domain name system of one stack: the server, and where its zones are changed.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from infra.local.dns.keeping import fresh, restore
from infra.local.dns.player import Player
from infra.local.dns.server import NameServer
from infra.local.dns.site import Site
from infra.local.dns.starting import EDGE_HOST, RECORDS
from infra.local.dns.zones import Zones
from infra.local.kept import Kept
from infra.local.places import HOST
from infra.local.stand_in import Server


class StandIn:
    """
    All of it, as a context manager.

    Args:
        folder: Where its zones are kept from one start to the next.
        ports: Of the DNS server (`dns`) and of the page (`zones`); any that is free if not named.
        keeps: Whether they are kept.
    """

    def __init__(self, folder: Path, ports: Mapping[str, int], *, keeps: bool = False) -> None:
        self._ports = ports
        self._file = folder / "dns.json" if keeps else None
        self._exits = ExitStack()

    def __enter__(self) -> Self:
        """
        Serve, with the zones of the last time.
        """
        zones, kept = Zones(), Kept(self._file, fresh)
        zones.load(RECORDS)
        restore(zones, kept)
        with ExitStack() as exits:
            server = NameServer(self._ports.get("dns", 0), zones, "TENANTRY_DNS_PORT")
            exits.enter_context(server)
            site = Server(self._ports.get("zones", 0), "TENANTRY_ZONES_PORT")
            site.start(Site(zones, kept).reply)
            exits.callback(site.stop)
            self._exits = exits.pop_all()
        self.player = Player(site.base_url, server.port)
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
        self._exits.close()

    def parameters(self) -> dict[str, str]:
        """
        Where it is, and what partners point at, as the template's parameters say it.
        """
        port = str(self.player.port)
        return {"Resolvers": f"{HOST}:{port}", "DnsPort": port, "EdgeHost": EDGE_HOST}
