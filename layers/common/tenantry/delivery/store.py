"""
What was mailed: one item per event and mail, claimed before sending, marked after.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition

from tenantry.errors import Conflict, TenantryError, Unavailable
from tenantry.ids import EventId
from tenantry.mail.model import MailState
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import Writes, transaction

CLAIMED_FOR = timedelta(minutes=2)
"""Longer than a try can last: until then nobody else sends the same mail."""
KEPT = timedelta(days=30)


class MailDeliveryItem(Item):
    """
    One mail of one event, and what became of it.
    """

    KIND = "MailDelivery"

    claimed_until = TimeAttribute()
    sent_at = TimeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    state_at = TimeAttribute(null=True)

    @property
    def is_done(self) -> bool:
        """
        Whether there is nothing more to do: it went out, or was withheld.
        """
        return self.sent_at is not None or self.state == MailState.SUPPRESSED.value


class HeardFeedbackItem(Item):
    """
    Marker: something that SES told was heard.
    """

    KIND = "HeardFeedback"


class BeingSent(Unavailable):
    """
    Another try is sending this mail, or has just died doing so.
    """

    code = "mail.being_sent"


class AlreadySent(Conflict):
    """
    The mail has been sent, or was withheld; there is nothing to do.
    """

    code = "mail.already_sent"


class AlreadyHeard(Conflict):
    """
    SES has told the same before; there is nothing to do.
    """

    code = "mail.already_heard"


def key(event_id: EventId, mail: str) -> Key:
    """
    Where a delivery stands.
    """
    return f"MAIL#{event_id}", f"MAIL#{mail}"


def feedback_key(feedback_id: str) -> Key:
    """
    Where it stands that something was heard.
    """
    return f"FEEDBACK#{sha256(feedback_id.encode()).hexdigest()}", "FEEDBACK"


def state_of(item: MailDeliveryItem) -> MailState | None:
    """
    What is known of a mail; None of one that is being sent.
    """
    return MailState(item.state) if item.state else None


def claim(event_id: EventId, mail: str, now: datetime) -> None:
    """
    M1. Claim the sending of a mail.

    A crash between sending and marking lets the mail go out twice, once the claim has lapsed,
    unless SES has told of it by then: mail that comes twice is better than mail that never comes.

    Raises:
        AlreadySent: It went out before, or was withheld.
        BeingSent: Another try holds the claim.
    """
    delivery = _item(event_id, mail, now, claimed_until=now + CLAIMED_FOR)
    with transaction() as writes:
        writes.put(delivery, _is_free(now), _refused)


def mark_sent(
    writes: Writes, event_id: EventId, mail: str, *, message_id: str, now: datetime
) -> None:
    """
    M2. Write down that the mail went out; what SES has told of it already stays.
    """
    state = MailDeliveryItem.state
    writes.update(
        MailDeliveryItem,
        key(event_id, mail),
        [
            MailDeliveryItem.sent_at.set(now),
            MailDeliveryItem.message_id.set(message_id),
            state.set(state | MailState.SENT.value),
        ],
        MailDeliveryItem.pk.exists(),
    )


def withhold(writes: Writes, event_id: EventId, mail: str, now: datetime) -> None:
    """
    M3. Write down that a mail is not sent, unless it was, or is being sent.

    Raises (when the transaction commits):
        AlreadySent: It went out before, or was withheld.
        BeingSent: Another try holds the claim.
    """
    delivery = _item(
        event_id,
        mail,
        now,
        claimed_until=now,
        state=MailState.SUPPRESSED.value,
        state_at=now,
    )
    writes.put(delivery, _is_free(now), _refused)


def note(writes: Writes, before: MailDeliveryItem, state: MailState, at: datetime) -> None:
    """
    M4. Write down what SES tells of a mail, over the state that was read.

    A mail of which SES tells was sent, though whoever sent it may have died before saying so.
    """
    read = state_of(before)
    unchanged = (
        MailDeliveryItem.state.does_not_exist()
        if read is None
        else MailDeliveryItem.state == read.value
    )
    actions = [
        MailDeliveryItem.state.set(state.value),
        MailDeliveryItem.state_at.set(at),
        MailDeliveryItem.sent_at.set(MailDeliveryItem.sent_at | at),
    ]
    writes.update(MailDeliveryItem, (before.pk, before.sk), actions, unchanged)


def hear(writes: Writes, feedback_id: str, now: datetime) -> None:
    """
    M5. Note that something was heard, once.

    Raises (when the transaction commits):
        AlreadyHeard: It was heard before.
    """
    marker = HeardFeedbackItem(*feedback_key(feedback_id), expires=int((now + KEPT).timestamp()))
    writes.create(marker, lambda _: AlreadyHeard("SES has told this before"))


def _item(event_id: EventId, mail: str, now: datetime, **attributes: object) -> MailDeliveryItem:
    expires = int((now + KEPT).timestamp())
    return MailDeliveryItem(*key(event_id, mail), expires=expires, **attributes)


def _is_free(now: datetime) -> Condition:
    unclaimed: Condition = MailDeliveryItem.pk.does_not_exist()
    lapsed: Condition = (
        MailDeliveryItem.sent_at.does_not_exist()
        # What was withheld, or told of, is done with.
        & MailDeliveryItem.state.does_not_exist()
        & (MailDeliveryItem.claimed_until < now)
    )
    free: Condition = unclaimed | lapsed
    return free


def _refused(raw: RawItem | None) -> TenantryError:
    if raw is not None and ("sent_at" in raw or "state" in raw):
        return AlreadySent("this mail went out before")
    return BeingSent("another try is sending this mail", retry_after=120)
