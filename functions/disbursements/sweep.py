"""
Hourly: asks providers what became of payouts, and sends those that nobody was asked for yet.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.acts import Act
from tenantry.disbursements.following import follow_all
from tenantry.jobs import from_schedule
from tenantry.runs import store as runs
from tenantry.runs.model import Job


def sweep(act: Act) -> Mapping[str, Any]:
    """
    Follow each attempt; one that fails stays for the next run, and keeps none waiting.
    """
    found = follow_all(act)
    runs.finish(Job.PAYOUT_SWEEP, act.now, act.correlation_id)
    return found


handler = from_schedule(sweep)
