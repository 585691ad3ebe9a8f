"""
Large statements as files: asked for, written by the queue's worker, fetched by a link.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from statement_exports.write import handler as write
from tenantry import settings
from tenantry.clock import Month
from tenantry.ids import TenantId
from tenantry.services import client
from tenantry.statement_exports import commands
from tenantry.statement_exports.model import ExportNotFound
from tests.calling import CONTEXT, Answer, call
from tests.functions import cast
from tests.functions.cast import Json, made
from tests.functions.lambdas import messages
from tests.reading import items_of
from tests.written import SEPTEMBER, a_line, open_bucket, write_statement

pytestmark = pytest.mark.requirement("R-COM-4")

OCTOBER = Month("2026-10")


@pytest.fixture(scope="module")
def bucket(operator: str) -> str:
    del operator
    open_bucket()
    return settings.export_bucket()


@pytest.fixture
def reseller(operator: str, bucket: str) -> Json:
    del bucket
    made_ = cast.a_reseller(operator, type="commission")
    write_statement(TenantId(made_["id"]), [a_line(number) for number in range(3)])
    return made_


@pytest.fixture
def owner(reseller: Json) -> str:
    return cast.an_owner(reseller)


def ask(secret: str, reseller: Json, format_: str = "csv", key: str | None = None) -> Json:
    path = f"/v1/resellers/{reseller['id']}/statements/{SEPTEMBER}/exports"
    return made(call("POST", path, body={"format": format_}, secret=secret, key=key), 202)


def read(secret: str, reseller: Json, export: Json) -> Answer:
    path = f"/v1/resellers/{reseller['id']}/statements/{SEPTEMBER}/exports/{export['id']}"
    return call("GET", path, secret=secret)


def told(reseller: Json, export: Json) -> Mapping[str, object]:
    """
    What the bus carries when the export was asked for.
    """
    data = {"export_id": export["id"], "month": SEPTEMBER, "format": export["format"]}
    return {"detail": {"tenant_id": reseller["id"], "data": data}}


def work(reseller: Json, export: Json) -> Json:
    return write(messages(told(reseller, export)), CONTEXT)


def file_of(linked: Json) -> bytes:
    return requests.get(linked["link"], timeout=5).content


def test_it_is_accepted_and_its_event_is_what_the_worker_gets(reseller: Json, owner: str) -> None:
    export = ask(owner, reseller)

    [event] = [one for one in items_of("Event") if one["name"] == "statement_export.asked"]
    assert (export["state"], export["month"], export["expires_at"]) == ("queued", SEPTEMBER, None)
    assert json.loads(event["facts"]) == {
        "export_id": export["id"],
        "month": SEPTEMBER,
        "format": "csv",
    }
    assert read(owner, reseller, export).json["link"] is None


@pytest.mark.parametrize(("format_", "start"), [("csv", b"line_id,"), ("pdf", b"%PDF-")])
def test_a_finished_file_is_fetched_by_its_link(
    reseller: Json, owner: str, format_: str, start: bytes
) -> None:
    export = ask(owner, reseller, format_)

    assert work(reseller, export) == {"batchItemFailures": []}

    found = made(read(owner, reseller, export), 200)
    content = file_of(found)
    assert (found["state"], found["size"]) == ("ready", len(content))
    assert content.startswith(start)
    assert found["sha256"] == sha256(content).hexdigest()


def test_a_link_lasts_a_quarter_of_an_hour(reseller: Json, owner: str) -> None:
    work(reseller, export := ask(owner, reseller))

    link = read(owner, reseller, export).json["link"]

    query = parse_qs(urlsplit(link).query)
    assert query["X-Amz-Expires"] == ["900"]
    assert query["response-content-disposition"] == [
        f'attachment; filename="statement-{SEPTEMBER}.csv"'
    ]


def test_the_partner_is_told_when_it_is_ready(reseller: Json, owner: str) -> None:
    work(reseller, export := ask(owner, reseller))

    path = f"/v1/resellers/{reseller['id']}/notifications"
    notes = call("GET", path, secret=owner).json["items"]

    [note] = [one for one in notes if one["kind"] == "statement_export.ready"]
    assert note["data"] == {"export_id": export["id"], "month": SEPTEMBER, "format": "csv"}


def test_a_message_that_comes_again_changes_nothing(reseller: Json, owner: str) -> None:
    work(reseller, export := ask(owner, reseller))
    before = read(owner, reseller, export).json["sha256"], objects()

    assert work(reseller, export) == {"batchItemFailures": []}

    assert (read(owner, reseller, export).json["sha256"], objects()) == before


def objects() -> list[str]:
    listed = client("s3").list_objects_v2(Bucket=settings.export_bucket()).get("Contents", [])
    return [one["Key"] for one in listed]


def test_lines_that_do_not_make_the_total_make_no_file(owner: str, reseller: Json) -> None:
    write_statement(TenantId(reseller["id"]), [a_line()], OCTOBER, line_count=2)
    path = f"/v1/resellers/{reseller['id']}/statements/{OCTOBER}/exports"
    export = made(call("POST", path, body={"format": "pdf"}, secret=owner), 202)
    before = objects()

    work(reseller, export)

    found = made(call("GET", f"{path}/{export['id']}", secret=owner), 200)
    assert (found["state"], found["reason"]) == ("failed", "statement.lines_differ")
    assert (found["link"], objects()) == (None, before)


@pytest.mark.requirement("R-API-1")
def test_a_repeated_request_asks_for_one_file(reseller: Json, owner: str) -> None:
    first = ask(owner, reseller, key="once")

    assert ask(owner, reseller, key="once") == first

    assert [one["sk"] for one in items_of("StatementExport")] == [f"EXPORT#{first['id']}"]


def test_another_partners_export_answers_404(operator: str, reseller: Json, owner: str) -> None:
    other = cast.a_reseller(operator, type="commission")
    write_statement(TenantId(other["id"]), [a_line()])
    export = ask(owner, reseller)

    answer = read(cast.an_owner(other), other, export)

    assert (answer.status, answer.json["code"]) == (404, "statement_export.not_found")


def test_a_file_lapses_with_what_is_known_of_it(reseller: Json, owner: str) -> None:
    work(reseller, export := ask(owner, reseller))
    week = datetime.now(UTC) + timedelta(days=7, minutes=1)

    with pytest.raises(ExportNotFound):
        commands.get(TenantId(reseller["id"]), SEPTEMBER, export["id"], week)


def test_a_pdf_of_more_lines_than_it_can_have_is_refused(owner: str, reseller: Json) -> None:
    write_statement(TenantId(reseller["id"]), (), OCTOBER, line_count=150_001)
    path = f"/v1/resellers/{reseller['id']}/statements/{OCTOBER}/exports"

    refused = call("POST", path, body={"format": "pdf"}, secret=owner)
    taken = call("POST", path, body={"format": "csv"}, secret=owner)

    assert (refused.status, refused.json["most"]) == (409, 150_000)
    assert taken.status == 202
