"""
Works the feedback queue: what SES tells of mails that it took.
"""

from datetime import UTC, datetime

from tenantry.delivery.feedback import read
from tenantry.delivery.hearing import hear
from tenantry.jobs import Message, from_queue, scheduled_act


def listen(message: Message, correlation_id: str) -> None:
    """
    Hear one event of SES, for each address that it speaks of.

    One that SES wrote in another way than it documents is parked, until somebody has looked.
    """
    act = scheduled_act(datetime.now(UTC), correlation_id)
    for feedback in read(message["detail"], act.now):
        hear(feedback, act.part(feedback.id))


handler = from_queue(listen, parks_refusals=True)
