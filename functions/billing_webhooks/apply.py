"""
Works the webhook queue: each event takes effect once, whatever is repeated and in any order.
"""

from datetime import UTC, datetime

from tenantry.jobs import Message, from_queue, scheduled_act
from tenantry.receiving.commands import receive


def take(message: Message, correlation_id: str) -> None:
    """
    Apply what a provider says.
    """
    receive(message, scheduled_act(datetime.now(UTC), correlation_id))


handler = from_queue(take, parks_refusals=True)
