"""
Nightly: gives each payment its worth in US dollars, at its own day's rates, once.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.acts import Act
from tenantry.jobs import from_schedule
from tenantry.ledger import commands
from tenantry.runs import store as runs
from tenantry.runs.model import Job


def reconcile(act: Act) -> Mapping[str, Any]:
    """
    Reconcile what was paid before today, of whichever day; what has no rate waits for the next run.
    """
    today = act.now.replace(hour=0, minute=0, second=0, microsecond=0)
    done, waiting = commands.reconcile(today)
    if not waiting:
        runs.finish(Job.RECONCILIATION, act.now, act.correlation_id)
    return {"reconciled": done, "waiting": waiting}


handler = from_schedule(reconcile)
