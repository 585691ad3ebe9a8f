"""
On the 1st, and hourly until all are written: finds the partners that lack last month's statement.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from statements.messages import message_of
from tenantry import queue_settings, settings
from tenantry.acts import Act
from tenantry.clock import stamp
from tenantry.jobs import from_schedule
from tenantry.observability import counted
from tenantry.queues import send
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.statements.attempts import get_progress
from tenantry.statements.model import RunInFuture
from tenantry.statements.snapshots import Step, month_before_run, start

CLOCKS_DIFFER = timedelta(minutes=1)
"""So far may the schedule's clock be ahead of ours."""


def queue_missing(act: Act) -> Mapping[str, Any]:
    """
    Queue every partner without a statement; the run has finished when there was none.

    Raises:
        MonthNotOver: It is too early.
        RunInFuture: The event's time has not come.
        RatesNotIn: The rates of the month's last day are awaited: Lambda tries again, and so does
            the next scheduled run.
    """
    _check_not_ahead(act.now)
    known = get_progress(month_before_run(act.now))

    def put(steps: Iterable[Step]) -> int:
        return send(queue_settings.statement_queue_url(), (message_of(one, act) for one in steps))

    progress = start(act, put)
    lacking = progress.partners - progress.written
    if progress.is_finished:
        runs.finish(Job.STATEMENTS, act.now, act.correlation_id)
    elif known is not None:
        # The first run of a month finds all of them missing.
        counted("statement.missing", lacking)
    return {"month": progress.month, "written": progress.written, "missing": lacking}


def _check_not_ahead(now: datetime) -> None:
    """
    Refuse a time that somebody has mistyped.

    What becomes known until then counts by its cut-off, and would not be in the lines. Only where
    real money is: tests and demos live in other years.
    """
    if settings.stage() == "prod" and now > datetime.now(UTC) + CLOCKS_DIFFER:
        message = f"{stamp(now)} has not come yet"
        raise RunInFuture(message)


handler = from_schedule(queue_missing)
