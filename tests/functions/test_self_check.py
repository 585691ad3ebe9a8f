"""
Whether all parts run: `/health` for the world, the self-check for operators.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tenantry import queue_settings
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.services import client
from tests.acting import DAY
from tests.calling import call
from tests.functions.cast import Json, made
from tests.functions.parts import QUEUES, watch_all_parts

pytestmark = pytest.mark.requirement("R-OPS-1")


@pytest.fixture
def parts(operator: str) -> Iterator[str]:
    """
    The operator's key, where all parts are watched and empty.
    """
    watch_all_parts()
    yield operator
    for name in QUEUES:
        client("sqs").delete_queue(QueueUrl=client("sqs").get_queue_url(QueueName=name)["QueueUrl"])


def finished_just_now() -> None:
    for job in Job:
        runs.finish(job, datetime.now(UTC), "a run")


def findings(operator: str) -> dict[str, Json]:
    checked = made(call("GET", "/v1/self-check", secret=operator), 200)
    return {finding["part"]: finding for finding in checked["findings"]}


def test_every_part_is_looked_at(parts: str) -> None:
    assert findings(parts).keys() == {
        "table",
        "bus",
        "build",
        "queue pilots",
        "queue pilots dead letters",
        "queue mail",
        "queue mail dead letters",
        "queue feedback",
        "queue feedback dead letters",
        "queue webhooks",
        "queue webhooks dead letters",
        "queue stock",
        "queue stock dead letters",
        "queue dunning",
        "queue dunning dead letters",
        "queue domains",
        "queue domains dead letters",
        "queue exports",
        "queue exports dead letters",
        "queue statements",
        "queue statements dead letters",
        "queue suspicions",
        "queue suspicions dead letters",
        "queue ledger",
        "queue ledger dead letters",
        "queue events dead letters",
        *(f"job {job}" for job in Job),
    }


def test_good_parts_are_good(parts: str) -> None:
    finished_just_now()

    found = findings(parts)

    bad = {part for part, finding in found.items() if not finding["is_good"]}
    assert bad <= {"build"}
    assert "ACTIVE" in found["table"]["seen"]


def test_a_letter_nobody_could_work_is_bad_and_hides_nothing(parts: str) -> None:
    finished_just_now()
    for name in ("mail dead letters", "mail"):
        client("sqs").send_message(QueueUrl=queue_settings.queue_urls()[name], MessageBody="{}")

    found = findings(parts)

    dead, waiting = found["queue mail dead letters"], found["queue mail"]
    assert (dead["is_good"], dead["seen"]) == (False, "1 messages wait")
    assert (waiting["is_good"], waiting["seen"]) == (True, "1 messages wait")
    assert found["queue pilots"]["is_good"]


@pytest.mark.parametrize(
    ("variable", "part"),
    [("TENANTRY_BUS", "bus"), ("TENANTRY_MAIL_QUEUE", "queue mail")],
)
def test_a_part_that_is_gone_is_bad_and_hides_nothing(
    parts: str, monkeypatch: pytest.MonkeyPatch, variable: str, part: str
) -> None:
    monkeypatch.setenv(variable, "https://sqs.eu-west-1.amazonaws.com/123456789012/gone")

    checked = made(call("GET", "/v1/self-check", secret=parts), 200)

    assert checked["is_good"] is False
    assert [one["part"] for one in checked["findings"] if one["part"] == part] == [part]
    others = {"table", "bus", "build"}
    assert len(checked["findings"]) == len(others) + len(queue_settings.queue_urls()) + len(Job)


def test_a_job_that_has_never_run_or_not_lately_is_bad(parts: str) -> None:
    runs.finish(Job.PILOT_EXPIRY, datetime.now(UTC) - DAY, "a run")

    found = findings(parts)

    assert not found["job pilot_expiry"]["is_good"]
    assert found["job tenant_purge"]["seen"] == "has never finished"


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_health_says_up_and_nothing_else(method: str) -> None:
    answer = call(method, "/health")

    assert (answer.status, answer.json) == (200, {"status": "up"})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("operator")
def test_health_is_down_without_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENANTRY_TABLE", "no-such-table")
    from tenantry import table  # noqa: PLC0415 - forgets the connection to the other table

    table.connection.cache_clear()
    try:
        answer = call("GET", "/health")
    finally:
        monkeypatch.undo()
        table.connection.cache_clear()

    assert (answer.status, answer.json) == (503, {"status": "down"})
