"""
A proven domain as the front sees it, the hosts under it, and the site that a request came to.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tenantry.errors import ChangedMeanwhile, Misdirected, NotFound, RuleBroken
from tenantry.ids import TenantId
from tenantry.mail.model import Look

HOSTS_MAX = 5
"""How many hosts a tenant can have: each is one more item in every write that changes its look."""


class State(StrEnum):
    """
    Whether a domain, or a host, serves anything.
    """

    OPEN = "open"
    CLOSED = "closed"


class Why(StrEnum):
    """
    Why a host is closed.
    """

    TENANT_DELETED = "tenant_deleted"
    TENANT_PURGED = "tenant_purged"
    TENANT_MOVED = "tenant_moved"
    """To another reseller: the name is still its old one's."""
    DOMAIN_NOT_PROVEN = "domain_not_proven"
    """The domain is suspended, released, or another account's; never stored with a host."""


class Missing(StrEnum):
    """
    Why nothing is served at a name.
    """

    NO_NAME = "no_name"
    """What was sent is no host's name: an address, two names, a name that is too long."""
    UNKNOWN = "unknown"
    SUSPENDED = "suspended"
    """Its domain's proof has been missing for too long."""
    CLOSED = "closed"
    """Its tenant is gone."""


@dataclass(frozen=True, slots=True)
class Reach:
    """
    Whether people get to us by the names of a domain: DNS leads here, with a certificate.

    Args:
        apex: By the domain itself.
        below: By the names right under it.
        hidden: Names of these that records of their own send elsewhere.
    """

    apex: bool = False
    below: bool = False
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HostedDomain:
    """
    A proven domain: every name right under it, and it itself, shows its reseller's look.

    Args:
        name: The root domain, as an A-label.
        proven_by: When the claim was made that has proven it; another proof is another domain.
        look: A copy of the reseller's, so that one read tells all; the reseller's own commands
            change it in their transactions.
        version: Grows by one with every change; a write names the version that it read.
    """

    name: str
    reseller_id: TenantId
    proven_by: datetime
    state: State
    look: Look
    reach: Reach = Reach()
    version: int = 1


@dataclass(frozen=True, slots=True)
class Host:
    """
    A name that was given to somebody: to a tenant, or to the reseller itself.

    Args:
        name: The whole name, as A-labels, lower case, without a final dot.
        domain: The root domain that it stands under; it serves while that is open and the same
            reseller's.
        tenant_id: Whose look it shows; None for the reseller's own, or when the tenant is gone.
        over: A copy of the tenant's own branding, which stands over its reseller's.
        why: Why it is closed; None while it is open.
        version: Grows by one with every change; a write names the version that it read.
    """

    name: str
    domain: str
    reseller_id: TenantId
    given_at: datetime
    tenant_id: TenantId | None = None
    over: dict[str, str] | None = None
    why: Why | None = None
    version: int = 1

    @property
    def state(self) -> State:
        """
        Whether it serves anything, as far as its tenant goes.
        """
        return State.OPEN if self.why is None else State.CLOSED


@dataclass(frozen=True, slots=True)
class ListedHost:
    """
    A host as its reseller sees it.

    Args:
        why: Why it serves nothing at present; None while it does.
        is_portal: Whether the links in the reseller's mails lead there, once people can reach it.
        is_reachable: Whether they can.
    """

    host: Host
    why: Why | None
    is_portal: bool
    is_reachable: bool


@dataclass(frozen=True, slots=True)
class Site:
    """
    Where a request came to, when it was no host of the platform's own.

    It says how things look, and never who may do what: see docs/decisions/0029.

    Args:
        tenant_id: None where the host is the reseller's own.
        is_reachable: Whether links can lead there.
        is_given: Whether somebody was given this very name; else it is one of all those under a
            domain.
    """

    host: str
    reseller_id: TenantId
    tenant_id: TenantId | None
    look: Look
    is_reachable: bool
    is_given: bool = False


class NotServed(Misdirected):
    """
    Nothing is served under the name that was asked for; `reason` says why.
    """

    code = "host.not_served"


class HostNotFound(NotFound):
    """
    The reseller has given no such host to anybody.
    """

    code = "host.not_found"


class NotUnderDomain(NotFound):
    """
    The name is no domain that the reseller has proven, and does not stand right under one.

    Under whose domain it stands otherwise is not told.
    """

    code = "host.not_under_domain"


class DomainClosed(RuleBroken):
    """
    The domain of the host is suspended, and serves nothing.
    """

    code = "host.domain_closed"


class TooManyHosts(RuleBroken):
    """
    The tenant has as many hosts as one can have.
    """

    code = "host.too_many"


class HostChanged(ChangedMeanwhile):
    """
    The host, or its domain, was changed between our read and our write.
    """

    code = "host.changed_meanwhile"
