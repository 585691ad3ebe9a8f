"""
Those who keep zones, as tests, the demo and benchmarks play them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infra.local.dns.zones import Asked
from infra.local.playing import Json, play


@dataclass(frozen=True)
class Player:
    """
    Changes the zones of a running stack.

    Args:
        base_url: Of the page of zones.
        port: The DNS server's own, on 127.0.0.1.

    Example:
        stack.dns.set("_tenantry-challenge.partner.example", "TXT", token)
        stack.dns.set("*.partner.example", "CNAME", "edge.tenantry.example")
    """

    base_url: str
    port: int

    def set(self, name: str, type_: str, values: str | Sequence[str]) -> None:
        """
        Let a name have these records of a type and no others; see `Zones.set`.

        Raises:
            NotPossible: They are no such records.
        """
        play(self.base_url, "set", name=name, type=type_, values=values)

    def add(self, name: str, type_: str, values: str | Sequence[str]) -> None:
        """
        Let it have these too.

        Raises:
            NotPossible: They are no such records.
        """
        play(self.base_url, "add", name=name, type=type_, values=values)

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
        play(self.base_url, "remove", name=name, type=type_)

    def zone(self, apex: str) -> None:
        """
        Make a zone of its own, as for a part of a domain that somebody else hosts.
        """
        play(self.base_url, "zone", apex=apex)

    def drop(self, apex: str) -> None:
        """
        Forget a zone: there is no such domain any more.
        """
        play(self.base_url, "drop", apex=apex)

    def fail(self, fault: str, at: str, type_: str | None = None) -> None:
        """
        Let servers do something else at a name and below it: `silent`, `servfail`, `refused` ...

        All that there are stand in `infra.local.dns.records.Fault`.
        """
        play(self.base_url, "fault", fault=fault, at=at, type=type_)

    def delay(self, seconds: float) -> None:
        """
        Let each answer take that long.
        """
        play(self.base_url, "delay", seconds=seconds)

    def recover(self) -> None:
        """
        Nothing goes wrong or takes time any more.
        """
        play(self.base_url, "recover")

    def asked(self) -> list[Asked]:
        """
        The newest questions that came, oldest first.
        """
        return [Asked(*question) for question in play(self.base_url, "asked")]

    def zones(self) -> list[Json]:
        """
        All zones with their records.
        """
        found: list[Json] = play(self.base_url, "zones")
        return found
