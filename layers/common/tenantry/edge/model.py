"""
What any edge can be asked, whoever runs it: one entry for each proof of a domain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from tenantry.errors import Conflict, RuleBroken, Unavailable

NAME_MAX = 80
"""Characters of a domain that are shown in an entry's name; 128 are possible, its hash included."""


class EdgeHostState(StrEnum):
    """
    Whether the edge serves a host, apart from how its certificate is (R-WL-2).
    """

    DETACHED = "detached"
    """The edge does not know it."""
    DEPLOYING = "deploying"
    """The edge knows it, and not yet at all of its places."""
    ACTIVE = "active"
    INACTIVE = "inactive"
    """The edge knows it, and serves nothing for it: it is switched off, or has no certificate."""
    CONFLICT = "conflict"
    """The edge serves it for somebody else; it must let go there first."""
    REFUSED = "refused"
    """The edge does not take the certificate for it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What the edge has for one proof of a domain.

    Args:
        hosts: Each host by name, `*.example.com` among them, and whether it is served.
        certificate: The ARN of what they are served with.
    """

    name: str
    hosts: Mapping[str, EdgeHostState]
    certificate: str | None


class Edge(Protocol):
    """
    Something that serves hosts with certificates. Every call can be repeated.
    """

    def attach(self, name: str, hosts: Sequence[str], certificate: str) -> Entry:
        """
        Serve *hosts*, and none besides, with *certificate*; what is so already stays so.

        Raises:
            HostTaken: The edge serves one of them under another name.
            CertificateNotTaken: It does not take the certificate for them.
            EdgeBusy: Somebody changed the entry at the same moment.
            EdgeUnavailable: It did not answer, or is busy; it may have been done.
        """

    def detach(self, name: str) -> bool:
        """
        Serve nothing under *name* any more; whether nothing of it is left.

        False while the edge is taking it away: ask again in a minute.

        Raises:
            EdgeBusy: Somebody changed the entry at the same moment.
            EdgeUnavailable: It did not answer, or is busy; it may have been done.
        """

    def state(self, name: str) -> Entry | None:
        """
        What the edge has under *name*; None for nothing.

        Raises:
            EdgeUnavailable: It did not answer, or is busy.
        """


class HostTaken(RuleBroken):
    """
    The edge serves this host for somebody else.
    """

    code = "edge.host_taken"


class CertificateNotTaken(RuleBroken):
    """
    The edge does not serve these hosts with this certificate.
    """

    code = "edge.certificate_refused"


class EdgeBusy(Conflict):
    """
    The edge's entry was changed at the same moment.
    """

    code = "edge.busy"


class EdgeUnavailable(Unavailable):
    """
    The edge did not answer.
    """

    code = "edge.unavailable"


def entry_name(domain: str, claim: str) -> str:
    """
    What the edge knows a proof of a domain by.

    Each proof has a name of its own: what is still being taken away for the one before it can never
    be mistaken for what is served now.

    Args:
        claim: What tells this proof from others; only its hash goes out.

    Example:
        >>> entry_name("example.com", "a claim")
        'example.com-a1e14c3d6ae61f6af1e6f1fb'
    """
    digest = sha256(f"{domain} {claim}".encode()).hexdigest()[:24]
    return f"{domain[:NAME_MAX].rstrip('.-')}-{digest}"
