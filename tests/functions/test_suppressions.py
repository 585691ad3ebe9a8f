"""
What became of mails is shown, and nothing is sent to an address that does not want it.
"""

from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest

from mailer.feedback import handler as feedback
from mailer.send import handler as send
from tests.calling import CONTEXT, call
from tests.functions import cast
from tests.functions.cast import Json, a_reseller, an_invite, expect
from tests.functions.lambdas import failed_in, messages, new_events, on_the_bus
from tests.functions.mailed import hear_it, invited, mail_it, shown
from tests.reading import events_written, items_of, snapshot
from tests.sending import Ses, ses_here

PLATFORM = "no-reply@example.com"


@pytest.fixture
def ses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operator: str) -> Iterator[Ses]:
    del operator
    with ses_here(tmp_path, monkeypatch) as here:
        yield here


@pytest.fixture
def reseller(operator: str) -> Json:
    return a_reseller(
        operator, branding={"display_name": "Savanna", "support_email": "help@savanna.example"}
    )


def test_what_became_of_an_invites_mail_is_shown_with_it(
    ses: Ses, operator: str, reseller: Json
) -> None:
    invite, _ = invited(ses, operator, reseller)
    seen = [(shown(operator, invite) or {})["state"]]

    for become in (ses.player.deliver, ses.player.bounce, ses.player.complain):
        become(invite["email"])
        hear_it(ses)
        seen.append((shown(operator, invite) or {})["state"])

    assert seen == ["sent", "delivered", "bounced", "complained"]
    listed = call("GET", f"/v1/resellers/{reseller['id']}/invites", secret=operator).json["items"]
    assert listed[0]["delivery"]["state"] == "complained"


def test_an_invite_that_was_not_mailed_yet_shows_nothing(
    ses: Ses, operator: str, reseller: Json
) -> None:
    del ses

    assert shown(operator, an_invite(operator, reseller)) is None


def test_nothing_is_sent_to_an_address_that_bounced_and_the_invite_says_so(
    ses: Ses, operator: str, reseller: Json
) -> None:
    first, _ = invited(ses, operator, reseller)
    ses.player.bounce(first["email"])
    hear_it(ses)
    sent = len(ses.sent)

    second, _ = invited(ses, operator, reseller, email=first["email"].upper())

    assert len(ses.sent) == sent
    assert (shown(operator, second) or {})["state"] == "suppressed"
    assert "mail.suppressed" in events_written()


def test_mail_of_another_partner_to_it_is_withheld_too_and_listed_for_both(
    ses: Ses, operator: str, reseller: Json
) -> None:
    other = a_reseller(operator)
    first, _ = invited(ses, operator, reseller)
    ses.player.bounce(first["email"])
    hear_it(ses)

    invited(ses, operator, other, email=first["email"])

    lists = [
        call("GET", f"/v1/resellers/{one['id']}/suppressions", secret=operator).json["items"]
        for one in (reseller, other)
    ]
    assert lists[0] == lists[1]
    assert [one["cause"] for one in lists[0]] == ["bounce"]
    assert "@" in lists[0][0]["address"]
    assert lists[0][0]["address"] != first["email"]


def test_a_suppressed_person_gets_no_sign_in_mail_until_it_is_lifted(
    ses: Ses, operator: str, reseller: Json
) -> None:
    email = reseller["personal"]["email"]
    before = snapshot()
    cast.a_sign_in_link(email)
    assert mail_it(before) == []
    ses.player.complain(email)
    hear_it(ses)
    [listed] = call("GET", "/v1/suppressions", secret=operator).json["items"]
    ses.sent.clear()

    before = snapshot()
    cast.a_sign_in_link(email)
    assert (mail_it(before), ses.sent) == ([], [])
    expect(call("DELETE", f"/v1/suppressions/{listed['id']}", secret=operator), 204)
    before = snapshot()
    cast.a_sign_in_link(email)

    assert mail_it(before) == []
    assert [parseaddr(mail["FromEmailAddress"])[1] for mail in ses.sent] == [PLATFORM]


