"""
What SES tells of mails that it took, as EventBridge delivers it, in our own words.

An event of kind `Delivery`, `Bounce`, `Complaint` or `Reject` has an object of that name, and one
of the name `mail`, with the tags that the mail was sent with: a list of values under each name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenantry.clock import moment
from tenantry.delivery.sender import TAG
from tenantry.ids import EventId, InviteId, TenantId
from tenantry.mail.model import MailState
from tenantry.suppressions.model import Cause

PERMANENT = "Permanent"
NOT_SPAM = "not-spam"
"""A complaint's kind: whoever reads the mail took an earlier complaint back."""

REASON_MAX = 200


@dataclass(frozen=True, slots=True)
class MailTold:
    """
    The mail that is spoken of, by its tags; what a mail was not tagged with is None.
    """

    event_id: EventId | None
    name: str
    kind: str
    reseller_id: TenantId | None
    invite: tuple[InviteId, int] | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """
    What became of a mail, for one of those whom it was for.

    Args:
        id: The same whenever it is told again.
        at: When it happened, and never later than it is told.
        reason: Why, in the words of mail servers, without an address.
        cause: Why the address is not mailed any more; None where it still is.
    """

    id: str
    state: MailState
    address: str
    at: datetime
    reason: str
    cause: Cause | None
    mail: MailTold


def read(detail: Mapping[str, Any], now: datetime) -> Iterator[Feedback]:
    """
    What an event of SES says; nothing for kinds that say nothing of an address.

    Raises:
        LookupError, ValueError: It has not the form that SES documents.
    """
    kind = detail["eventType"]
    told = _told(detail["mail"])
    if kind == "Bounce":
        yield from _bounces(detail["bounce"], told, now)
    elif kind == "Complaint":
        yield from _complaints(detail["complaint"], told, now)
    elif kind == "Delivery":
        delivery, message = detail["delivery"], detail["mail"]["messageId"]
        at = _at(delivery["timestamp"], now)
        for address in delivery["recipients"]:
            yield Feedback(message, MailState.DELIVERED, address, at, "", None, told)
    elif kind == "Reject":
        message, reason = detail["mail"]["messageId"], str(detail["reject"].get("reason", ""))
        for address in detail["mail"]["destination"]:
            place = f"{message} rejected"
            yield Feedback(place, MailState.REJECTED, address, now, reason, None, told)


def _bounces(bounce: Mapping[str, Any], told: MailTold, now: datetime) -> Iterator[Feedback]:
    is_permanent = bounce["bounceType"] == PERMANENT
    words = f"{bounce['bounceType']}/{bounce.get('bounceSubType', '')}"
    at = _at(bounce["timestamp"], now)
    for number, recipient in enumerate(bounce["bouncedRecipients"]):
        # The server's own sentence may quote the address; its status code cannot.
        reason = f"{words} {recipient.get('status', '')}".strip()[:REASON_MAX]
        yield Feedback(
            id=f"{bounce['feedbackId']} {number}",
            state=MailState.BOUNCED,
            address=recipient["emailAddress"],
            at=at,
            reason=reason,
            cause=Cause.BOUNCE if is_permanent else None,
            mail=told,
        )


def _complaints(complaint: Mapping[str, Any], told: MailTold, now: datetime) -> Iterator[Feedback]:
    kind = complaint.get("complaintFeedbackType") or "unknown"
    if kind == NOT_SPAM:
        return
    for number, recipient in enumerate(complaint["complainedRecipients"]):
        yield Feedback(
            id=f"{complaint['feedbackId']} {number}",
            state=MailState.COMPLAINED,
            address=recipient["emailAddress"],
            at=_at(complaint["timestamp"], now),
            reason=str(kind)[:REASON_MAX],
            cause=Cause.COMPLAINT,
            mail=told,
        )


def _at(said: str, now: datetime) -> datetime:
    # A clock that is ahead must not outlast a later lifting.
    return min(moment(said), now)


def _told(mail: Mapping[str, Any]) -> MailTold:
    # A tag is a list of values, of which ours have one.
    tags = {
        name.removeprefix(TAG): str(values[0])
        for name, values in mail.get("tags", {}).items()
        if name.startswith(TAG) and values
    }
    invite = None
    if "invite" in tags and "generation" in tags:
        invite = (InviteId(tags["invite"]), int(tags["generation"]))
    return MailTold(
        event_id=EventId(tags["event"]) if "event" in tags else None,
        name=f"{tags.get('kind', '')}#{tags.get('address', '')}",
        kind=tags.get("kind", ""),
        reseller_id=TenantId(tags["reseller"]) if "reseller" in tags else None,
        invite=invite,
    )
