"""
A domain's certificate: who it is from, how far it is, until when it lasts, and what serves it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from tenantry.domains.findings import Record
from tenantry.domains.model import Domain
from tenantry.edge.model import EdgeHostState, entry_name
from tenantry.errors import Conflict, NotFound, RuleBroken, Unavailable
from tenantry.ids import TenantId

NOTICE_DAYS = (30, 14, 7, 1)
"""How many days before a certificate ends its partner is told, each once."""

ANEW_MAX = 5
"""How often in a row a request that nobody validated is made anew by itself: ACM gives up after 72
hours, and an account has 5,000 requests a year. Then the partner asks."""

IMPORT_LASTS = timedelta(minutes=2)
"""For how long an import may still be under way; after that, whoever comes next finishes it."""


LEAVES_AFTER = timedelta(minutes=5)
"""How long what is left of a certificate stays written down at least: longer than any function
runs that may still be telling the edge of it."""


class Source(StrEnum):
    """
    Who a certificate is from.
    """

    PLATFORM = "platform"
    OWN = "own"
    """The partner has sent it; nobody renews it but the partner."""


class State(StrEnum):
    """
    How far a certificate is.
    """

    REQUESTED = "requested"
    """Meant, and perhaps asked for already: the answer of the authority is not written down."""
    PENDING_VALIDATION = "pending_validation"
    """The authority waits for the records."""
    ISSUED = "issued"
    FAILED = "failed"
    """It was not issued; `reason` says why."""
    EXPIRED = "expired"
    REVOKED = "revoked"


class Seen(StrEnum):
    """
    What a TLS handshake with a host came to.
    """

    SAME = "same"
    """It shows the certificate that we know."""
    OTHER = "other"
    """It shows another one."""
    UNTRUSTED = "untrusted"
    """It shows one that browsers refuse: ended, for other names, or of nobody they know."""
    UNREACHABLE = "unreachable"
    """Nobody answers there, or not with TLS."""
    UNKNOWN = "unknown"
    """DNS gave no clear answer."""
    NOWHERE = "nowhere"
    """The name has no address."""
    INTERNAL = "internal"
    """The name points into a network that is nobody's on the internet: nobody goes there."""


@dataclass(frozen=True, slots=True)
class Issued:
    """
    What stands in a certificate.

    Args:
        serial: In hexadecimal, without colons.
        fingerprint: SHA-256 of the partner's own certificate and its chain; None of others.
    """

    not_before: datetime
    not_after: datetime
    issuer: str
    serial: str
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Renewal:
    """
    How the authority gets on with renewing a certificate of the platform's.

    Args:
        state: `pending_auto_renewal`, `pending_validation` (it needs the records), `success`,
            `failed`.
        reason: Why it failed, in the authority's word.
        records: What must stand in DNS for it.
    """

    state: str
    reason: str | None = None
    records: tuple[Record, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """
        Whether it does not go on without somebody.
        """
        return self.state in {"pending_validation", "failed"}


@dataclass(frozen=True, slots=True)
class Served:
    """
    What a host showed to a TLS handshake, as it was last looked at.
    """

    seen: Seen
    at: datetime
    serial: str | None = None
    issuer: str | None = None
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """
    A partner's own certificate on its way to the authority: meant, and the outcome not known yet.

    Args:
        tag: What it is found by there, if the answer was lost.
        into: The ARN of the one that it replaces; None for a new one.
    """

    tag: str
    started_at: datetime
    issued: Issued
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """
    What the authority says of a certificate.

    Args:
        reason: Its own word for why there is none, in lower case.
        is_used: Whether something serves it, so that it cannot be deleted.
    """

    state: State
    reason: str | None = None
    records: tuple[Record, ...] = ()
    issued: Issued | None = None
    renewal: Renewal | None = None
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """
    The certificate of one proof of a domain, for the domain and everything one label below it.

    Args:
        claim: Which proof it belongs to: see `claim_of`.
        arn: Where the authority has it; None while it is only meant.
        former: ARNs of those before, which are deleted as soon as nothing serves them.
        attempt: The number of the request; each is one of its own to the authority.
        anew: How many requests in a row were made by themselves.
        asked_at: When this request was meant.
        reason: Why there is none: a stable code, the authority's own word in lower case.
        records: What must stand in DNS before it is issued, and for each renewal.
        attached: The ARN that the edge was last told to serve.
        hosts: How the edge serves them: apart from the certificate's state (R-WL-2).
        trouble: Why the edge did not take the last change; what it served it serves.
        served: What hosts showed to a handshake, by host.
        told: What its partner was told of this certificate already: days, and other marks.
        leaving_since: Since when its domain is this partner's no longer, and all of it goes.
        version: Grows by one with every change; a write names the version that it read.
    """

    reseller_id: TenantId
    domain: str
    claim: str
    source: Source
    state: State
    asked_at: datetime
    attempt: int = 1
    anew: int = 0
    arn: str | None = None
    former: tuple[str, ...] = ()
    reason: str | None = None
    records: tuple[Record, ...] = ()
    issued: Issued | None = None
    renewal: Renewal | None = None
    importing: Import | None = None
    attached: str | None = None
    hosts: Mapping[str, EdgeHostState] = field(default_factory=dict)
    trouble: EdgeHostState | None = None
    served: Mapping[str, Served] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    leaving_since: datetime | None = None
    version: int = 1

    @property
    def names(self) -> tuple[str, str]:
        """
        What it is for: a wildcard covers one label, and not the domain itself.
        """
        return names_of(self.domain)

    @property
    def entry(self) -> str:
        """
        What the edge knows this proof of the domain by.
        """
        return entry_name(self.domain, self.claim)

    @property
    def tag(self) -> str:
        """
        What this request is found by at the authority, if its answer was lost.
        """
        return f"{self.claim}_{self.attempt}"


def names_of(domain: str) -> tuple[str, str]:
    """
    The names that a certificate of a domain must be for.
    """
    return domain, f"*.{domain}"


def claim_of(domain: Domain) -> str:
    """
    Which proof of a domain this is; the token itself goes nowhere.
    """
    source = f"{domain.reseller_id} {domain.name} {domain.token}"
    return sha256(source.encode()).hexdigest()[:26]


class CertificateNotFound(NotFound):
    """
    The domain has no certificate, since it is not proven yet.
    """

    code = "certificate.not_found"


class CertificateIsOwn(RuleBroken):
    """
    The domain has a certificate of its partner's own; it must be given up before the platform asks.
    """

    code = "certificate.own"


class CertificateRefused(RuleBroken):
    """
    The authority does not take the partner's certificate; `authority` says why in its words.
    """

    code = "certificate.refused"


class ImportUnderWay(Conflict):
    """
    Another certificate of this domain is being imported; `retry_after` says when to come back.
    """

    code = "certificate.importing"


class AuthorityUnavailable(Unavailable):
    """
    The certificate authority did not answer, or takes no more requests at this moment.
    """

    code = "certificate.authority_unavailable"
