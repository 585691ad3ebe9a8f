"""
How often each job must finish.
"""

from datetime import UTC, datetime, timedelta

import pytest

from tenantry.runs.model import Job
from tenantry.runs.rules import EXPECTED, Every, OnceAMonth, late_from
from tests.acting import NOON

pytestmark = pytest.mark.requirement("R-COM-7")

HOURLY = {job for job in Job if EXPECTED[job] == Every(timedelta(hours=2))}


def test_one_missed_run_alone_is_no_alarm() -> None:
    others = [one for job, one in EXPECTED.items() if job not in HOURLY and isinstance(one, Every)]

    assert Job.PILOT_EXPIRY in HOURLY
    assert all(one.longest > timedelta(hours=24) for one in others)


def test_a_nightly_job_is_late_when_a_night_was_missed() -> None:
    assert late_from(Job.DUNNING, NOON, None) == NOON + timedelta(hours=26)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2026, 12, 1, 8, tzinfo=UTC)),
        (datetime(2026, 11, 3, 23, tzinfo=UTC), datetime(2026, 12, 1, 8, tzinfo=UTC)),
        (datetime(2026, 12, 1, 7, tzinfo=UTC), datetime(2027, 1, 1, 8, tzinfo=UTC)),
        (datetime(2028, 2, 1, 6, tzinfo=UTC), datetime(2028, 3, 1, 8, tzinfo=UTC)),
    ],
)
def test_statements_are_late_when_the_next_months_are_not_written_in_the_morning(
    last: datetime, expected: datetime
) -> None:
    assert EXPECTED[Job.STATEMENTS] == OnceAMonth(timedelta(hours=8))
    assert late_from(Job.STATEMENTS, last, None) == expected


def test_a_job_that_has_never_finished_is_late_from_when_it_was_first_looked_for() -> None:
    assert late_from(Job.DUNNING, None, NOON) == NOON + timedelta(hours=26)
    assert late_from(Job.DUNNING, None, None) is None
