"""
The watcher says which jobs did not run, or did not finish.
"""

from datetime import UTC, datetime, timedelta

import pytest

from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tests.acting import DAY, NOON
from tests.calling import CONTEXT, call
from tests.functions.cast import Json, made
from tests.functions.lambdas import at
from watcher.watch import handler as watch

pytestmark = pytest.mark.requirement("R-COM-7")

HOUR = timedelta(hours=1)


def finish_all(moment: datetime) -> None:
    for job in Job:
        runs.finish(job, moment, "a run")


def shown(operator: str) -> dict[str, Json]:
    answer = made(call("GET", "/v1/jobs", secret=operator), 200)
    assert answer["late"] == sum(job["is_late"] for job in answer["jobs"])
    return {job["job"]: job for job in answer["jobs"]}


@pytest.mark.usefixtures("operator")
def test_while_all_jobs_finish_nothing_is_late(capsys: pytest.CaptureFixture[str]) -> None:
    finish_all(NOON - HOUR)

    assert watch(at(NOON), CONTEXT) == {"late": []}

    said = capsys.readouterr().out
    assert '"watcher.ran":[1.0]' in said
    assert "job_late" not in said


@pytest.mark.usefixtures("operator")
def test_a_job_that_is_late_is_counted_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    finish_all(NOON - HOUR)

    late = watch(at(NOON + 2 * HOUR), CONTEXT)["late"]

    assert {"pilot_expiry", "license_sweep"} <= set(late)
    assert "dunning" not in late
    assert '"job_late.pilot_expiry":[1.0]' in capsys.readouterr().out


@pytest.mark.usefixtures("operator")
def test_statements_that_were_not_all_written_are_late_on_the_first() -> None:
    finish_all(datetime(2026, 11, 1, 6, tzinfo=UTC))
    runs.finish(Job.STATEMENTS, datetime(2026, 11, 1, 6, tzinfo=UTC), "october")

    before = watch(at(datetime(2026, 12, 1, 7, tzinfo=UTC)), CONTEXT)["late"]
    after = watch(at(datetime(2026, 12, 1, 9, tzinfo=UTC)), CONTEXT)["late"]

    assert "statements" not in before
    assert "statements" in after


@pytest.mark.usefixtures("operator")
def test_what_has_never_finished_is_late_a_day_after_the_first_look() -> None:
    first = watch(at(NOON), CONTEXT)["late"]
    second = watch(at(NOON + 2 * DAY), CONTEXT)["late"]

    assert first == []
    assert set(second) >= {"dunning", "ledger_check"}
    assert "watcher" not in second


def test_operators_see_when_each_job_finished_and_when_it_is_due(operator: str) -> None:
    now = datetime.now(UTC)
    finish_all(now)
    runs.finish(Job.WATCHER, now, "first")

    jobs = shown(operator)

    assert jobs.keys() == {job.value for job in Job}
    assert not jobs["dunning"]["is_late"]
    assert jobs["dunning"]["last_finished"] < jobs["dunning"]["late_from"]
