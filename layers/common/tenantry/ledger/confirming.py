"""
Confirming that the platform has the money of a payment which its reseller recorded.
"""

from dataclasses import replace

from tenantry import events
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.ledger import commands, store
from tenantry.ledger.model import CollectedBy, NothingToConfirm, TenantPayment
from tenantry.transactions import transaction, worked_out_anew


def confirm(tenant_id: TenantId, payment_id: str, why: str, act: Act) -> TenantPayment:
    """
    Shape 1. Say that the platform has the money after all; from now on it earns commission.

    Confirming again changes nothing.

    Args:
        why: For people: where the money was found, such as a bank's reference.

    Raises:
        TenantNotFound, PaymentNotFound: There is none.
        NothingToConfirm: The platform collected it itself.
    """
    return worked_out_anew(lambda: _confirm(tenant_id, payment_id, why, act))


def _confirm(tenant_id: TenantId, payment_id: str, why: str, act: Act) -> TenantPayment:
    before = commands.get(tenant_id, payment_id, act.principal)
    if before.collected_by is CollectedBy.PLATFORM:
        message = "the platform collected this payment itself"
        raise NothingToConfirm(message)
    if before.confirmed_at is not None:
        return before
    after = replace(
        before,
        confirmed_at=act.now,
        confirmed_by=act.principal.person_id,
        confirmed_why=why,
    )
    with transaction() as writes:
        store.put_confirmed(writes, after)
        events.record(
            writes,
            act,
            "payment.confirmed",
            tenant_id=before.tenant_id,
            reseller_id=before.reseller_id,
            payment_id=before.id,
        )
    return after
