"""
Works the mail queue: events in, mails out.
"""

from datetime import UTC, datetime

from tenantry.delivery.commands import deliver
from tenantry.jobs import Message, from_queue


def send(message: Message, correlation_id: str) -> None:
    """
    Send the mails of one event; the rule of the bus wraps it in EventBridge's envelope.
    """
    deliver(message["detail"], datetime.now(UTC))


handler = from_queue(send)
