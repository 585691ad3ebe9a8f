"""
How often each job must finish.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tenantry.clock import month_bounds, month_of
from tenantry.runs.model import Job


@dataclass(frozen=True, slots=True)
class Every:
    """
    A job of every hour or day.

    Args:
        longest: The longest time between two finished runs of it: one missed run alone is none.
    """

    longest: timedelta


@dataclass(frozen=True, slots=True)
class OnceAMonth:
    """
    A job of the first of the month.

    Args:
        within: So long after the month began, the month's run has finished.
    """

    within: timedelta


_HOURLY, _NIGHTLY = Every(timedelta(hours=2)), Every(timedelta(hours=26))

EXPECTED: dict[Job, Every | OnceAMonth] = {
    Job.PILOT_EXPIRY: _HOURLY,
    Job.TENANT_PURGE: _NIGHTLY,
    Job.EVENT_REPUBLISH: _NIGHTLY,
    Job.LICENSE_SWEEP: _HOURLY,
    Job.FX_RATES: _NIGHTLY,
    Job.RECONCILIATION: _NIGHTLY,
    Job.LIST_PRICE_CHECK: _NIGHTLY,
    Job.DUNNING: _NIGHTLY,
    Job.CHARGE_SWEEP: _HOURLY,
    Job.PAYMENT_SWEEP: _NIGHTLY,
    # Begun at six, in minutes; two hours are for rates that come late.
    Job.STATEMENTS: OnceAMonth(timedelta(hours=8)),
    Job.PAYOUT_SWEEP: _HOURLY,
    Job.OVERDUE: _NIGHTLY,
    Job.LEDGER_CHECK: _NIGHTLY,
    # It runs every five minutes; the watcher looks once a day, and an alarm in between.
    Job.DOMAIN_CHECK: _HOURLY,
    Job.WATCHER: _NIGHTLY,
}
"""Each scheduled job, and how often it must finish."""


def late_from(job: Job, last: datetime | None, watched_since: datetime | None) -> datetime | None:
    """
    From when on a job is late, if no other run of it finishes before.

    Args:
        last: The last moment for which a run has finished; None where none has.
        watched_since: When somebody first looked, for a job that has never finished.

    Returns:
        None where nobody knows yet: it has never finished, nor been looked at.
    """
    seen = last or watched_since
    if seen is None:
        return None
    expected = EXPECTED[job]
    if isinstance(expected, Every):
        return seen + expected.longest
    _, next_month = month_bounds(month_of(seen))
    return next_month + expected.within
