"""
What is served under a name, what can be given to whom, and what becomes of it.
"""

from dataclasses import replace
from datetime import datetime

from tenantry.hosts.model import (
    HOSTS_MAX,
    DomainClosed,
    Host,
    HostedDomain,
    Missing,
    NotUnderDomain,
    Reach,
    Site,
    State,
    TooManyHosts,
    Why,
)
from tenantry.hosts.names import is_name, parent_of
from tenantry.mail.model import Look
from tenantry.resellers.looks import worn_over
from tenantry.resellers.model import Reseller
from tenantry.tenants.model import Status, Tenant, TenantNotFound
from tenantry.tenants.rules import check_not_gone


def site_of(name: str, domain: HostedDomain | None, host: Host | None) -> Site | Missing:
    """
    What is served under a name: whom it was given to, else the reseller of its domain.

    Args:
        domain: The domain that the name is, or stands right under; None where none is proven.
        host: What was said of this very name, if anything was.
    """
    if domain is None:
        return Missing.UNKNOWN
    if domain.state is State.CLOSED:
        return Missing.SUSPENDED
    site = Site(name, domain.reseller_id, None, domain.look, reaches(domain, name))
    if host is None or not stands_under(host, domain):
        return site
    if host.state is State.CLOSED:
        return Missing.CLOSED
    look = worn_over(domain.look, host.over)
    return replace(site, tenant_id=host.tenant_id, look=look, is_given=True)


def stands_under(host: Host, domain: HostedDomain) -> bool:
    """
    Whether what was said of a host still counts: its domain is not another reseller's by now.
    """
    return (host.domain, host.reseller_id) == (domain.name, domain.reseller_id)


def reaches(domain: HostedDomain, name: str) -> bool:
    """
    Whether people get to us by a name of this domain.
    """
    reach = domain.reach
    if domain.state is not State.OPEN or name in reach.hidden:
        return False
    return reach.apex if name == domain.name else reach.below


def domain_of(name: str, reseller: Reseller) -> str:
    """
    Which of the reseller's domains a host stands under.

    A name further down is refused: neither the wildcard record nor the certificate holds it.

    Raises:
        NotUnderDomain: None of them.
    """
    for domain in (name, parent_of(name)):
        if is_name(name) and domain in reseller.domains:
            return domain
    message = "a host is a domain that you have proven, or a name right under one"
    raise NotUnderDomain(message, field="host", domains=list(reseller.domains))


def check_given(reseller: Reseller, tenant: Tenant | None, name: str) -> None:
    """
    Refuse a host for a tenant that is another reseller's, is gone, or has enough of them.

    Raises:
        TenantNotFound: There is none, or it is not this reseller's (R-RES-6).
        TenantDeleted: It is gone.
        TooManyHosts: It has `HOSTS_MAX`.
    """
    if tenant is None or tenant.is_reseller or tenant.parent_tenant_id != reseller.id:
        message = "there is no such tenant"
        raise TenantNotFound(message, field="tenant_id")
    check_not_gone(tenant)
    if name not in tenant.hosts and len(tenant.hosts) >= HOSTS_MAX:
        message = f"a tenant can have {HOSTS_MAX} hosts; take one of them away first"
        raise TooManyHosts(message, field="host", most=HOSTS_MAX)


def check_serves(domain: HostedDomain | None, reseller: Reseller) -> None:
    """
    Refuse hosts under a domain that is suspended, or another reseller's by now.

    Raises:
        DomainClosed: It is.
    """
    is_its = domain is not None and domain.reseller_id == reseller.id
    if domain is None or not is_its or domain.state is State.CLOSED:
        message = "the domain is suspended: set its record again, and let it be checked"
        raise DomainClosed(message, field="host")


def given(
    before: Host | None, tenant: Tenant | None, *, name: str, domain: HostedDomain, now: datetime
) -> Host:
    """
    The host as it is given now, whoever had it before; the same object when it is so already.
    """
    host = Host(name, domain.name, domain.reseller_id, given_at=now)
    host = host if tenant is None else shown_by(host, tenant)
    if before is None:
        return replace(host, version=1)
    is_same = replace(host, given_at=before.given_at, version=before.version) == before
    return before if is_same else replace(host, version=before.version + 1)


def why_closed(host: Host, domain: HostedDomain | None) -> Why | None:
    """
    Why a host serves nothing at present; None while it does.
    """
    is_open = domain is not None and domain.state is State.OPEN
    if domain is None or not is_open or not stands_under(host, domain):
        return Why.DOMAIN_NOT_PROVEN
    return host.why


def shown_by(host: Host, tenant: Tenant) -> Host:
    """
    The host as its tenant's own: it shows the tenant's branding, and closes when the tenant goes.
    """
    if tenant.status is Status.PURGED:
        return _next(host, tenant_id=None, over=None, why=Why.TENANT_PURGED)
    if tenant.parent_tenant_id != host.reseller_id:
        return _next(host, tenant_id=None, over=None, why=Why.TENANT_MOVED)
    why = Why.TENANT_DELETED if tenant.status is Status.DELETED else None
    return _next(host, tenant_id=tenant.id, over=tenant.branding or None, why=why)


def opened(
    before: HostedDomain | None,
    name: str,
    reseller: Reseller,
    *,
    look: Look,
    proven_by: datetime,
    reach: Reach,
) -> HostedDomain:
    """
    The domain as it serves this reseller's look; the same object when it does so already.
    """
    after = HostedDomain(name, reseller.id, proven_by, State.OPEN, look, reach)
    if before is None:
        return after
    after = replace(after, version=before.version)
    return before if after == before else replace(after, version=before.version + 1)


def closed(before: HostedDomain) -> HostedDomain:
    """
    The domain as it serves nothing.
    """
    after = replace(before, state=State.CLOSED, reach=Reach())
    return before if after == before else replace(after, version=before.version + 1)


def looking(before: HostedDomain, look: Look) -> HostedDomain:
    """
    The domain with another look.
    """
    after = replace(before, look=look)
    return before if after == before else replace(after, version=before.version + 1)


def portal_left(reseller: Reseller, domain: str) -> str | None:
    """
    Where the reseller's links lead when it has a domain no longer.
    """
    portal = reseller.portal
    return None if portal is None or domain in {portal, parent_of(portal)} else portal


def _next(host: Host, **changes: object) -> Host:
    after = replace(host, **changes)  # type: ignore[arg-type] # the fields' own types, given by name
    return host if after == host else replace(after, version=host.version + 1)
