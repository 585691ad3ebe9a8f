"""
How long ago a job must have finished, and what a build must be.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tenantry.clock import stamp
from tenantry.self_check.model import Finding

JOBS: dict[str, timedelta] = {
    "pilot_expiry": timedelta(hours=2),
    "tenant_purge": timedelta(hours=26),
    "event_republish": timedelta(hours=26),
}
"""Each scheduled job, and the longest time between two finished runs of it."""


def job_finding(job: str, last_run: datetime | None, now: datetime) -> Finding:
    """
    Whether a job finished lately.
    """
    if last_run is None:
        return Finding(f"job {job}", is_good=False, seen="has never finished")
    is_good = now - last_run <= JOBS[job]
    return Finding(f"job {job}", is_good, f"finished last for {stamp(last_run)}")


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
