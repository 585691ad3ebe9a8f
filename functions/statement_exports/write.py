"""
Works the queue of exports: writes each file, once, whatever is repeated.
"""

from datetime import UTC, datetime

from tenantry.ids import TenantId
from tenantry.jobs import Message, from_queue, scheduled_act
from tenantry.statement_exports import commands
from tenantry.statement_exports.document import write_document


def write(message: Message, correlation_id: str) -> None:
    """
    Write the file that an event of the bus asks for.
    """
    event = message["detail"]
    reseller_id = TenantId(event["tenant_id"])
    act = scheduled_act(datetime.now(UTC), correlation_id)
    commands.make(reseller_id, event["data"]["export_id"], write_document, act)


handler = from_queue(write)
