"""
Runs of scheduled jobs.

A due-list is read from the last finished run to now, so that a missed run is caught up by the next.
"""

from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from tenantry.clock import moment, stamp
from tenantry.reads import Partition, query
from tenantry.runs.model import Job
from tenantry.table import Item, Key
from tenantry.transactions import transaction

KEPT = timedelta(days=400)


class JobRunItem(Item):
    """
    A finished run, by the time that it was scheduled for.
    """

    KIND = "JobRun"

    correlation_id = UnicodeAttribute()


def key(job: Job, scheduled_for: datetime) -> Key:
    """
    Where a run stands.
    """
    return f"JOB#{job.value}", f"RUN#{stamp(scheduled_for)}"


def finished_before(job: Job, scheduled_for: datetime) -> datetime | None:
    """
    J1. The last time before *scheduled_for* for which the job has finished.
    """
    _, sk = key(job, scheduled_for)
    partition = Partition(f"JOB#{job.value}", begins_with="RUN#", after=sk, newest_first=True)
    run = next(query(JobRunItem, partition, limit=1), None)
    return None if run is None else moment(run.sk.removeprefix("RUN#"))


def last_finished(job: Job) -> datetime | None:
    """
    J2. The last time for which the job has finished.
    """
    partition = Partition(f"JOB#{job.value}", begins_with="RUN#", newest_first=True)
    run = next(query(JobRunItem, partition, limit=1), None)
    return None if run is None else moment(run.sk.removeprefix("RUN#"))


def first_finished(job: Job) -> datetime | None:
    """
    J4. The first time for which the job has finished, of those that are kept.
    """
    partition = Partition(f"JOB#{job.value}", begins_with="RUN#")
    run = next(query(JobRunItem, partition, limit=1), None)
    return None if run is None else moment(run.sk.removeprefix("RUN#"))


def finish(job: Job, scheduled_for: datetime, correlation_id: str) -> None:
    """
    J3. Write down that the job has done everything that was due at *scheduled_for*.
    """
    pk, sk = key(job, scheduled_for)
    lapses = int((scheduled_for + KEPT).timestamp())
    with transaction() as writes:
        writes.put(JobRunItem(pk, sk, correlation_id=correlation_id, expires=lapses))
