"""
Purging a deleted tenant: what names a person or holds their business goes.

Events and holdings stay.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import batched

from tenantry import events
from tenantry.acts import Act
from tenantry.hosts.following import tenant_changed
from tenantry.ids import TenantId
from tenantry.invites import store as invites
from tenantry.records import store as records
from tenantry.tenants import rules
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Tenant
from tenantry.transactions import ITEMS_MAX, transaction
from tenantry.users import store as users
from tenantry.users.model import Member


def purge(tenant_id: TenantId, act: Act) -> Tenant | None:
    """
    Shape 2. Erase a tenant whose retention is over: batches first, the tenant's own mark last.

    A try that dies half-way is finished by the next; erasing what is gone already does no harm.
    """
    tenant = tenants.get_tenant(tenant_id)
    if tenant is None:
        return None
    purged = rules.purge(tenant, act.now)
    if purged is tenant:
        return tenant
    for places in batched(records.places_of(tenant_id), ITEMS_MAX, strict=False):
        with transaction() as writes:
            for place in places:
                records.erase(writes, place)
    _erase_people([member for _, member in users.members_of(tenant_id)])
    _erase_invite(tenant)
    with transaction() as writes:
        tenants.replace(writes, tenant, purged)
        tenant_changed(writes, tenant, purged)
        events.record(
            writes,
            act,
            "tenant.purged",
            tenant_id=tenant_id,
            reseller_id=tenant.parent_tenant_id,
        )
    return purged


def _erase_people(members: Iterable[Member]) -> None:
    for member in members:
        others = [
            other
            for other in users.memberships_of(member.user_id)
            if other.workspace_id != member.workspace_id
        ]
        user = users.get_user(member.user_id)
        with transaction() as writes:
            users.remove_member(writes, member.workspace_id, member.user_id)
            if user is not None and not others:
                users.erase_user(writes, user)


def _erase_invite(tenant: Tenant) -> None:
    if tenant.invite_id is None:
        return
    invite = invites.get_invite(tenant.invited_by or tenant.held_by, tenant.invite_id)
    if invite is None:
        return
    nameless = replace(invite.offer, email="", tenant_name="", branding=None)
    if invite.offer == nameless:
        return
    with transaction() as writes:
        invites.replace(writes, invite, replace(invite, offer=nameless))
