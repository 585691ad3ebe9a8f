"""
Works the webhook queue: each event takes effect once, whatever is repeated and in any order.
"""

from datetime import UTC, datetime

from tenantry import settings
from tenantry.jobs import Message, from_queue, scheduled_act
from tenantry.license_purchases.application import apply
from tenantry.payments.model import WrongMode
from tenantry.providers import stripe_events


def take(message: Message, correlation_id: str) -> None:
    """
    Apply what an event says; a type that says nothing to us is done with.

    Raises:
        WrongMode: A test event came to production, or the other way round.
    """
    event = stripe_events.read(message)
    if event is None:
        return
    if bool(message.get("livemode")) != (settings.stage() == "prod"):
        text = "test and live events never mix"
        raise WrongMode(text, event_id=event.id)
    apply(event, scheduled_act(datetime.now(UTC), correlation_id))


handler = from_queue(take, parks_refusals=True)
