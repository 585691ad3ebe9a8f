"""
Recording an order or a shipment, while the tenant's gate is open.
"""

from typing import Any

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.consents import store as consents
from tenantry.ids import TenantId
from tenantry.principals import Role
from tenantry.records import store
from tenantry.records.model import BusinessRecord, RecordKind
from tenantry.tenants import store as tenants
from tenantry.tenants.model import TenantNotFound
from tenantry.transactions import transaction


def record(
    tenant_id: TenantId, act: Act, *, kind: RecordKind, reference: str, content: dict[str, Any]
) -> BusinessRecord:
    """
    Shape 1. Record a purchase order, sales order or shipment: one call, and the gate is in it.

    Raises:
        TenantNotFound: There is no such tenant, or the principal's reseller does not hold it.
        TenantNotActive: The tenant is deactivated or deleted.
        PilotExpired: The pilot has ended, at this very instant or earlier.
        SubscriptionEnded, PaymentOverdue: So has what was paid for, or nobody pays for it.
        NoConsent: The reseller asks, and the tenant's owner has not let it in.
        RecordExists: The reference is taken.
    """
    business_record = BusinessRecord(
        id=act.new_id("rec"),
        tenant_id=tenant_id,
        kind=kind,
        reference=reference,
        content=content,
        recorded_at=act.now,
    )
    known = act.principal.reseller_id
    try:
        return _record(business_record, known or _holder(tenant_id), act)
    except TenantNotFound:
        holder = _holder(tenant_id)
        is_its_owner = act.principal.role is Role.TENANT_OWNER
        if not is_its_owner or act.principal.workspace_id != tenant_id or holder == known:
            raise
        # The tenant was moved after its owner's credential was resolved.
        return _record(business_record, holder, act)


def _record(business_record: BusinessRecord, reseller_id: TenantId, act: Act) -> BusinessRecord:
    tenant_id = business_record.tenant_id
    with transaction() as writes:
        tenants.check_gate(writes, tenant_id, reseller_id, act.now)
        if act.principal.is_reseller_member:
            consents.check(writes, tenant_id, reseller_id, act.now)
        store.create(writes, business_record)
        events.record(
            writes,
            act,
            f"{business_record.kind.value}.recorded",
            tenant_id=tenant_id,
            reseller_id=reseller_id,
            record_id=business_record.id,
        )
        idempotency.remember(writes, act, business_record)
    return business_record


def _holder(tenant_id: TenantId) -> TenantId:
    """
    The reseller that holds the tenant; operators, who are of no reseller, pay this read.
    """
    tenant = tenants.get_tenant(tenant_id)
    if tenant is None or tenant.parent_tenant_id is None:
        message = "there is no such tenant"
        raise TenantNotFound(message)
    return tenant.parent_tenant_id
