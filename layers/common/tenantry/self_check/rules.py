"""
How long ago a job must have finished, and what a build must be.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tenantry.clock import stamp
from tenantry.runs.model import Job
from tenantry.self_check.model import Finding

JOBS: dict[Job, timedelta] = {
    Job.PILOT_EXPIRY: timedelta(hours=2),
    Job.TENANT_PURGE: timedelta(hours=26),
    Job.EVENT_REPUBLISH: timedelta(hours=26),
    Job.LICENSE_SWEEP: timedelta(hours=2),
    Job.FX_RATES: timedelta(hours=26),
    Job.RECONCILIATION: timedelta(hours=26),
    Job.LIST_PRICE_CHECK: timedelta(hours=26),
    Job.DUNNING: timedelta(hours=26),
    Job.CHARGE_SWEEP: timedelta(hours=2),
    Job.PAYMENT_SWEEP: timedelta(hours=26),
}
"""Each scheduled job, and the longest time between two finished runs of it."""


def job_finding(job: Job, last_run: datetime | None, now: datetime) -> Finding:
    """
    Whether a job finished lately.
    """
    if last_run is None:
        return Finding(f"job {job.value}", is_good=False, seen="has never finished")
    is_good = now - last_run <= JOBS[job]
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
