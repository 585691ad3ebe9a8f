"""
What became of mails: told again, late, out of order, at once, or of mails that nobody knows.
"""

from dataclasses import replace
from datetime import datetime

import pytest

from tenantry.delivery import store as deliveries
from tenantry.delivery.feedback import Feedback, MailTold
from tenantry.delivery.hearing import hear
from tenantry.ids import EventId, TenantId
from tenantry.invites.delivery_store import get_delivery
from tenantry.invites.model import Invite, InviteDelivery
from tenantry.mail.model import MailState
from tenantry.notifications.store import notifications_of
from tenantry.principals import PLATFORM
from tenantry.suppressions import commands, store
from tenantry.suppressions.model import Cause, Status, Suppression
from tests.acting import NOON, OPERATOR, SECOND, a_job, an_act, owner_of
from tests.builders import make_plan, make_reseller, mint, refusal_of
from tests.commands.faults import ProcessDied, dies_after, loses_the_answer, meanwhile, tapped
from tests.reading import events_written, items_of

EVENT, NAME, TO = EventId("evt_1"), "invite#ab12", "Kofi@Shop.example"

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def invite(world: None) -> Invite:
    del world
    make_plan()
    return mint(make_reseller())


def a_bounce(invite: Invite | None, **told: object) -> Feedback:
    mail = MailTold(EVENT, NAME, "invite", None, None)
    if invite is not None:
        mail = replace(mail, reseller_id=invite.reseller_id, invite=(invite.id, 1))
    bounce = Feedback(
        id="fb-1 0",
        state=MailState.BOUNCED,
        address=TO,
        at=NOON,
        reason="Permanent/General 5.1.1",
        cause=Cause.BOUNCE,
        mail=mail,
    )
    return replace(bounce, **told)  # type: ignore[arg-type]


def a_complaint(invite: Invite | None, **told: object) -> Feedback:
    word = a_bounce(invite, id="cp-1 0", state=MailState.COMPLAINED, cause=Cause.COMPLAINT)
    return replace(word, reason="abuse", **told)  # type: ignore[arg-type]


def a_delivery(invite: Invite | None) -> Feedback:
    return a_bounce(invite, id="m-1", state=MailState.DELIVERED, cause=None, reason="")


def known(address: str = TO) -> Suppression | None:
    return store.get_suppression(store.id_of(address))


def told(reseller_id: TenantId) -> list[str]:
    return [notice.kind for _, notice in notifications_of(reseller_id, None, 9)]


def shown(invite: Invite) -> InviteDelivery | None:
    return get_delivery(invite.reseller_id, invite.id)


def lift(invite: Invite, now: datetime) -> None:
    act = an_act(owner_of(invite.reseller_id), now)
    commands.lift(store.id_of(TO), act, reseller_id=invite.reseller_id)


def test_a_bounce_suppresses_is_shown_with_the_invite_and_told(invite: Invite) -> None:
    hear(a_bounce(invite), a_job(NOON))

    suppression = known("kofi@SHOP.example")
    assert suppression is not None
    assert (suppression.cause, suppression.masked) == (Cause.BOUNCE, "k***@shop.example")
    assert suppression.resellers == (invite.reseller_id,)
    assert shown(invite) == InviteDelivery(1, MailState.BOUNCED, NOON, "Permanent/General 5.1.1")
    assert told(invite.reseller_id) == ["mail.bounced"]


def test_the_address_stands_nowhere_in_what_is_kept_of_it(invite: Invite) -> None:
    hear(a_bounce(invite), a_job(NOON))
    hear(a_complaint(invite), a_job(NOON))

    kept = [*items_of("Suppression"), *items_of("ResellerSuppression"), *items_of("HeardFeedback")]
    kept += [one for one in items_of("Event") if str(one["name"]).startswith("mail.")]
    assert len(kept) == 6
    assert "kofi" not in str(kept).lower()


def test_the_same_word_ten_times_is_heard_once(invite: Invite) -> None:
    for second in range(10):
        hear(a_bounce(invite), a_job(NOON + SECOND * second))

    assert events_written().count("mail.bounced") == 1
    assert told(invite.reseller_id) == ["mail.bounced"]


def test_what_did_not_bounce_for_good_suppresses_nothing(invite: Invite) -> None:
    hear(a_bounce(invite, cause=None, reason="Transient/MailboxFull"), a_job(NOON))

    assert known() is None
    assert shown(invite) is not None
    assert told(invite.reseller_id) == ["mail.bounced"]


def test_delivered_is_shown_and_told_nobody(invite: Invite) -> None:
    hear(a_delivery(invite), a_job(NOON))
    hear(a_delivery(invite), a_job(NOON))

    assert shown(invite) == InviteDelivery(1, MailState.DELIVERED, NOON)
    assert (told(invite.reseller_id), known()) == ([], None)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
def test_words_come_to_the_same_in_any_order(invite: Invite, order: tuple[int, ...]) -> None:
    words = [a_delivery(invite), a_bounce(invite), a_complaint(invite)]
    for place in order:
        hear(words[place], a_job(NOON))

    delivery, suppression = shown(invite), known()
    assert delivery is not None
    assert delivery.state is MailState.COMPLAINED
    assert suppression is not None
    assert suppression.cause is Cause.COMPLAINT


