"""
What goes wrong with the servers, and when.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from infra.local.dns.records import DEADLY, Fault, is_within, plain

RESOLVER = "resolver"


@dataclass(frozen=True)
class Planned:
    """
    One thing that goes wrong until it is taken back.

    Args:
        at: The name, with all below it.
        server: Who does it; None for every server, and not the resolver.
        type: For this type of records alone; None for all.
    """

    fault: Fault
    at: str = ""
    server: str | None = None
    type: str | None = None

    def strikes(self, server: str, name: str, type_: str) -> bool:
        """
        Whether it does with this question.
        """
        is_meant = server == self.server or (self.server is None and server != RESOLVER)
        return is_meant and is_within(name, self.at) and self.type in {None, type_}


class Faults:
    """
    What goes wrong; nothing at first.

    Attributes:
        delay_seconds: How long each answer takes.
    """

    def __init__(self) -> None:
        self.planned: list[Planned] = []
        self.delay_seconds = 0.0

    def plan(
        self, fault: str, at: str = "", *, server: str | None = None, type_: str | None = None
    ) -> None:
        """
        Let a server do something else, at a name and below it.

        Args:
            server: Such as `ns1` or `resolver`; None for all but the resolver.
        """
        self.planned.append(
            Planned(Fault(fault), plain(at), server, type_.upper() if type_ else None)
        )

    def recover(self) -> None:
        """
        Nothing goes wrong any more.
        """
        self.planned.clear()
        self.delay_seconds = 0.0

    def of(self, server: str, name: str, type_: str) -> Fault | None:
        """
        What it does with a question; of several plans the newest.
        """
        striking = (one for one in reversed(self.planned) if one.strikes(server, name, type_))
        return next((one.fault for one in striking), None)

    def leave_nobody(self, servers: Collection[str], name: str, type_: str) -> bool:
        """
        Whether no server is left who would tell a resolver.
        """
        return all(self.of(server, name, type_) in DEADLY for server in servers)

    def told(self) -> list[dict[str, str | None]]:
        """
        What goes wrong, as JSON.
        """
        return [asdict(one) for one in self.planned]
