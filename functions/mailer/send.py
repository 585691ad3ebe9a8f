"""
Works the mail queue: events in, mails out.
"""

from datetime import UTC, datetime

from tenantry.delivery.commands import deliver
from tenantry.jobs import Message, from_queue, scheduled_act


def send(message: Message, correlation_id: str) -> None:
    """
    Send the mails of one event; the rule of the bus wraps it in EventBridge's envelope.
    """
    deliver(message["detail"], scheduled_act(datetime.now(UTC), correlation_id))


handler = from_queue(send)
