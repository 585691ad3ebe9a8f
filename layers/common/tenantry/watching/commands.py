"""
Looking at every job, and counting those that are late for their alarms.
"""

from collections.abc import Sequence
from datetime import datetime

from tenantry.acts import Act
from tenantry.observability import counted, log
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.runs.rules import late_from
from tenantry.watching.model import Watched


def look(now: datetime) -> Sequence[Watched]:
    """
    When each job finished last, and which are late (R-COM-7).

    A job that has never finished is late as if it had when the watcher first ran.
    """
    watched_since = runs.first_finished(Job.WATCHER)
    return [_watched(job, watched_since, now) for job in Job]


def watch(act: Act) -> Sequence[Watched]:
    """
    Count each job that is late under its own name; its alarm waits for that.

    The watcher itself is not counted: an alarm of its own rings when it does not run.
    """
    late = [one for one in look(act.now) if one.is_late and one.job is not Job.WATCHER]
    for one in late:
        log.error("a job is late", extra={"job": one.job.value})
        counted(metric_of(one.job))
    counted("watcher.ran")
    runs.finish(Job.WATCHER, act.now, act.correlation_id)
    return late


def metric_of(job: Job) -> str:
    """
    Under which name a late job is counted.

    Example:
        >>> metric_of(Job.DUNNING)
        'job_late.dunning'
    """
    return f"job_late.{job.value}"


def _watched(job: Job, watched_since: datetime | None, now: datetime) -> Watched:
    last = runs.last_finished(job)
    late_at = late_from(job, last, watched_since)
    return Watched(job, last, late_at, is_late=late_at is not None and late_at < now)
