"""
Recounting the licences in use from the tenants themselves (R-LIC-6).
"""

from dataclasses import dataclass, replace

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.licenses import store as pools
from tenantry.reads import get_all
from tenantry.table import Item, Key
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Tenant
from tenantry.transactions import transaction


@dataclass(frozen=True, slots=True)
class Recount:
    """
    What the tenants say.

    Args:
        used: What the pool says.
        counted: How many tenants hold a licence.
        orphans: Tenants that the reseller holds, and that do not exist, or name another parent.
    """

    reseller_id: TenantId
    used: int
    counted: int
    orphans: tuple[TenantId, ...]
    was_repaired: bool = False


def recount(reseller_id: TenantId, act: Act, *, repair: bool) -> Recount:
    """
    Shape 1. Count the tenants that hold a licence; set the pool to that if *repair* is asked for.

    Raises:
        PoolChanged: A tenant was created or deleted while we counted; the pool was not touched.
    """
    if repair and act.once is not None:
        # A repeat would find a pool that is right: its first try has changed what it reads.
        answered = idempotency.find(act.principal, act.once, act.now)
        if answered is not None:
            raise answered
    # The pool is read first: whoever comes in after that makes the repair's condition fail.
    pool = pools.get_pool(reseller_id)
    held = sorted(set(tenants.held_by(reseller_id)))
    wanted: list[tuple[type[Item], Key]] = [
        (tenants.TenantItem, tenants.key(tenant_id)) for tenant_id in held
    ]
    found = [None if item is None else tenants.tenant_from(item) for item in get_all(wanted)]
    pairs = list(zip(held, found, strict=True))
    counted = sum(tenant is not None and _holds(tenant, reseller_id) for _, tenant in pairs)
    orphans = tuple(
        tenant_id
        for tenant_id, tenant in pairs
        if tenant is None or tenant.parent_tenant_id != reseller_id
    )
    result = Recount(reseller_id, pool.used, counted, orphans)
    if not repair or counted == pool.used:
        return result
    repaired = replace(result, was_repaired=True)
    with transaction() as writes:
        pools.set_used(writes, pool, replace(pool, used=counted))
        events.record(
            writes,
            act,
            "licenses.repaired",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            used=pool.used,
            counted=counted,
        )
        idempotency.remember(writes, act, repaired)
    return repaired


def _holds(tenant: Tenant, reseller_id: TenantId) -> bool:
    return tenant.holds_license and tenant.parent_tenant_id == reseller_id
