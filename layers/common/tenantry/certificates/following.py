"""
Certificates and the edge as what follows a domain: at each of its passes they are where it is.
"""

from dataclasses import replace
from datetime import datetime

from tenantry import settings
from tenantry.acts import Act
from tenantry.certificates import rules
from tenantry.certificates.handshake import handshakes
from tenantry.certificates.model import Certificate, Served
from tenantry.certificates.settling import Means, settle, settle_now
from tenantry.dns.lookups import configured
from tenantry.domains import store as domains
from tenantry.domains.following import Follower, Found
from tenantry.domains.model import Domain, State
from tenantry.edge.absent import NoEdge
from tenantry.edge.cloudfront import CloudFront
from tenantry.ids import TenantId
from tenantry.transactions import transaction, worked_out_anew


def means() -> Means:
    """
    The edge and the handshakes of this deployment.
    """
    distribution = settings.edge_distribution()
    if distribution is None:
        return Means(NoEdge())
    return Means(CloudFront(distribution, settings.edge_connection_group()), _look)


def follow(domain: Domain, found: Found, act: Act) -> datetime | None:
    """
    Shape 3. Bring certificate and edge to where a domain is; by when to look at it again.

    Raises:
        AuthorityUnavailable, EdgeUnavailable: One of them did not answer.
        Conflict: Others changed the certificate again and again.
    """
    del found
    after = settle(domain.reseller_id, domain.name, means(), act)
    return None if after is None else rules.next_look(after, act.now)


def settle_and_look_again(reseller_id: TenantId, name: str, act: Act) -> Certificate | None:
    """
    Shape 3. The same for a partner that waits, and see that the rest is done soon.
    """
    after = settle_now(reseller_id, name, means(), act)
    at = None if after is None else rules.next_look(after, act.now)
    if at is not None:
        worked_out_anew(lambda: _look_by(reseller_id, name, at))
    return after


def _look_by(reseller_id: TenantId, name: str, at: datetime) -> None:
    domain = domains.get_domain(reseller_id, name)
    if domain is None or domain.state is State.RELEASED or domain.next_check_at <= at:
        return
    with transaction() as writes:
        after = replace(domain, next_check_at=at, version=domain.version + 1)
        domains.replace(writes, domain, after)


def _look(host: str, serial: str | None, now: datetime) -> Served:
    return handshakes(configured()).look(host, serial, now)


FOLLOWER = Follower("certificates", follows=follow)
