"""
Works the stock queue: tells resellers whose licences run low.
"""

from datetime import UTC, datetime

from tenantry.ids import TenantId
from tenantry.jobs import Message, from_queue, scheduled_act
from tenantry.license_stock.low_stock import look


def watch(message: Message, correlation_id: str) -> None:
    """
    Look at the stock of the reseller that an event names.
    """
    reseller_id = message["detail"]["reseller_id"]
    if reseller_id is not None:
        look(TenantId(reseller_id), scheduled_act(datetime.now(UTC), correlation_id))


handler = from_queue(watch)
