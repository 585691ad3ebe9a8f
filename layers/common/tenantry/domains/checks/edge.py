"""
Whether names lead to our edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tenantry.dns.model import Answer
from tenantry.domains.checks.scene import Scene
from tenantry.domains.findings import CheckState, Finding

ADDRESS_TYPES = ("A", "AAAA")


@dataclass(frozen=True, slots=True)
class Target:
    """
    Where names should lead.

    Args:
        addresses: All that our edge has now, in the form of DNS.
        answers: Who said so.
    """

    host: str
    addresses: frozenset[str]
    answers: tuple[Answer, ...]

    @property
    def is_known(self) -> bool:
        """
        Whether addresses can be compared with it.
        """
        return bool(self.addresses) and all(answer.is_clear for answer in self.answers)

    def is_chained(self, answer: Answer) -> bool:
        """
        Whether a CNAME, over others or not, leads to the edge by its name.
        """
        return self.host in answer.chain

    def strangers(self, answers: Sequence[Answer]) -> tuple[str, ...]:
        """
        The addresses that are not the edge's.
        """
        values = (value for answer in answers for value in answer.values)
        return tuple(value for value in values if value not in self.addresses)


def target_of(scene: Scene) -> Target:
    """
    Our edge as it can be reached now.
    """
    platform = scene.platform
    answers = scene.lookups.ask_all([(platform.edge_host, type_) for type_ in ADDRESS_TYPES])
    found = {value for answer in answers for value in answer.values}
    return Target(
        platform.edge_host, frozenset(found) | set(platform.edge_addresses), tuple(answers)
    )


def no_edge() -> Finding:
    """
    That this deployment has no edge to which hosts could lead.
    """
    words = "This platform has no edge for partners' hosts yet; nothing is to be set."
    return Finding(CheckState.NOT_TESTED, "no_edge", words)


def edge_unknown() -> Finding:
    """
    That our own edge could not be looked up.
    """
    words = "We could not look up the addresses of our own edge; we look again."
    return Finding(CheckState.UNKNOWN, "edge_unknown", words)
