"""
What was mailed: one item per event and mail, claimed before sending, marked after.
"""

from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from tenantry.errors import Conflict, TenantryError, Unavailable
from tenantry.ids import EventId
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import transaction

CLAIMED_FOR = timedelta(minutes=2)
"""Longer than a try can last: until then nobody else sends the same mail."""
KEPT = timedelta(days=30)


class MailDeliveryItem(Item):
    """
    One mail of one event.
    """

    KIND = "MailDelivery"

    claimed_until = TimeAttribute()
    sent_at = TimeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)


class BeingSent(Unavailable):
    """
    Another try is sending this mail, or has just died doing so.
    """

    code = "mail.being_sent"


class AlreadySent(Conflict):
    """
    The mail has been sent; there is nothing to do.
    """

    code = "mail.already_sent"


def key(event_id: EventId, mail: str) -> Key:
    """
    Where a delivery stands.
    """
    return f"MAIL#{event_id}", f"MAIL#{mail}"


def claim(event_id: EventId, mail: str, now: datetime) -> None:
    """
    M1. Claim the sending of a mail.

    A crash between sending and marking lets the mail go out twice, once the claim has lapsed: mail
    that comes twice is better than mail that never comes.

    Raises:
        AlreadySent: It went out before.
        BeingSent: Another try holds the claim.
    """
    pk, sk = key(event_id, mail)
    delivery = MailDeliveryItem(
        pk, sk, claimed_until=now + CLAIMED_FOR, expires=int((now + KEPT).timestamp())
    )
    unclaimed = MailDeliveryItem.pk.does_not_exist()
    lapsed = MailDeliveryItem.sent_at.does_not_exist() & (MailDeliveryItem.claimed_until < now)

    def refused(raw: RawItem | None) -> TenantryError:
        if raw is not None and "sent_at" in raw:
            return AlreadySent("this mail went out before")
        return BeingSent("another try is sending this mail", retry_after=120)

    with transaction() as writes:
        writes.put(delivery, unclaimed | lapsed, refused)


def mark_sent(event_id: EventId, mail: str, message_id: str, now: datetime) -> None:
    """
    M2. Write down that the mail went out.
    """
    with transaction() as writes:
        writes.update(
            MailDeliveryItem,
            key(event_id, mail),
            [MailDeliveryItem.sent_at.set(now), MailDeliveryItem.message_id.set(message_id)],
            MailDeliveryItem.pk.exists(),
        )
