"""
Sending the mails of an event.
"""

from datetime import datetime

from tenantry.clock import moment
from tenantry.delivery import sender, store
from tenantry.delivery.compose import BusEvent, letters_for
from tenantry.delivery.store import AlreadySent
from tenantry.ids import EventId

TOO_OLD_DAYS = 3
"""Mail about something older than this is not sent any more; the delivery items are kept far
longer, so that events can be published again for any day without mailing anybody twice."""


def deliver(event: BusEvent, now: datetime) -> int:
    """
    Shape 3. Send every mail of an event that was not sent before; how many went out.

    Raises:
        BeingSent: Another try holds the claim of one of them; the queue sends the event again.
    """
    if (now - moment(event["occurred_at"])).days >= TOO_OLD_DAYS:
        return 0
    event_id, sent = EventId(event["id"]), 0
    for letter in letters_for(event, now):
        try:
            store.claim(event_id, letter.name, now)
        except AlreadySent:
            continue
        message_id = sender.send(letter)
        store.mark_sent(event_id, letter.name, message_id, now)
        sent += 1
    return sent
