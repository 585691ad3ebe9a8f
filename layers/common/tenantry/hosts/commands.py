"""
What a reseller asks of its hosts.
"""

from collections.abc import Iterator
from itertools import islice

import idna

from tenantry import events
from tenantry.acts import Act
from tenantry.domains.names import shown
from tenantry.errors import invalid_field
from tenantry.hosts import rules, store
from tenantry.hosts.model import Host, HostedDomain, HostNotFound, ListedHost
from tenantry.ids import TenantId
from tenantry.principals import Principal
from tenantry.resellers import commands as reseller_commands
from tenantry.resellers import store as resellers
from tenantry.resellers.model import Reseller
from tenantry.resellers.rules import changed
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Tenant
from tenantry.tenants.rules import with_hosts
from tenantry.transactions import Writes, transaction, worked_out_anew


def give(reseller_id: TenantId, name: str, tenant_id: TenantId | None, act: Act) -> ListedHost:
    """
    Shape 1. Give a host to a tenant, or to the reseller itself: links in its mails lead there then.

    Whoever had it has it no longer. To give it again as it is changes nothing.

    Args:
        tenant_id: None for the reseller itself.

    Raises:
        Invalid: The name is none that can be typed: an `xn--` label stands for no letters.
        ResellerNotFound: There is no such reseller.
        NotUnderDomain: The name stands right under none of the reseller's proven domains.
        DomainClosed: That domain is suspended.
        TenantNotFound: The reseller has no such tenant.
        TenantDeleted, TooManyHosts: The tenant is gone, or has enough of them.
    """
    _check_letters(name)
    return worked_out_anew(lambda: _give(reseller_id, name, tenant_id, act))


def remove(reseller_id: TenantId, name: str, act: Act) -> Host:
    """
    Shape 1. Take a host away from whom it was given to: it shows what its domain shows.

    Raises:
        HostNotFound: The reseller has given no such host to anybody.
    """
    return worked_out_anew(lambda: _remove(reseller_id, name, act))


def listed(
    reseller: Reseller, after: str | None, limit: int | None
) -> Iterator[tuple[str, ListedHost]]:
    """
    A reseller's hosts by domain and name, each with its place and whether it serves at present.
    """
    domains = {domain.name: domain for domain in store.get_domains(reseller.domains)}
    for place, host in store.hosts_of(reseller.id, after, limit):
        yield place, _listed(host, domains.get(host.domain), reseller)


def chosen(
    reseller: Reseller, principal: Principal, after: str | None, limit: int | None
) -> Iterator[tuple[str, ListedHost]]:
    """
    The hosts of the tenants that a limited support member may touch, as `listed`.
    """
    theirs = tenants.chosen_tenants(principal, None, None, None)
    names = sorted(name for _, tenant in theirs for name in tenant.hosts)
    domains = {domain.name: domain for domain in store.get_domains(reseller.domains)}
    places = sorted((store.place_of(host), host) for host in store.get_hosts(names))
    following = (row for row in places if row[0] > (after or ""))
    for place, host in islice(following, limit):
        yield place, _listed(host, domains.get(host.domain), reseller)


def _give(reseller_id: TenantId, name: str, tenant_id: TenantId | None, act: Act) -> ListedHost:
    reseller = reseller_commands.get(reseller_id)
    domain = store.get_domain(rules.domain_of(name, reseller))
    rules.check_serves(domain, reseller)
    assert domain is not None, "what serves is there"
    tenant = None if tenant_id is None else tenants.get_tenant(tenant_id)
    if tenant_id is not None:
        rules.check_given(reseller, tenant, name)
    before = store.get_host(name)
    after = rules.given(before, tenant, name=name, domain=domain, now=act.now)
    led = _leading(reseller, name, is_portal=tenant is None)
    if after is before and led is reseller:
        return _listed(after, domain, led)
    with transaction() as writes:
        store.check_open(writes, domain.name, reseller.id)
        if after is not before:
            store.put_host(writes, before, after)
        if led is not reseller:
            resellers.replace(writes, reseller, led)
        _hand_over(writes, before, name, tenant)
        _record(writes, act, "host.given", after)
    return _listed(after, domain, led)


def _remove(reseller_id: TenantId, name: str, act: Act) -> Host:
    before = store.get_host(name)
    if before is None or before.reseller_id != reseller_id:
        message = "this reseller has given no such host to anybody"
        raise HostNotFound(message)
    reseller = reseller_commands.get(reseller_id)
    led = _leading(reseller, name, is_portal=False)
    with transaction() as writes:
        store.remove_host(writes, before)
        if led is not reseller:
            resellers.replace(writes, reseller, led)
        _hand_over(writes, before, name, None)
        _record(writes, act, "host.removed", before)
    return before


def _leading(reseller: Reseller, name: str, *, is_portal: bool) -> Reseller:
    """
    The reseller with its links leading to the host, or to this one no longer.
    """
    if is_portal:
        return changed(reseller, portal=name)
    return changed(reseller, portal=None if reseller.portal == name else reseller.portal)


def _hand_over(writes: Writes, before: Host | None, name: str, tenant: Tenant | None) -> None:
    """
    Write the host down with its tenant, and strike it out with whoever had it.

    Both are conditions on all else that happens to the tenants: one that is deleted or moved at
    the same moment either has this host already, or is read anew.
    """
    if tenant is not None:
        names = tenant.hosts if name in tenant.hosts else (*tenant.hosts, name)
        tenants.replace(writes, tenant, with_hosts(tenant, names))
    if before is None or before.tenant_id is None:
        return
    if tenant is not None and before.tenant_id == tenant.id:
        return
    former = tenants.get_tenant(before.tenant_id)
    if former is not None and name in former.hosts:
        rest = tuple(host for host in former.hosts if host != name)
        tenants.replace(writes, former, with_hosts(former, rest))


def _listed(host: Host, domain: HostedDomain | None, reseller: Reseller) -> ListedHost:
    why = rules.why_closed(host, domain)
    return ListedHost(
        host=host,
        why=why,
        is_portal=reseller.portal == host.name,
        is_reachable=why is None and domain is not None and rules.reaches(domain, host.name),
    )


def _check_letters(name: str) -> None:
    try:
        shown(name)
    except idna.IDNAError:
        rule = "must be a name whose xn-- labels stand for letters"
        raise invalid_field("host", rule) from None


def _record(writes: Writes, act: Act, kind: str, host: Host) -> None:
    events.record(
        writes,
        act,
        kind,
        tenant_id=host.reseller_id,
        reseller_id=host.reseller_id,
        host=host.name,
        domain=host.domain,
        to_tenant_id=host.tenant_id,
    )
