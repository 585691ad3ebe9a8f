"""
Telling a reseller that few licences are left (R-LIC-5).
"""

from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.licenses import rules, store
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.transactions import transaction


def look(reseller_id: TenantId, act: Act) -> bool:
    """
    Shape 1. Tell the reseller once each time its stock falls to its threshold.

    True when it was told now.

    Raises:
        Conflict: The stock moved at the same moment; the queue asks again.
    """
    pool = store.get_pool(reseller_id)
    is_low = rules.is_low(pool)
    if is_low == pool.was_told:
        return False
    with transaction() as writes:
        store.note_told(writes, pool, was_told=is_low)
        if is_low:
            facts: dict[str, Any] = {
                "available": pool.available,
                "low_stock_at": pool.low_stock_at,
            }
            notifications.put(
                writes,
                Notification(act.new_id("ntf"), reseller_id, "licenses.low", act.now, facts),
            )
            events.record(
                writes,
                act,
                "licenses.ran_low",
                tenant_id=reseller_id,
                reseller_id=reseller_id,
                **facts,
            )
    return is_low
