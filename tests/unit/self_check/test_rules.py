"""
How long ago a job must have finished, and what a build must be.
"""

from datetime import timedelta

import pytest

from tenantry.runs.model import Job
from tenantry.self_check import rules
from tests.acting import NOON, SECOND


@pytest.mark.requirement("R-OPS-1")
@pytest.mark.parametrize("job", Job)
def test_a_job_is_alive_while_its_last_run_is_young_enough(job: Job) -> None:
    longest = rules.JOBS[job]

    assert rules.job_finding(job, NOON - longest, NOON).is_good
    assert not rules.job_finding(job, NOON - longest - SECOND, NOON).is_good


def test_a_job_that_never_ran_is_not_alive() -> None:
    finding = rules.job_finding(Job.PILOT_EXPIRY, None, NOON)

    assert (finding.is_good, finding.seen) == (False, "has never finished")


def test_one_missed_run_alone_is_no_alarm() -> None:
    hourly = {Job.PILOT_EXPIRY, Job.LICENSE_SWEEP, Job.CHARGE_SWEEP}

    assert all(rules.JOBS[job] >= timedelta(hours=2) for job in hourly)
    assert all(
        longest > timedelta(hours=24) for job, longest in rules.JOBS.items() if job not in hourly
    )


@pytest.mark.requirement("R-OPS-1")
def test_functions_of_another_build_are_named() -> None:
    builds = {"mint": "7", "accept": "6", "record": "7"}

    assert rules.build_finding(builds, "6").seen == "another build: mint, record"
    assert not rules.build_finding(builds, "7").is_good
    assert rules.build_finding(dict.fromkeys(builds, "7"), "7").is_good
