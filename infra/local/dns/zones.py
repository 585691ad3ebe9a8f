"""
All zones there are.
"""

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from publicsuffixlist import PublicSuffixList

from infra.local.dns.faults import Faults
from infra.local.dns.records import ancestors, is_within, plain, several
from infra.local.places import HOST

SERVER = "ns1"
SERVERS_ZONE = "name-servers.example"
"""Where the servers' own names are: `ns1.name-servers.example`."""

ASKED_COUNT_MAX = 1_000


class Asked(NamedTuple):
    """
    A question that came.

    Args:
        server: Who was asked: such as `ns1`, or `resolver`.
        carried: By `udp` or `tcp`.
    """

    server: str
    name: str
    type: str
    carried: str


@dataclass
class Zone:
    """
    What one set of servers is asked about.

    Args:
        apex: Its name.
        servers: Those of ours that serve it.
        records: By name and type.
    """

    apex: str
    servers: tuple[str, ...] = (SERVER,)
    records: dict[str, dict[str, list[str]]] = field(default_factory=dict)


class Zones:
    """
    Every zone. What is under no other is under the root, which `ns1` serves.

    A record's values are text, as in a zone's file. A TXT without quotation marks is one string,
    cut where it is longer than 255 bytes; with them it is cut as they say: `'"v=spf1 " "-all"'`.
    `ALIAS` is a record of flattening providers: it shows the addresses of its target.

    Attributes:
        lock: Held by whoever reads or changes them.
        addresses: Of our servers, by their names, as the zones tell them.
        asked: The newest questions that came, oldest first.

    Example:
        zones = Zones()
        zones.set("partner.example", "TXT", "v=spf1 -all")
        zones.set("*.partner.example", "CNAME", "edge.tenantry.example")
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.faults = Faults()
        self.addresses: dict[str, str] = {SERVER: HOST}
        self.all: dict[str, Zone] = {}
        self.asked: deque[Asked] = deque(maxlen=ASKED_COUNT_MAX)
        self.clear()

    def clear(self) -> None:
        """
        Forget every record and fault.
        """
        with self.lock:
            self.faults.recover()
            self.asked.clear()
            self.all = {apex: Zone(apex) for apex in ("", SERVERS_ZONE)}

    def zone(self, apex: str, servers: str | Sequence[str] = (SERVER,)) -> None:
        """
        Make a zone of its own, or change who serves it; what it holds stays.
        """
        apex = plain(apex)
        with self.lock:
            parent = self.holding(apex)
            made = self.all.setdefault(apex, Zone(apex))
            made.servers = tuple(several(servers))
            if made is not parent:
                below = [name for name in parent.records if is_within(name, apex)]
                made.records |= {name: parent.records.pop(name) for name in below}

    def drop(self, apex: str) -> None:
        """
        Forget a zone; there is no such domain any more.
        """
        with self.lock:
            if plain(apex):
                self.all.pop(plain(apex), None)

    def set(self, name: str, type_: str, values: str | Sequence[str]) -> None:
        """
        Let a name have these records of a type and no others; no values are none.

        The domain that it belongs to by the public suffix list becomes a zone, unless it is one.
        """
        name, values = plain(name), several(values)
        registrable = _suffixes().privatesuffix(name.removeprefix("*."))
        with self.lock:
            if registrable and not self.holding(name).apex:
                self.zone(registrable)
            node = self.holding(name).records.setdefault(name, {})
            node[type_.upper()] = values
            if not values:
                self.remove(name, type_)

    def add(self, name: str, type_: str, values: str | Sequence[str]) -> None:
        """
        Let it have these too.
        """
        name = plain(name)
        there = self.holding(name).records.get(name, {}).get(type_.upper(), [])
        self.set(name, type_, [*there, *several(values)])

    def load(self, records: Mapping[str, Mapping[str, str | Sequence[str]]]) -> None:
        """
        Set many: by name, then by type.
        """
        for name, by_type in records.items():
            for type_, values in by_type.items():
                self.set(name, type_, values)

    def remove(self, name: str, type_: str | None = None) -> None:
        """
        Let a name have no records of a type, or none at all.
        """
        name = plain(name)
        with self.lock:
            records = self.holding(name).records
            if type_ is not None:
                records.get(name, {}).pop(type_.upper(), None)
            if type_ is None or not records.get(name):
                records.pop(name, None)

    def holding(self, name: str) -> Zone:
        """
        The deepest zone that a name is in.
        """
        return next(self.all[apex] for apex in ancestors(name) if apex in self.all)


@cache
def _suffixes() -> PublicSuffixList:
    # Read when it is first needed: it takes a tenth of a second.
    return PublicSuffixList()
