"""
What operators and resellers ask of a licence pool.
"""

from dataclasses import replace

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.licenses import rules, store
from tenantry.licenses.model import LicensePool
from tenantry.transactions import transaction, worked_out_anew


def grant(reseller_id: TenantId, quantity: int, reason: str, act: Act) -> LicensePool:
    """
    Shape 1. Give a reseller licences, or (below zero) take back such as nobody uses (R-LIC-4).

    Raises:
        InUse: More would be taken back than are available; `possible` says how many.
    """
    return worked_out_anew(lambda: _grant(reseller_id, quantity, reason, act))


def _grant(reseller_id: TenantId, quantity: int, reason: str, act: Act) -> LicensePool:
    before = store.get_pool(reseller_id)
    if quantity >= 0:
        after = rules.move(before, entitled=quantity)
    else:
        after = rules.remove(before, -quantity)
    with transaction() as writes:
        store.move(writes, before, after)
        events.record(
            writes,
            act,
            "licenses.granted" if quantity >= 0 else "licenses.removed",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            quantity=quantity,
            reason=reason,
        )
        idempotency.remember(writes, act, after)
    return after


def set_low_stock(reseller_id: TenantId, low_stock_at: int | None, act: Act) -> LicensePool:
    """
    Shape 1. Set at how many available licences the reseller is told; None for never (R-LIC-5).
    """
    pool = store.get_pool(reseller_id)
    if pool.low_stock_at == low_stock_at:
        return pool
    with transaction() as writes:
        store.set_low_stock(writes, reseller_id, low_stock_at)
        events.record(
            writes,
            act,
            "licenses.threshold_set",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            low_stock_at=low_stock_at,
        )
    return replace(pool, low_stock_at=low_stock_at)
