"""
Saying how customers are billed.
"""

from tenantry import events
from tenantry.acts import Act
from tenantry.billing import store
from tenantry.billing.model import Billing, Mode
from tenantry.ids import TenantId
from tenantry.principals import Principal
from tenantry.resellers import commands as resellers
from tenantry.tenants import commands as tenants
from tenantry.tenants import store as tenant_store
from tenantry.tenants.model import Tenant
from tenantry.transactions import transaction


def read(tenant_id: TenantId, principal: Principal) -> Billing:
    """
    How a tenant is billed.

    Raises:
        TenantNotFound: There is none that the principal may see.
    """
    tenant = tenants.read(tenant_id, principal)
    return store.get_billing(tenant.id, tenant.held_by)


def set_for_tenant(tenant_id: TenantId, mode: Mode | None, act: Act) -> Billing:
    """
    Shape 1. Say how one tenant is billed, whatever holds for the others; None for as they are.

    Raises:
        TenantNotFound: There is none that the principal may see.
    """
    tenant = tenants.read(tenant_id, act.principal)
    before = store.get_billing(tenant.id, tenant.held_by)
    if before.own is mode:
        return before
    _set(before.tenant_id, before.reseller_id, mode, act, held=tenant)
    return Billing(before.tenant_id, before.reseller_id, mode, before.resellers)


def set_for_reseller(reseller_id: TenantId, mode: Mode | None, act: Act) -> Mode:
    """
    Shape 1. Say how all tenants of a reseller are billed of which nothing else was said (R-BIL-3).

    Raises:
        ResellerNotFound: There is none.
    """
    reseller = resellers.get(reseller_id)
    if store.get_billing(reseller.id, reseller.id).own is not mode:
        _set(reseller.id, reseller.id, mode, act)
    return mode or Mode.PROVIDER


def _set(
    tenant_id: TenantId,
    reseller_id: TenantId,
    mode: Mode | None,
    act: Act,
    *,
    held: Tenant | None = None,
) -> None:
    with transaction() as writes:
        store.put_mode(writes, tenant_id, mode)
        if held is not None:
            # Whoever takes the tenant over meanwhile bills it in its own way.
            tenant_store.check_held(writes, held)
        events.record(
            writes,
            act,
            "billing.set",
            tenant_id=tenant_id,
            reseller_id=reseller_id,
            mode=None if mode is None else mode.value,
        )
