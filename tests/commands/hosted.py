"""
What tests of hosts ask and do.
"""

from tenantry.hosts import commands, following, store
from tenantry.hosts.model import Host, Site
from tenantry.moves import commands as moves
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Branding, Reseller
from tenantry.retention import commands as retention
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import RETENTION, Tenant
from tests.acting import DAY, NOON, a_job, an_act, owner_of
from tests.builders import a_form, bring_in, make_reseller, tenant_in_table
from tests.hosting import SHOP, give

OTHER = "other.example"


def site(name: str) -> Site:
    """
    What is served under a name.
    """
    found = store.find(name)
    assert isinstance(found, Site), found
    return found


def host(name: str = SHOP) -> Host:
    """
    What was said of a name.
    """
    found = store.get_host(name)
    assert found is not None
    return found


def neighbour() -> Reseller:
    """
    Another reseller.
    """
    return make_reseller(a_form("neighbour", email="n@n.example", company="Neighbour"))


def customer(reseller: Reseller) -> Tenant:
    """
    A customer with a host.
    """
    tenant = bring_in(reseller)
    give(reseller.id, SHOP, tenant.id)
    return tenant_in_table(tenant.id)


def move(tenant: Tenant, receiver: Reseller) -> Tenant:
    """
    Give a tenant to another reseller, a day later.
    """
    return moves.move(tenant.id, receiver.id, "agreed", an_act(now=NOON + DAY))


def delete(tenant: Tenant) -> Tenant:
    """
    Delete a tenant.
    """
    return tenants.delete(tenant.id, an_act(), also=following.tenant_changed)


def purge(tenant: Tenant) -> None:
    """
    Purge a deleted tenant.
    """
    retention.purge(tenant.id, a_job(NOON + RETENTION))


def brand(reseller: Reseller, **branding: str) -> Reseller:
    """
    Give a reseller another look.
    """
    look = Branding(**branding)
    act = an_act(owner_of(reseller.id))
    return resellers.change(reseller.id, act, branding=look, also=following.reseller_changed)


def rows(reseller: Reseller) -> list[tuple[str, str]]:
    """
    A reseller's list of hosts.
    """
    now = resellers.get(reseller.id)
    return [(place, row.host.name) for place, row in commands.listed(now, None, None)]
