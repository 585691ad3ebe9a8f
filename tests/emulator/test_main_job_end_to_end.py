"""
The main job on the whole stack: HTTP in front, table, stream, bus, queues and mail behind.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.local.mails import Mail
from infra.local.stack import eventually
from tenantry.clock import stamp
from tenantry.credentials.tokens import PATTERN
from tests.emulator import searching
from tests.emulator.main_job import (
    CUSTOMER,
    OWNER,
    SHOP,
    MainJob,
    let_pilot_end,
    play,
    record,
    tokens_mailed,
)
from tests.emulator.provisioned import Programme, provisioned

pytestmark = pytest.mark.emulator

INVITED = {
    "en": "Invitation from",
    "fr": "vous invite",
    "pt": "Convite de",
    "ar": "دعوة من",
    "sw": "Mwaliko kutoka",
}
EXPIRED = {"en": "has ended", "ar": "انتهت الفترة التجريبية"}
DIRECTIONS = {"ar": "rtl"}
LEFT_TO_RIGHT = "ltr"


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with provisioned(tmp_path_factory.mktemp("main-job")) as programme:
        searching.listen_to_the_bus(programme.stack)
        yield programme


@pytest.fixture(scope="module")
def job(programme: Programme) -> MainJob:
    return play(programme)


@pytest.fixture
def impatient(programme: Programme) -> Iterator[str]:
    """
    The pilot queue, which gives a message again after one second; the template says 90.
    """
    sqs, url = programme.stack.client("sqs"), programme.stack.physical_id("PilotQueue")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "1"})
    yield url
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "90"})


@pytest.fixture(scope="module")
def reseller_id(programme: Programme) -> str:
    """
    Another partner, so that what its customers do changes nothing for the main job's.
    """
    made: str = programme.new_reseller()["id"]
    return made


def first_mail(programme: Programme, email: str, subject: str) -> Mail:
    return eventually(lambda: [mail for mail in programme.mails(email) if subject in mail.subject])[
        -1
    ]


def find_due_pilots(programme: Programme, now: datetime) -> int:
    queued: int = programme.stack.invoke("PilotExpiryFind", {"time": stamp(now)})["queued"]
    return queued


def events_of(programme: Programme, tenant: Any) -> list[str]:  # noqa: ANN401 - a JSON body
    events = programme.operator.listed(f"/v1/tenants/{tenant['id']}/audit")
    return [event["kind"] for event in events]


def test_a_prospect_accepts_and_records_an_order(programme: Programme, job: MainJob) -> None:
    (tenant,) = job.owner.listed(f"/v1/resellers/{job.reseller['id']}/tenants")

    assert job.accepted.status == 200
    assert job.recorded.status == 201
    assert (tenant["id"], tenant["name"]) == (job.tenant_id, SHOP)
    month = f"{datetime.now(UTC):%Y-%m}"
    funnel = job.owner.call("GET", f"/v1/resellers/{job.reseller['id']}/funnel?month={month}").json
    assert (funnel["invited"], funnel["accepted"]) == (1, 1)
    assert programme.operator.call("GET", "/v1/self-check").status == 200


def test_both_sides_are_told_by_mail_and_the_partner_in_its_workspace(
    programme: Programme, job: MainJob
) -> None:
    first_mail(programme, OWNER, "has accepted your invitation")
    first_mail(programme, CUSTOMER, "is ready")

    (told,) = job.owner.listed(f"/v1/resellers/{job.reseller['id']}/notifications")
    assert (told["kind"], told["read_at"]) == ("partner.activation", None)
    assert told["data"]["tenant_id"] == job.tenant_id
    subjects = [mail.subject for mail in programme.mails(CUSTOMER)]
    assert len(subjects) == 2, subjects


@pytest.mark.requirement("R-INV-3")
@pytest.mark.parametrize("locale", INVITED)
def test_an_invite_is_mailed_and_shown_in_its_own_language(
    programme: Programme, reseller_id: str, locale: str
) -> None:
    email = f"{locale}@shop.example"
    way = DIRECTIONS.get(locale, LEFT_TO_RIGHT)

    programme.invite(reseller_id, email, locale=locale)

    mail = first_mail(programme, email, INVITED[locale])
    page = programme.anybody.call("GET", programme.link(email).path)
    assert f'<html lang="{locale}" dir="{way}">' in mail.html
    assert f'<html lang="{locale}" dir="{way}">' in page.text


@pytest.mark.requirement("R-TEN-2")
@pytest.mark.parametrize("locale", EXPIRED)
def test_a_pilot_that_ended_is_refused_marked_mailed_once_and_can_be_upgraded(
    programme: Programme, reseller_id: str, locale: str
) -> None:
    email, now = f"expired-{locale}@shop.example", datetime.now(UTC)
    tenant = programme.new_tenant(reseller_id, owner_email=email, locale=locale)
    before = record(programme.operator, tenant["id"], "before").outcome
    let_pilot_end(programme, tenant["id"], now)
    refused = record(programme.operator, tenant["id"], "after").outcome

    queued = [find_due_pilots(programme, now + timedelta(seconds=number)) for number in range(2)]

    first_mail(programme, email, EXPIRED[locale])
    upgraded = programme.operator.made(
        f"/v1/tenants/{tenant['id']}/upgrade", {"plan_code": "standard"}
    )
    again = record(programme.operator, tenant["id"], "again").outcome
    assert (before, refused, again) == ((201, ""), (409, "pilot.expired"), (201, ""))
    assert queued[0] >= 1
    assert upgraded["status"] == "active"
    assert events_of(programme, tenant).count("pilot.expired") == 1
    assert len([mail for mail in programme.mails(email) if EXPIRED[locale] in mail.subject]) == 1


@pytest.mark.requirement("R-TEN-4")
@pytest.mark.parametrize(("left", "said"), [(7, "ends in 7 days"), (1, "ends in 1 day")])
def test_an_owner_is_reminded_a_week_and_a_day_before_a_pilot_ends(
    programme: Programme, reseller_id: str, left: int, said: str
) -> None:
    email, now = f"reminded-{left}@shop.example", datetime.now(UTC)
    tenant = programme.new_tenant(reseller_id, owner_email=email)
    let_pilot_end(programme, tenant["id"], now + timedelta(days=left))

    find_due_pilots(programme, now)

    assert SHOP in first_mail(programme, email, said).subject
    assert events_of(programme, tenant).count("pilot.ending") == 1


def test_a_message_that_nobody_can_work_is_parked_after_its_tries(
    programme: Programme, impatient: str
) -> None:
    sqs, message = programme.stack.client("sqs"), {"no": "pilot"}
    parked = programme.stack.physical_id("PilotDeadLetters")

    sqs.send_message(QueueUrl=impatient, MessageBody=json.dumps(message))

    dead = eventually(lambda: sqs.receive_message(QueueUrl=parked).get("Messages"))
    assert [json.loads(letter["Body"]) for letter in dead] == [message]


@pytest.mark.requirement("R-CMP-4")
def test_no_secret_stands_anywhere_but_in_the_mails(programme: Programme, job: MainJob) -> None:
    # The last mail of the main job is there, so all that comes before it is written as well.
    first_mail(programme, CUSTOMER, "is ready")
    first_mail(programme, OWNER, "has accepted your invitation")
    secrets = secrets_of(programme, job)
    places = {
        searching.table: job.tenant_id,
        searching.logs: "POST /invites/{reseller_id}/{invite_id}",
        searching.messages: job.tenant_id,
    }

    for read, witness in places.items():
        written = list(read(programme.stack))
        assert any(witness in text for text in written), "the search finds what is there"
        assert not [text for text in written if any(secret in text for secret in secrets)]
        assert not [text for text in written if PATTERN.search(text)]


def secrets_of(programme: Programme, job: MainJob) -> set[str]:
    stack = programme.stack
    key_id = stack.physical_id("ServerKey")
    server_key = stack.client("secretsmanager").get_secret_value(SecretId=key_id)["SecretString"]
    callers = [programme.operator, job.owner, job.machine, job.customer]
    secrets = {server_key, *(caller.secret for caller in callers), *tokens_mailed(programme)}
    # One invite, and the welcome mails of both sides.
    assert len(secrets) >= 1 + len(callers) + 3
    return secrets