def test_of_a_link_that_was_sent_again_the_former_ones_mail_says_nothing(invite: Invite) -> None:
    again = a_bounce(invite, id="fb-2 0")
    newer = replace(again, mail=replace(again.mail, invite=(invite.id, 2)))
    hear(replace(newer, state=MailState.DELIVERED, cause=None, reason=""), a_job(NOON))

    hear(a_bounce(invite), a_job(NOON))

    assert shown(invite) == InviteDelivery(2, MailState.DELIVERED, NOON)


def test_word_of_a_mail_that_nobody_knows_suppresses_all_the_same() -> None:
    word = replace(a_bounce(None), mail=MailTold(None, "#", "", None, None))

    hear(word, a_job(NOON))

    suppression = known()
    assert suppression is not None
    assert suppression.resellers == ()
    assert [one["tenant_id"] for one in items_of("Event")] == [PLATFORM]


def test_word_of_a_mail_whose_sender_died_shows_that_it_was_sent(invite: Invite) -> None:
    deliveries.claim(EVENT, NAME, NOON)
    hear(a_delivery(invite), a_job(NOON))

    later = NOON + 2 * deliveries.CLAIMED_FOR

    assert refusal_of(lambda: deliveries.claim(EVENT, NAME, later)) == "mail.already_sent"


def test_two_words_of_one_address_at_once_both_count(invite: Invite) -> None:
    second = a_complaint(invite)

    with tapped({1: meanwhile(lambda: hear(second, a_job(NOON)))}):
        hear(a_bounce(invite), a_job(NOON))

    suppression = known()
    assert suppression is not None
    assert (suppression.cause, suppression.version) == (Cause.COMPLAINT, 1)
    assert sorted(told(invite.reseller_id)) == ["mail.bounced", "mail.complained"]


def test_the_same_word_twice_at_once_is_heard_once(invite: Invite) -> None:
    with tapped({1: meanwhile(lambda: hear(a_bounce(invite), a_job(NOON)))}):
        hear(a_bounce(invite), a_job(NOON))

    assert events_written().count("mail.bounced") == 1


@pytest.mark.parametrize("fault", [dies_after, loses_the_answer])
def test_a_word_whose_hearing_died_is_heard_again_without_harm(
    invite: Invite, fault: object
) -> None:
    with tapped({1: fault}):  # type: ignore[dict-item]
        try:
            hear(a_bounce(invite), a_job(NOON))
        except ProcessDied:
            hear(a_bounce(invite), a_job(NOON))

    assert events_written().count("mail.bounced") == 1
    assert told(invite.reseller_id) == ["mail.bounced"]


def test_an_owner_lifts_a_bounce_of_its_own_mail(invite: Invite) -> None:
    hear(a_bounce(invite), a_job(NOON))

    lift(invite, NOON + SECOND)

    suppression = known()
    assert suppression is not None
    assert suppression.status is Status.LIFTED
    assert list(store.suppressions_of(invite.reseller_id, None, 9)) == []
    assert list(store.all_suppressions(None, 9)) == []
    assert events_written()[-1] == "suppression.lifted"


def test_nobody_lifts_what_came_back_to_another(invite: Invite) -> None:
    hear(a_bounce(invite), a_job(NOON))
    other = TenantId("ten_OTHER")
    act = an_act(owner_of(other))

    refused = refusal_of(lambda: commands.lift(store.id_of(TO), act, reseller_id=other))

    assert refused == "suppression.not_found"


def test_an_operator_lifts_a_complaint(invite: Invite) -> None:
    hear(a_complaint(invite), a_job(NOON))
    assert refusal_of(lambda: lift(invite, NOON + SECOND)) == "suppression.operators_only"

    commands.lift(store.id_of(TO), an_act(OPERATOR, NOON + SECOND))

    suppression = known()
    assert suppression is not None
    assert not suppression.holds


def test_what_was_lifted_cannot_be_lifted_again(invite: Invite) -> None:
    hear(a_bounce(invite), a_job(NOON))
    lift(invite, NOON + SECOND)

    assert refusal_of(lambda: lift(invite, NOON + SECOND)) == "suppression.not_found"


def test_the_bounce_that_was_lifted_told_late_once_more_suppresses_nothing(
    invite: Invite,
) -> None:
    hear(a_bounce(invite), a_job(NOON))
    lift(invite, NOON + SECOND)

    hear(a_bounce(invite, id="fb-9 0"), a_job(NOON + 2 * SECOND))

    suppression = known()
    assert suppression is not None
    assert not suppression.holds


def test_a_bounce_at_the_instant_of_lifting_is_not_lifted_unseen(invite: Invite) -> None:
    hear(a_bounce(invite), a_job(NOON))
    newer = a_bounce(invite, id="fb-2 0", at=NOON + SECOND)

    with tapped({2: meanwhile(lambda: hear(newer, a_job(NOON + SECOND)))}):
        refused = refusal_of(lambda: lift(invite, NOON + SECOND))

    suppression = known()
    assert suppression is not None
    assert (refused, suppression.holds) == ("conflict", True)


def test_a_new_bounce_after_lifting_that_was_read_before_it_still_counts(invite: Invite) -> None:
    hear(a_bounce(invite), a_job(NOON))
    newer = a_bounce(invite, id="fb-2 0", at=NOON + 2 * SECOND)

    with tapped({1: meanwhile(lambda: lift(invite, NOON + SECOND))}):
        hear(newer, a_job(NOON + 2 * SECOND))

    suppression = known()
    assert suppression is not None
    assert (suppression.holds, suppression.lifts) == (True, 1)
    assert [one.id for _, one in store.suppressions_of(invite.reseller_id, None, 9)] == [
        suppression.id
    ]
