"""
Sending the mails of an event.
"""

from datetime import datetime

from tenantry import events
from tenantry.acts import Act
from tenantry.clock import moment
from tenantry.delivery import sender as ses
from tenantry.delivery import store
from tenantry.delivery.compose import BusEvent, letters_for
from tenantry.delivery.sender import Letter
from tenantry.delivery.store import AlreadySent, MailDeliveryItem
from tenantry.ids import EventId, TenantId
from tenantry.invites import delivery_store as invites
from tenantry.invites.model import InviteDelivery
from tenantry.mail.model import MailState
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.principals import PLATFORM
from tenantry.reads import get_all
from tenantry.senders import commands as senders
from tenantry.senders import rules as sender_rules
from tenantry.senders import store as sender_store
from tenantry.senders.model import Sender
from tenantry.suppressions import rules as suppression_rules
from tenantry.suppressions import store as suppressions
from tenantry.suppressions.model import Suppression
from tenantry.transactions import Writes, transaction, worked_out_anew

TOO_OLD_DAYS = 3
"""Mail about something older than this is not sent any more; the delivery items are kept far
longer, so that events can be published again for any day without mailing anybody twice."""


def deliver(event: BusEvent, act: Act) -> int:
    """
    Shape 3. Send every mail of an event that was not sent before; how many went out.

    Raises:
        BeingSent: Another try holds the claim of one of them; the queue sends the event again.
    """
    if (act.now - moment(event["occurred_at"])).days >= TOO_OLD_DAYS:
        return 0
    event_id, sent = EventId(event["id"]), 0
    for letter in letters_for(event, act.now):
        try:
            sent += _deliver(event_id, letter, act)
        except AlreadySent:
            continue
    return sent


def _deliver(event_id: EventId, letter: Letter, act: Act) -> bool:
    """
    Send a mail, unless its address is suppressed; whether it went out.

    Raises:
        AlreadySent: It went out before, or was withheld.
        BeingSent: Another try holds the claim.
    """
    if worked_out_anew(lambda: _withheld(event_id, letter, act)):
        return False
    store.claim(event_id, letter.name, act.now)
    sent_from = _sender(letter.reseller_id)
    sent = ses.send(letter, event_id, sent_from)
    worked_out_anew(lambda: _mark_sent(event_id, letter, sent.message_id, act.now))
    if sent.was_refused and sent_from is not None:
        senders.fall_back(sent_from.reseller_id, sent_from.domain, act)
    return True


def _withheld(event_id: EventId, letter: Letter, act: Act) -> bool:
    """
    Whether nothing is sent, because mail to the address came back or was complained about.

    The address may be mailed again from the instant in which that is lifted: then this is refused,
    and worked out anew.
    """
    suppression_id = suppressions.id_of(letter.to)
    found, delivery = get_all(
        [
            (suppressions.SuppressionItem, suppressions.key(suppression_id)),
            (MailDeliveryItem, store.key(event_id, letter.name)),
        ]
    )
    if delivery is not None and delivery.is_done:
        raise AlreadySent("this mail went out before")
    before = None if found is None else suppressions.suppression_from(found)
    if before is None or not before.holds:
        return False
    known = _invite_delivery(letter)
    after = suppression_rules.concerning(before, letter.reseller_id)
    with transaction() as writes:
        store.withhold(writes, event_id, letter.name, act.now)
        if after is before:
            suppressions.check_holds(writes, before)
        else:
            suppressions.save(writes, before, after)
        _tell_invite(writes, letter, known, (MailState.SUPPRESSED, act.now))
        _record_withheld(writes, letter, before, act)
    return True


def _mark_sent(event_id: EventId, letter: Letter, message_id: str, now: datetime) -> None:
    known = _invite_delivery(letter)
    with transaction() as writes:
        store.mark_sent(writes, event_id, letter.name, message_id=message_id, now=now)
        _tell_invite(writes, letter, known, (MailState.SENT, now))


def _sender(reseller_id: TenantId | None) -> Sender | None:
    if reseller_id is None:
        return None
    return sender_rules.chosen(sender_store.senders_of(reseller_id))


def _invite_delivery(letter: Letter) -> InviteDelivery | None:
    if letter.invite is None or letter.reseller_id is None:
        return None
    return invites.get_delivery(letter.reseller_id, letter.invite[0])


def _tell_invite(
    writes: Writes, letter: Letter, known: InviteDelivery | None, news: tuple[MailState, datetime]
) -> None:
    if letter.invite is None or letter.reseller_id is None:
        return
    invite_id, generation = letter.invite
    place = invites.delivery_key(letter.reseller_id, invite_id)
    invites.tell(writes, place, known, InviteDelivery(generation, *news))


def _record_withheld(writes: Writes, letter: Letter, why: Suppression, act: Act) -> None:
    told: dict[str, str] = {"suppression_id": why.id, "mail": letter.kind.value}
    if letter.invite is not None:
        told["invite_id"] = letter.invite[0]
    events.record(
        writes,
        act,
        "mail.suppressed",
        tenant_id=letter.reseller_id or PLATFORM,
        reseller_id=letter.reseller_id,
        purpose=letter.name,
        cause=why.cause.value,
        **told,
    )
    # Whoever asks to sign in again and again shall not fill the partner's workspace.
    if letter.reseller_id is not None and letter.invite is not None:
        data = {**told, "cause": why.cause.value, "address": why.masked}
        place = act.new_id("ntf", f"mail.suppressed {letter.name}")
        notice = Notification(place, letter.reseller_id, "mail.suppressed", act.now, data)
        notifications.put(writes, notice)
