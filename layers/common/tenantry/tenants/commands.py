"""
What a reseller, an operator or the owner asks of a tenant.
"""

from collections.abc import Callable
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.licenses import store as licenses
from tenantry.licenses.model import FreedElsewhere, FreedTo
from tenantry.principals import Principal
from tenantry.subscriptions import store as subscriptions
from tenantry.tenants import rules, store
from tenantry.tenants.model import Tenant, TenantNotFound
from tenantry.transactions import Writes, transaction

type Also = Callable[[Writes, Tenant, Tenant], None]
"""Adds to the transaction what must change with a tenant: the hosts that show its look."""


def read(tenant_id: TenantId, principal: Principal) -> Tenant:
    """
    Read a tenant that the principal may see.

    Raises:
        TenantNotFound: There is none, or it is somebody else's, which is answered alike (R-RES-6).
    """
    tenant = store.get_tenant(tenant_id)
    if tenant is None or tenant.is_reseller or not rules.is_visible(tenant, principal):
        message = "there is no such tenant"
        raise TenantNotFound(message)
    return tenant


def change(
    tenant_id: TenantId,
    act: Act,
    *,
    name: str | None,
    branding: dict[str, str] | None,
    also: Also | None = None,
) -> Tenant:
    """
    Shape 1. Give a tenant another name or branding; None leaves as it is.

    Args:
        also: What changes with it; needed for a tenant with hosts.

    Raises:
        TenantNotFound: There is none that the principal may see.
        TenantDeleted: It is gone.
    """
    before = read(tenant_id, act.principal)
    after = rules.rename(
        before,
        before.name if name is None else name,
        before.branding if branding is None else branding,
    )
    return _move(before, after, "tenant.changed", act, also=also)


def deactivate(tenant_id: TenantId, act: Act) -> Tenant:
    """
    Shape 1. Close a tenant's gate, and keep its licence (R-TEN-3).

    Raises:
        TenantNotFound: There is none that the principal may see.
        TenantDeleted: It is gone.
    """
    before = read(tenant_id, act.principal)
    return _move(before, rules.deactivate(before), "tenant.deactivated", act)


def reactivate(tenant_id: TenantId, act: Act) -> Tenant:
    """
    Shape 1. Open a tenant's gate again for as long as its subscription says.

    Raises:
        TenantNotFound: There is none that the principal may see.
        TenantDeleted: It is gone.
    """
    before = read(tenant_id, act.principal)
    subscription = subscriptions.get_subscription(tenant_id)
    assert subscription is not None, f"{tenant_id} has no subscription"
    after = rules.reactivate(before, subscription)
    if after is before:
        return before
    with transaction() as writes:
        store.replace(writes, before, after)
        # The pilot may expire or be upgraded between our read and our write.
        subscriptions.hold(writes, subscription)
        _record(writes, act, "tenant.reactivated", after)
    return after


def delete(tenant_id: TenantId, act: Act, *, also: Also | None = None) -> Tenant:
    """
    Shape 1. Close a tenant's gate, free its licence, and keep its data for the retention time.

    Args:
        also: What closes with it; needed for a tenant with hosts.

    Raises:
        TenantNotFound: There is none that the principal may see.
    """
    freed_to = FreedTo.AVAILABLE
    for _ in FreedTo:
        try:
            return _delete(tenant_id, freed_to, act, also)
        except FreedElsewhere as elsewhere:
            freed_to = elsewhere.freed_to
    return _delete(tenant_id, freed_to, act, also)


def _delete(tenant_id: TenantId, freed_to: FreedTo, act: Act, also: Also | None) -> Tenant:
    before = read(tenant_id, act.principal)
    after = rules.delete(before, act.now)
    if after is before:
        return before
    with transaction() as writes:
        store.replace(writes, before, after)
        if before.holds_license:
            licenses.free(writes, before.held_by, freed_to)
        _follow(writes, before, after, also)
        _record(writes, act, "tenant.deleted", after, purge_at=rules.purge_at(after).isoformat())
    return after


def _move(
    before: Tenant, after: Tenant, kind: str, act: Act, *, also: Also | None = None
) -> Tenant:
    if after is before:
        return before
    with transaction() as writes:
        store.replace(writes, before, after)
        _follow(writes, before, after, also)
        _record(writes, act, kind, after)
    return after


def _follow(writes: Writes, before: Tenant, after: Tenant, also: Also | None) -> None:
    if also is not None:
        also(writes, before, after)
        return
    is_same = before.branding == after.branding and not rules.is_gone(after)
    assert is_same or not before.hosts, "hosts change with their tenant: pass `also`"


def _record(writes: Writes, act: Act, kind: str, tenant: Tenant, **data: Any) -> None:
    events.record(
        writes, act, kind, tenant_id=tenant.id, reseller_id=tenant.parent_tenant_id, **data
    )
