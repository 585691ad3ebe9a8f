"""
What hosts show follows from domains, resellers and tenants: the copies change with them.

Resellers and tenants call this from inside their own transactions; domains close in theirs, and
open in one that follows.
"""

from collections.abc import Callable
from itertools import islice

from tenantry import events
from tenantry.acts import Act
from tenantry.domains import store as domains
from tenantry.domains.checks import wildcard
from tenantry.domains.findings import CheckName
from tenantry.domains.following import Follower, Found, Wanted
from tenantry.domains.model import Domain
from tenantry.domains.model import State as Ownership
from tenantry.hosts import rules, store
from tenantry.hosts.model import HostedDomain, Reach, State
from tenantry.ids import TenantId
from tenantry.resellers import commands as reseller_commands
from tenantry.resellers import store as resellers
from tenantry.resellers.looks import look_of
from tenantry.resellers.model import Reseller
from tenantry.resellers.rules import changed
from tenantry.tenants.model import Tenant
from tenantry.transactions import Writes, transaction, worked_out_anew

WATCHED_MAX = 20
"""How many hosts of a domain each pass looks at in DNS, the first by name."""


def follower(served: Callable[[Domain], Reach]) -> Follower:
    """
    How hosts follow domains: after certificates, whose outcome they tell people of.

    Args:
        served: Which names of a domain the edge serves with a certificate.
    """

    def follows(domain: Domain, found: Found, act: Act) -> None:
        del found
        follow(domain, served(domain), act)

    return Follower("hosts", wants=hosts_in_use, joins=close_with_domain, follows=follows)


def hosts_in_use(domain: Domain) -> Wanted:
    """
    The names of a domain that no record of its own may hide.
    """
    rows = store.hosts_of(domain.reseller_id, None, None, domain=domain.name)
    open_ = (host.name for _, host in rows if host.state is State.OPEN)
    return Wanted(hosts=tuple(islice((name for name in open_ if name != domain.name), WATCHED_MAX)))


def close_with_domain(writes: Writes, before: Domain | None, after: Domain) -> None:
    """
    Let nothing be served under a domain from the very transaction that suspends or ends it.
    """
    if before is None or after.is_served or after.state is Ownership.CLAIMED:
        return
    hosted = store.get_domain(after.name)
    if hosted is None or hosted.reseller_id != after.reseller_id:
        return
    if after.state is not Ownership.SUSPENDED:
        store.remove_domain(writes, hosted)
        _let_go(writes, hosted)
        return
    closed = rules.closed(hosted)
    if closed is not hosted:
        store.put_domain(writes, hosted, closed)


def follow(domain: Domain, served: Reach, act: Act) -> None:
    """
    Shape 1. Let a domain serve its reseller's look while it is held; a repeat changes nothing.

    Args:
        served: Which of its names the edge serves; people get to those whose DNS leads there too.

    Raises:
        DomainNotHeld: It was suspended, or lost, at the same moment.
    """
    if not domain.is_served:
        # It was closed in the transaction that has moved the domain.
        return
    reach = Reach(
        apex=served.apex and domain.has_passed(CheckName.APEX),
        below=served.below and domain.has_passed(CheckName.WILDCARD),
        hidden=_hidden(domain),
    )
    worked_out_anew(lambda: _open(domain, act, reach))


def reseller_changed(writes: Writes, before: Reseller, after: Reseller) -> None:
    """
    Give the reseller's domains its new look, in the transaction that changes it.
    """
    look = look_of(after)
    if look == look_of(before):
        return
    for hosted in store.get_domains(after.domains):
        other = rules.looking(hosted, look)
        if hosted.reseller_id == after.id and other is not hosted:
            store.put_domain(writes, hosted, other)


def tenant_changed(writes: Writes, before: Tenant, after: Tenant) -> None:
    """
    Give the tenant's hosts its new look, or close them, in the transaction that changes it.
    """
    for host in store.get_hosts(before.hosts):
        shown = rules.shown_by(host, after)
        if host.tenant_id == before.id and shown is not host:
            store.put_host(writes, host, shown)


def _hidden(domain: Domain) -> tuple[str, ...]:
    """
    The hosts that were last clearly seen to lead elsewhere; the finding says how to mend each.
    """
    check = domain.checks.get(CheckName.WILDCARD)
    found = None if check is None else check.clear
    if found is None or found.reason != wildcard.HIDDEN:
        return ()
    return tuple(record.name for record in found.records)


def _open(domain: Domain, act: Act, reach: Reach) -> None:
    reseller = reseller_commands.get(domain.reseller_id)
    before = store.get_domain(domain.name)
    after = rules.opened(
        before,
        domain.name,
        reseller,
        look=look_of(reseller),
        proven_by=domain.claimed_at,
        reach=reach,
    )
    names = tuple(sorted({*reseller.domains, domain.name}))
    showing = changed(reseller, domains=names)
    if after is before and showing is reseller:
        return
    with transaction() as writes:
        domains.check_served(writes, domain)
        if after is not before:
            store.put_domain(writes, before, after)
        # The look was read with the reseller: whoever changes it at this moment is one of the two.
        if showing is reseller:
            resellers.hold(writes, reseller)
        else:
            resellers.replace(writes, reseller, showing)
        if before is not None and before.reseller_id != reseller.id:
            _let_go(writes, before)
        _record(writes, act, before, after)


def _let_go(writes: Writes, hosted: HostedDomain) -> None:
    """
    Strike a domain out with the reseller that has it no longer.
    """
    former = resellers.get_reseller(TenantId(hosted.reseller_id))
    if former is None or hosted.name not in former.domains:
        return
    names = tuple(name for name in former.domains if name != hosted.name)
    portal = rules.portal_left(former, hosted.name)
    resellers.replace(writes, former, changed(former, domains=names, portal=portal))


def _record(writes: Writes, act: Act, before: HostedDomain | None, after: HostedDomain) -> None:
    is_served = before is not None and before.state is State.OPEN
    is_known = before is not None and is_served and before.reseller_id == after.reseller_id
    events.record(
        writes,
        act,
        "hosts.changed" if is_known else "hosts.opened",
        tenant_id=after.reseller_id,
        reseller_id=after.reseller_id,
        domain=after.name,
        reaches_apex=after.reach.apex,
        reaches_below=after.reach.below,
    )