def test_an_owner_lifts_a_bounce_and_the_next_invite_is_sent(
    ses: Ses, operator: str, reseller: Json
) -> None:
    owner = cast.an_owner(reseller)
    first, _ = invited(ses, operator, reseller)
    ses.player.bounce(first["email"])
    hear_it(ses)
    at = f"/v1/resellers/{reseller['id']}/suppressions"
    [listed] = call("GET", at, secret=owner).json["items"]

    expect(call("DELETE", f"{at}/{listed['id']}", secret=owner), 204)
    again, mail = invited(ses, operator, reseller, email=first["email"])

    assert mail["Destination"] == {"ToAddresses": [first["email"]]}
    assert (shown(operator, again) or {})["state"] == "sent"


def test_an_owner_cannot_lift_a_complaint(ses: Ses, operator: str, reseller: Json) -> None:
    owner = cast.an_owner(reseller)
    first, _ = invited(ses, operator, reseller)
    ses.player.complain(first["email"])
    hear_it(ses)
    at = f"/v1/resellers/{reseller['id']}/suppressions"
    [listed] = call("GET", at, secret=owner).json["items"]

    refused = call("DELETE", f"{at}/{listed['id']}", secret=owner)

    assert (refused.status, refused.json["code"]) == (403, "suppression.operators_only")


def test_a_withheld_mail_stays_withheld_when_its_event_comes_again(
    ses: Ses, operator: str, reseller: Json
) -> None:
    first, _ = invited(ses, operator, reseller)
    ses.player.bounce(first["email"])
    hear_it(ses)
    before = snapshot()
    an_invite(operator, reseller, email=first["email"])
    batch = messages(*on_the_bus(new_events(before)))
    send(batch, CONTEXT)
    told = events_written().count("mail.suppressed")

    assert failed_in(send(batch, CONTEXT)) == []

    assert (told, events_written().count("mail.suppressed")) == (1, 1)


def test_the_owner_is_mailed_that_an_invitation_did_not_arrive(
    ses: Ses, operator: str, reseller: Json
) -> None:
    first, _ = invited(ses, operator, reseller)
    ses.player.bounce(first["email"])
    before = snapshot()
    hear_it(ses)

    assert mail_it(before) == []

    mail = ses.sent[-1]
    assert mail["Destination"] == {"ToAddresses": [reseller["personal"]["email"]]}
    assert first["email"] in mail["Content"]["Simple"]["Body"]["Text"]["Data"]


@pytest.mark.parametrize("local", ["bounce+1", "complaint"])
def test_addresses_of_the_mailbox_simulator_play_by_themselves(
    ses: Ses, operator: str, reseller: Json, local: str
) -> None:
    invite, _ = invited(ses, operator, reseller, email=f"{local}@simulator.amazonses.com")
    hear_it(ses)

    expected = "complained" if local == "complaint" else "bounced"
    assert (shown(operator, invite) or {})["state"] == expected
    assert len(items_of("Suppression")) == 1


def test_what_ses_tells_in_another_form_is_parked(ses: Ses) -> None:
    del ses
    broken: list[Any] = [{"detail": {"eventType": "Bounce"}}, {"detail": {}}]

    answer = feedback(messages(*broken), CONTEXT)

    assert failed_in(answer) == ["message-0", "message-1"]


def test_a_mail_to_a_partner_about_a_bounce_that_bounces_itself_ends_there(
    ses: Ses, operator: str, reseller: Json
) -> None:
    first, _ = invited(ses, operator, reseller)
    ses.player.bounce(first["email"])
    before = snapshot()
    hear_it(ses)
    assert mail_it(before) == []
    ses.player.bounce(reseller["personal"]["email"])
    sent, before = len(ses.sent), snapshot()
    hear_it(ses)

    assert mail_it(before) == []

    assert len(ses.sent) == sent
