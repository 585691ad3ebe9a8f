"""
Domains that are proven without DNS, and the hosts under them.
"""

from dataclasses import replace
from datetime import datetime

from tenantry.domains import store as domains
from tenantry.domains.findings import Check, CheckName, CheckState, Finding
from tenantry.domains.model import Domain, State
from tenantry.hosts import commands, following
from tenantry.hosts.model import ListedHost, Reach
from tenantry.ids import TenantId
from tenantry.transactions import transaction
from tests.acting import DAY, NOON, an_act, owner_of

PARTNER = "partner.example"
PORTAL = f"portal.{PARTNER}"
SHOP = f"shop.{PARTNER}"
EVERYWHERE = Reach(apex=True, below=True)


def a_domain(
    reseller_id: TenantId,
    name: str = PARTNER,
    state: State = State.PROVEN,
    now: datetime = NOON,
    *,
    is_here: bool = True,
) -> Domain:
    """
    A domain as a pass leaves it.

    Args:
        is_here: Whether its DNS leads to us.
    """
    led = CheckState.PASSED if is_here else CheckState.PENDING
    finding = Finding(led, "here" if is_here else "missing", "as the test has it")
    check = Check(finding, now, now, now + DAY, finding, now)
    return Domain(
        reseller_id=reseller_id,
        name=name,
        token=f"token of {reseller_id}",
        claimed_at=now,
        eager_from=now,
        next_check_at=now + DAY,
        state=state,
        checks={CheckName.APEX: check, CheckName.WILDCARD: check},
        proven_at=now,
    )


def prove(
    reseller_id: TenantId, name: str = PARTNER, now: datetime = NOON, *, served: Reach = EVERYWHERE
) -> Domain:
    """
    A reseller's domain, proven and served.
    """
    domain = a_domain(reseller_id, name, now=now)
    with transaction() as writes:
        domains.create(writes, domain)
        domains.hold(writes, domains.get_holder(name), domain)
    following.follow(domain, served, an_act(owner_of(reseller_id), now))
    return domain


def let_be(domain: Domain, state: State, now: datetime = NOON) -> Domain:
    """
    The domain in another state, moved as a pass moves it: in one transaction with what must shut.
    """
    after = replace(domain, state=state, version=domain.version + 1)
    with transaction() as writes:
        domains.replace(writes, domain, after)
        if domain.is_holder and state is State.RELEASED:
            domains.reserve(writes, domain)
        following.close_with_domain(writes, domain, after)
    following.follow(after, EVERYWHERE, an_act(owner_of(domain.reseller_id), now))
    return after


def give(
    reseller_id: TenantId,
    host: str = PORTAL,
    tenant_id: TenantId | None = None,
    now: datetime = NOON,
) -> ListedHost:
    """
    A host that a reseller gives to a tenant, or to itself.
    """
    return commands.give(reseller_id, host, tenant_id, an_act(owner_of(reseller_id), now))


def open_shop(reseller_id: TenantId, tenant_id: TenantId, name: str) -> None:
    """
    A proven domain, with a host that is a tenant's.
    """
    prove(reseller_id, name)
    give(reseller_id, f"shop.{name}", tenant_id)
