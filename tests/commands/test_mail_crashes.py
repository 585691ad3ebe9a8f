"""
Sending that dies half-way, and what meets it: no mail is lost, and none is sent to nobody's wish.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tenantry import events
from tenantry.delivery import feedback
from tenantry.delivery.commands import deliver
from tenantry.delivery.hearing import hear
from tenantry.delivery.store import CLAIMED_FOR, BeingSent
from tenantry.ids import TenantId
from tenantry.invites.delivery_store import get_delivery
from tenantry.invites.model import Invite
from tenantry.mail.model import MailState
from tenantry.senders import store as senders
from tenantry.senders.model import State
from tenantry.suppressions import commands as suppressions
from tenantry.suppressions import store as suppression_store
from tests.acting import NOON, OPERATOR, SECOND, a_job, an_act
from tests.builders import make_plan, make_reseller, mint
from tests.commands.faults import Answer, Call, Fault, ProcessDied, always, dies_after, tapped
from tests.reading import events_written, items_of
from tests.sending import DOMAIN, Ses, a_ready_sender, ses_here

LATER = NOON + 2 * CLAIMED_FOR


@pytest.fixture
def ses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: None) -> Iterator[Ses]:
    del world
    with ses_here(tmp_path, monkeypatch) as here:
        yield here


@pytest.fixture
def invite(ses: Ses) -> Invite:
    del ses
    make_plan()
    return mint(make_reseller())


def mail(invite: Invite, now: datetime = NOON) -> int:
    """
    Mail the invite, as the queue asks for it; how many mails went out.
    """
    rows = events.of_workspace(invite.reseller_id, None, 50)
    [minted] = [event for _, event in rows if event.kind == "invite.minted"]
    told = {"id": minted.id, "kind": minted.kind, "tenant_id": minted.tenant_id}
    occurred_at = minted.occurred_at.isoformat()
    return deliver({**told, "occurred_at": occurred_at, "data": minted.data}, a_job(now))


def at_the_write_of(words: str, fault: Fault) -> dict[int, Fault]:
    """
    The fault at the transaction that says so, and nothing at any other call.
    """

    def chosen(call: Call) -> Answer:
        is_it = call.operation == "TransactWriteItems" and words in str(call.request)
        return fault(call) if is_it else call.proceed()

    return dict(always(chosen))


def dies(_: Call) -> Answer:
    raise ProcessDied


def hear_all(ses: Ses) -> None:
    for _, detail in ses.told:
        for word in feedback.read(detail, NOON + SECOND):
            hear(word, a_job(NOON + SECOND))


def test_a_crash_before_the_mark_sends_again_once_the_claim_has_lapsed(
    ses: Ses, invite: Invite
) -> None:
    with tapped(at_the_write_of("message_id", dies)), pytest.raises(ProcessDied):
        mail(invite)
    with pytest.raises(BeingSent):
        mail(invite, NOON + SECOND)

    assert mail(invite, LATER) == 1
    assert mail(invite, LATER + SECOND) == 0
    assert len(ses.sent) == 2


def test_a_crash_before_the_mark_sends_once_when_ses_tells_of_the_mail_first(
    ses: Ses, invite: Invite
) -> None:
    with tapped(at_the_write_of("message_id", dies)), pytest.raises(ProcessDied):
        mail(invite)
    ses.player.deliver(invite.offer.email)
    hear_all(ses)

    assert mail(invite, LATER) == 0
    assert len(ses.sent) == 1


def test_a_mark_whose_answer_is_lost_sends_nothing_twice(ses: Ses, invite: Invite) -> None:
    with tapped(at_the_write_of("message_id", dies_after)), pytest.raises(ProcessDied):
        mail(invite)

    assert mail(invite, LATER) == 0
    assert len(ses.sent) == 1


def test_word_that_comes_before_the_mark_is_kept_by_it(ses: Ses, invite: Invite) -> None:
    def told_first(call: Call) -> Answer:
        ses.player.bounce(invite.offer.email)
        hear_all(ses)
        return call.proceed()

    with tapped(at_the_write_of("message_id", told_first)):
        assert mail(invite) == 1

    delivery = get_delivery(invite.reseller_id, invite.id)
    assert delivery is not None
    assert delivery.state is MailState.BOUNCED
    [item] = items_of("MailDelivery")
    assert (item["state"], item["message_id"]) == ("bounced", "message-1")


@pytest.mark.requirement("R-WL-4")
def test_a_crash_after_the_partners_address_was_refused_loses_no_mail(
    ses: Ses, invite: Invite
) -> None:
    a_ready_sender(ses, invite.reseller_id)
    ses.player.refuse_next("SendingPausedException", 2)
    with tapped(at_the_write_of("message_id", dies)), pytest.raises(ProcessDied):
        mail(invite)

    assert mail(invite, LATER) == 1

    assert "no-reply@example.com" in ses.sent[-1]["FromEmailAddress"]
    assert _sender_state(invite.reseller_id) is State.FALLEN_BACK


def test_a_crash_before_the_sender_falls_back_leaves_that_to_the_next_mail(
    ses: Ses, invite: Invite
) -> None:
    a_ready_sender(ses, invite.reseller_id)
    ses.player.refuse_next("MessageRejected")
    with tapped(at_the_write_of("fell_back", dies)), pytest.raises(ProcessDied):
        mail(invite)

    assert (mail(invite, LATER), len(ses.sent)) == (0, 1)
    assert _sender_state(invite.reseller_id) is State.READY


def test_a_mail_withheld_at_the_instant_of_lifting_is_sent_instead(
    ses: Ses, invite: Invite
) -> None:
    suppression_id = _suppress(ses, invite)
    operator = an_act(OPERATOR, NOON + SECOND)
    lifted = _once(lambda: suppressions.lift(suppression_id, operator))

    with tapped(at_the_write_of("mail.suppressed", lifted)):
        assert mail(invite, NOON + 2 * SECOND) == 1

    assert "mail.suppressed" not in events_written()


@pytest.mark.parametrize("fault", [dies, dies_after])
def test_withholding_that_died_is_done_once(ses: Ses, invite: Invite, fault: Fault) -> None:
    _suppress(ses, invite)
    with tapped(at_the_write_of("mail.suppressed", fault)), pytest.raises(ProcessDied):
        mail(invite)

    assert mail(invite, NOON + SECOND) == 0

    assert events_written().count("mail.suppressed") == 1
    delivery = get_delivery(invite.reseller_id, invite.id)
    assert delivery is not None
    assert delivery.state is MailState.SUPPRESSED


def _suppress(ses: Ses, invite: Invite) -> str:
    """
    Let other mail to the invite's address come back.
    """
    address = invite.offer.email
    detail: dict[str, Any] = {
        "eventType": "Bounce",
        "mail": {"messageId": "m", "destination": [address]},
        "bounce": {
            "bounceType": "Permanent",
            "bouncedRecipients": [{"emailAddress": address}],
            "timestamp": "2026-11-21T11:00:00Z",
            "feedbackId": "fb",
        },
    }
    ses.told.append(("Email Bounced", detail))
    hear_all(ses)
    ses.told.clear()
    return suppression_store.id_of(address)


def _once(action: Callable[[], object]) -> Fault:
    done: list[bool] = []

    def fault(call: Call) -> Answer:
        if not done:
            done.append(True)
            action()
        return call.proceed()

    return fault


def _sender_state(reseller_id: TenantId) -> State:
    sender = senders.get_sender(reseller_id, DOMAIN)
    assert sender is not None
    return sender.state
