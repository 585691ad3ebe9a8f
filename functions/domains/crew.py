"""
Who follows domains, in this order, and what a pass is made with.
"""

from tenantry import settings
from tenantry.certificates.following import FOLLOWER as CERTIFICATES
from tenantry.certificates.model import claim_of, names_of
from tenantry.certificates.store import get_certificate
from tenantry.dns.lookups import configured
from tenantry.domains.checks.scene import Platform
from tenantry.domains.following import Follower
from tenantry.domains.model import Domain
from tenantry.domains.passing import Crew
from tenantry.edge.model import EdgeHostState
from tenantry.hosts.following import follower
from tenantry.hosts.model import Reach
from tenantry.senders.following import FOLLOWER as SENDERS


def served(domain: Domain) -> Reach:
    """
    Which names of a domain the edge serves with a certificate.
    """
    certificate = get_certificate(domain.reseller_id, domain.name)
    if certificate is None or certificate.claim != claim_of(domain):
        return Reach()
    active = {name for name, state in certificate.hosts.items() if state is EdgeHostState.ACTIVE}
    apex, below = names_of(domain.name)
    return Reach(apex=apex in active, below=below in active)


FOLLOWERS: tuple[Follower, ...] = (CERTIFICATES, SENDERS, follower(served))
"""Hosts come last: they tell people of what certificates have come to. They shut in the very
transaction that moves their domain, before anybody follows it."""


def crew() -> Crew:
    """
    All that a pass needs, as the settings say.
    """
    platform = Platform(
        edge_host=settings.edge_host(),
        edge_addresses=settings.edge_addresses(),
        spf_include=settings.spf_include(),
        lists=tuple(settings.reputation_lists()),
    )
    return Crew(configured, platform, FOLLOWERS)
