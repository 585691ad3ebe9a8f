"""
Hourly: finds pilots that have ended, or will in a week or a day, and queues them.
"""

from collections.abc import Mapping
from typing import Any

from tenantry import queue_settings
from tenantry.acts import Act
from tenantry.clock import stamp
from tenantry.jobs import from_schedule
from tenantry.pilots.due import find_due
from tenantry.queues import send
from tenantry.runs import store as runs
from tenantry.runs.model import Job


def find(act: Act) -> Mapping[str, Any]:
    """
    Queue what became due since the last finished run.

    The run counts as finished when all of it is queued.
    """
    due = sorted(find_due(runs.finished_before(Job.PILOT_EXPIRY, act.now), act.now))
    messages = (
        {"tenant_id": tenant_id, "now": stamp(act.now), "correlation_id": act.correlation_id}
        for tenant_id in due
    )
    queued = send(queue_settings.pilot_queue_url(), messages)
    runs.finish(Job.PILOT_EXPIRY, act.now, act.correlation_id)
    return {"queued": queued}


handler = from_schedule(find)
