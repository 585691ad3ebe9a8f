"""
How long ago a job must have finished, and what a build must be.
"""

from collections.abc import Mapping
from datetime import datetime

from tenantry.clock import stamp
from tenantry.runs.model import Job
from tenantry.runs.rules import EXPECTED, Every, late_from
from tenantry.self_check.model import Finding


def job_finding(job: Job, last_run: datetime | None, now: datetime) -> Finding:
    """
    Whether a job finished lately.
    """
    late_at = late_from(job, last_run, watched_since=None)
    if last_run is None or late_at is None:
        # What runs once a month has not had its day yet; the watcher tells when it is late.
        is_good = not isinstance(EXPECTED[job], Every)
        return Finding(f"job {job.value}", is_good, seen="has never finished")
    is_good = now <= late_at
    return Finding(f"job {job.value}", is_good, f"finished last for {stamp(last_run)}")


def build_finding(builds: Mapping[str, str], own: str) -> Finding:
    """
    Whether every function runs the build that this one runs.
    """
    others = sorted(name for name, build in builds.items() if build != own)
    seen = (
        f"{len(builds)} functions run {own}"
        if not others
        else f"another build: {', '.join(others)}"
    )
    return Finding("build", not others, seen)
