"""
A deployment without an edge: partners' hosts are nobody's, and certificates serve nothing.
"""

from collections.abc import Sequence

from tenantry.edge.model import EdgeHostState, Entry


class NoEdge:
    """
    An `Edge` that serves nothing.
    """

    def attach(self, name: str, hosts: Sequence[str], certificate: str) -> Entry:
        """
        Nothing is served.
        """
        del certificate
        return Entry(name, dict.fromkeys(hosts, EdgeHostState.DETACHED), None)

    def detach(self, name: str) -> bool:
        """
        Nothing was served.
        """
        del name
        return True

    def state(self, name: str) -> None:
        """
        Nothing is there.
        """
        del name
