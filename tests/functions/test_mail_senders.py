"""
Mail leaves from the partner's own address once everything passes, is never lost, and never sent to
an address that does not want it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tenantry.ids import TenantId
from tenantry.senders import store
from tenantry.senders.model import Sender, State
from tests.calling import call
from tests.functions import cast
from tests.functions.cast import Json, a_reseller, an_invite, expect
from tests.functions.mailed import invited, mail_it
from tests.reading import events_written, snapshot
from tests.sending import DOMAIN, Ses, a_ready_sender, ses_here

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


def sender_of(reseller: Json) -> Sender:
    found = store.get_sender(TenantId(reseller["id"]), DOMAIN)
    assert found is not None
    return found


@pytest.mark.requirement("R-INV-1")
@pytest.mark.requirement("R-WL-4")
def test_an_invite_leaves_from_the_partners_address_with_answers_to_its_support(
    ses: Ses, operator: str, reseller: Json
) -> None:
    a_ready_sender(ses, TenantId(reseller["id"]))

    invite, mail = invited(ses, operator, reseller)

    assert mail["FromEmailAddress"] == "Savanna <no-reply@acme.example>"
    assert mail["ReplyToAddresses"] == ["help@savanna.example"]
    assert mail["Destination"] == {"ToAddresses": [invite["email"]]}
    assert mail["ConfigurationSetName"] == "tenantry-mail"
    tags = {tag["Name"]: tag["Value"] for tag in mail["EmailTags"]}
    assert (tags["tenantry_reseller"], tags["tenantry_invite"]) == (reseller["id"], invite["id"])


@pytest.mark.requirement("R-WL-4")
def test_before_everything_passes_it_leaves_from_ours_under_the_partners_name(
    ses: Ses, operator: str, reseller: Json
) -> None:
    _, mail = invited(ses, operator, reseller)

    assert mail["FromEmailAddress"] == f"Savanna <{PLATFORM}>"
    assert mail["ReplyToAddresses"] == ["help@savanna.example"]


def test_the_platforms_own_mail_never_leaves_from_a_partners_address(
    ses: Ses, operator: str, reseller: Json
) -> None:
    a_ready_sender(ses, TenantId(reseller["id"]))
    before = snapshot()
    body = {"email": "new@partner.example", "name": "Nia", "role": "reseller_billing"}
    path = f"/v1/resellers/{reseller['id']}/members"
    expect(call("POST", path, body=body, secret=operator), 201)

    assert mail_it(before) == []

    assert ses.sent[-1]["FromEmailAddress"] == f"Tenantry <{PLATFORM}>"


REFUSALS = [
    "MailFromDomainNotVerifiedException",
    "MessageRejected",
    "SendingPausedException",
    "AccessDeniedException",
]


@pytest.mark.requirement("R-WL-4")
@pytest.mark.parametrize("code", REFUSALS)
def test_what_ses_refuses_from_the_partner_leaves_from_ours_in_the_same_try(
    ses: Ses, operator: str, reseller: Json, code: str
) -> None:
    a_ready_sender(ses, TenantId(reseller["id"]))
    ses.player.refuse_next(code)

    _, mail = invited(ses, operator, reseller)

    assert mail["FromEmailAddress"] == f"Savanna <{PLATFORM}>"
    assert len(ses.sent) == 1
    assert sender_of(reseller).state is State.FALLEN_BACK
    assert "sender.fell_back" in events_written()


@pytest.mark.requirement("R-WL-4")
def test_records_that_vanish_between_two_passes_lose_no_mail(
    ses: Ses, operator: str, reseller: Json
) -> None:
    a_ready_sender(ses, TenantId(reseller["id"]))
    ses.records.clear()

    _, mail = invited(ses, operator, reseller)

    assert mail["FromEmailAddress"] == f"Savanna <{PLATFORM}>"
    assert sender_of(reseller).state is State.FALLEN_BACK


def test_when_ses_is_too_busy_for_anybody_the_mail_waits_and_the_sender_stays(
    ses: Ses, operator: str, reseller: Json
) -> None:
    a_ready_sender(ses, TenantId(reseller["id"]))
    ses.player.refuse_next("TooManyRequestsException", 9)
    before = snapshot()
    an_invite(operator, reseller)

    assert mail_it(before) == ["message-0"]

    assert ses.sent == []
    assert sender_of(reseller).state is State.READY


def test_what_ses_refuses_from_everybody_takes_no_sender_away(
    ses: Ses, operator: str, reseller: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_ready_sender(ses, TenantId(reseller["id"]))
    ses.player.pause(DOMAIN, on=True)
    monkeypatch.setenv("TENANTRY_MAIL_FROM", "nobody@elsewhere.example")
    before = snapshot()
    an_invite(operator, reseller)

    assert mail_it(before) == ["message-0"]

    assert sender_of(reseller).state is State.READY


def test_the_owner_is_mailed_when_the_sender_is_ready(
    ses: Ses, operator: str, reseller: Json
) -> None:
    del operator
    before = snapshot()
    a_ready_sender(ses, TenantId(reseller["id"]))

    assert mail_it(before) == []

    [mail] = ses.sent
    assert mail["Content"]["Simple"]["Subject"]["Data"] == (
        "Mail now leaves from no-reply@acme.example"
    )


def test_the_sender_is_shown_with_its_records_and_chosen_by_the_owner(
    ses: Ses, operator: str, reseller: Json
) -> None:
    owner = cast.an_owner(reseller)
    a_ready_sender(ses, TenantId(reseller["id"]))
    path = f"/v1/resellers/{reseller['id']}/domains/{DOMAIN}/sender"
    body = {"local_part": "hello", "display_name": "Savanna Team", "is_preferred": True}

    changed = call("PATCH", path, body=body, secret=owner).json
    _, mail = invited(ses, operator, reseller)

    assert (changed["state"], changed["missing"]) == ("ready", [])
    assert [one["type"] for one in changed["records"]] == ["CNAME"] * 3 + ["MX", "TXT"]
    assert changed == call("GET", path, secret=operator).json
    assert mail["FromEmailAddress"] == "Savanna Team <hello@acme.example>"


@pytest.mark.parametrize("local_part", ["postmaster", "a@b"])
def test_a_wrong_local_part_is_named(
    ses: Ses, operator: str, reseller: Json, local_part: str
) -> None:
    a_ready_sender(ses, TenantId(reseller["id"]))
    path = f"/v1/resellers/{reseller['id']}/domains/{DOMAIN}/sender"

    refused = call("PATCH", path, body={"local_part": local_part}, secret=operator)

    assert refused.status == 422
    assert {one["field"] for one in refused.json["errors"]} == {"local_part"}
