"""
How long ago a job must have finished, and what a build must be.
"""

import pytest

from tenantry.runs.model import Job
from tenantry.runs.rules import late_from
from tenantry.self_check import rules
from tests.acting import NOON, SECOND


@pytest.mark.requirement("R-OPS-1")
@pytest.mark.parametrize("job", Job)
def test_a_job_is_alive_while_its_last_run_is_young_enough(job: Job) -> None:
    late_at = late_from(job, NOON, watched_since=None)
    assert late_at is not None

    assert rules.job_finding(job, NOON, late_at).is_good
    assert not rules.job_finding(job, NOON, late_at + SECOND).is_good


def test_a_job_that_never_ran_is_not_alive() -> None:
    finding = rules.job_finding(Job.PILOT_EXPIRY, None, NOON)

    assert (finding.is_good, finding.seen) == (False, "has never finished")


@pytest.mark.requirement("R-OPS-1")
def test_functions_of_another_build_are_named() -> None:
    builds = {"mint": "7", "accept": "6", "record": "7"}

    assert rules.build_finding(builds, "6").seen == "another build: mint, record"
    assert not rules.build_finding(builds, "7").is_good
    assert rules.build_finding(dict.fromkeys(builds, "7"), "7").is_good
