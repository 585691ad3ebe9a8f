"""
Where the links in a mail lead: to a partner's own host once people get there, else to us.
"""

from collections.abc import Iterable

from tenantry.delivery.looks import OURS, Worn, look_of
from tenantry.hosts import store as hosts
from tenantry.hosts.model import Site
from tenantry.hosts.sites import address_of
from tenantry.ids import TenantId, UserId
from tenantry.principals import PLATFORM
from tenantry.reads import get_all
from tenantry.resellers.model import Reseller
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Tenant
from tenantry.users import store as users


def worn(
    reseller: Reseller, over: dict[str, str] | None = None, tenant: Tenant | None = None
) -> Worn:
    """
    What a mail in the reseller's name wears, and where its links lead.

    Args:
        over: A tenant's or an invite's own branding, which goes before the reseller's.
        tenant: Whose own host links lead to, if it has one.
    """
    own = () if tenant is None else tenant.hosts[:1]
    names = own if reseller.portal is None else (*own, reseller.portal)
    return Worn(look_of(reseller, over), reseller.id, _home(reseller.id, names))


def worn_at(host: str | None, user_id: UserId) -> Worn:
    """
    What the mail with a sign-in link wears that was asked for at a host.

    The link opens every workspace of its person. So it leads to a partner's host, whose DNS is the
    partner's, only for people who have to do with that partner alone (docs/decisions/0029).
    """
    site = None if host is None else hosts.find(host)
    if not isinstance(site, Site) or not site.is_reachable:
        return OURS
    if not is_only_with(user_id, site.reseller_id):
        return OURS
    return Worn(site.look, site.reseller_id, address_of(site.host))


def is_only_with(user_id: UserId, reseller_id: TenantId) -> bool:
    """
    Whether all workspaces of a person are this reseller's: its own, or those of its tenants.
    """
    joined = [member.workspace_id for member in users.memberships_of(user_id)]
    if not joined or PLATFORM in joined:
        return False
    items = get_all([(tenants.TenantItem, tenants.key(one)) for one in joined])
    workspaces = [tenants.tenant_from(item) for item in items if item is not None]
    return all(reseller_id in {one.id, one.parent_tenant_id} for one in workspaces)


def _home(reseller_id: TenantId, names: Iterable[str]) -> str | None:
    for name in names:
        site = hosts.find(name)
        # What was given may have been taken back, or have gone with its domain, this very moment.
        is_its = isinstance(site, Site) and site.is_given and site.reseller_id == reseller_id
        if isinstance(site, Site) and is_its and site.is_reachable:
            return address_of(name)
    return None
