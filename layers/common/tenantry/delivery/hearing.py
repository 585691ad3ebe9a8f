"""
Hearing what became of a mail: it may be told again, late, out of order, or of a mail nobody knows.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.delivery import store
from tenantry.delivery.feedback import Feedback
from tenantry.delivery.store import AlreadyHeard, MailDeliveryItem
from tenantry.invites import delivery_store as invites
from tenantry.invites.model import InviteDelivery
from tenantry.mail.model import MailState
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.principals import PLATFORM
from tenantry.reads import get_all
from tenantry.suppressions import rules as suppression_rules
from tenantry.suppressions import store as suppressions
from tenantry.suppressions.model import Suppression
from tenantry.table import Item, Key
from tenantry.transactions import Writes, worked_out_anew


@dataclass(frozen=True, slots=True)
class _Known:
    """
    What is known before the word: of the address, of the mail, and of the invite that it carries.
    """

    suppression: Suppression | None
    mail: MailDeliveryItem | None
    invite: InviteDelivery | None


def hear(feedback: Feedback, act: Act) -> None:
    """
    Shape 1. Write down what became of a mail, and suppress its address where that is called for.

    What was heard before changes nothing; what is older than what is known does not either.

    Raises:
        Conflict: Others write of the same again and again; the queue brings the word again.
    """
    with suppress(AlreadyHeard):
        worked_out_anew(lambda: _hear(feedback, act))


def _hear(feedback: Feedback, act: Act) -> None:
    known = _known(feedback)
    writes = Writes()
    if feedback.state is not MailState.DELIVERED:
        # That mail arrived is what everybody expects: no event tells it, and a repeat does no harm.
        store.hear(writes, feedback.id, act.now)
        _suppress(writes, feedback, known)
        _record(writes, feedback, act)
    _note(writes, feedback, known)
    if len(writes):
        writes.commit()


def _known(feedback: Feedback) -> _Known:
    mail, suppression_id = feedback.mail, suppressions.id_of(feedback.address)
    wanted: list[tuple[type[Item], Key]] = [
        (suppressions.SuppressionItem, suppressions.key(suppression_id))
    ]
    if mail.event_id is not None:
        wanted.append((MailDeliveryItem, store.key(mail.event_id, mail.name)))
    if mail.invite is not None and mail.reseller_id is not None:
        place = invites.delivery_key(mail.reseller_id, mail.invite[0])
        wanted.append((invites.InviteDeliveryItem, place))
    found = {kind: item for (kind, _), item in zip(wanted, get_all(wanted), strict=True)}
    suppression = found[suppressions.SuppressionItem]
    invite = found.get(invites.InviteDeliveryItem)
    return _Known(
        None if suppression is None else suppressions.suppression_from(suppression),
        found.get(MailDeliveryItem),
        None if invite is None else invites.delivery_from(invite),
    )


def _suppress(writes: Writes, feedback: Feedback, known: _Known) -> None:
    if feedback.cause is None:
        return
    before = known.suppression
    alone = suppressions.made(feedback.address, feedback.cause, feedback.at)
    after = suppression_rules.heard(before, alone, feedback.mail.reseller_id)
    if after is not before:
        suppressions.save(writes, before, after)
    elif before is not None:
        # What makes the word count nothing must still be so when that is written.
        suppressions.check_holds(writes, before)


def _note(writes: Writes, feedback: Feedback, known: _Known) -> None:
    told, mail = feedback.mail, known.mail
    if mail is not None and feedback.state.outranks(store.state_of(mail)):
        store.note(writes, mail, feedback.state, feedback.at)
    if told.invite is not None and told.reseller_id is not None:
        invite_id, generation = told.invite
        place = invites.delivery_key(told.reseller_id, invite_id)
        news = InviteDelivery(generation, feedback.state, feedback.at, feedback.reason)
        invites.tell(writes, place, known.invite, news)


def _record(writes: Writes, feedback: Feedback, act: Act) -> None:
    mail, kind = feedback.mail, f"mail.{feedback.state.value}"
    told: dict[str, Any] = {
        "suppression_id": suppressions.id_of(feedback.address),
        "is_suppressed": feedback.cause is not None,
        "mail": mail.kind,
        "reason": feedback.reason,
    }
    if mail.invite is not None:
        told["invite_id"] = mail.invite[0]
    events.record(
        writes,
        act,
        kind,
        tenant_id=mail.reseller_id or PLATFORM,
        reseller_id=mail.reseller_id,
        purpose=feedback.id,
        **told,
    )
    if mail.reseller_id is not None:
        data = {**told, "address": suppression_rules.masked(feedback.address)}
        place = act.new_id("ntf", f"{kind} {feedback.id}")
        notifications.put(writes, Notification(place, mail.reseller_id, kind, act.now, data))
