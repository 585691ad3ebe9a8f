"""
Nightly: finds subscriptions that nobody has paid for, and queues them.
"""

from collections.abc import Mapping
from typing import Any

from tenantry import queue_settings
from tenantry.acts import Act
from tenantry.clock import stamp
from tenantry.jobs import from_schedule
from tenantry.queues import send
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.subscriptions.store import payments_due


def find(act: Act) -> Mapping[str, Any]:
    """
    Queue everything that is due at the run's moment, whatever earlier runs did with it.

    The run counts as finished when all of it is queued.
    """
    messages = (
        {"tenant_id": tenant_id, "now": stamp(act.now), "correlation_id": act.correlation_id}
        for tenant_id in payments_due(act.now)
    )
    queued = send(queue_settings.dunning_queue_url(), messages)
    runs.finish(Job.DUNNING, act.now, act.correlation_id)
    return {"queued": queued}


handler = from_schedule(find)
