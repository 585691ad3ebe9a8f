"""
Nightly: queues every partner, so that its statements are worked out again.
"""

from collections.abc import Mapping
from typing import Any

from tenantry import queue_settings
from tenantry.acts import Act
from tenantry.jobs import from_schedule
from tenantry.queues import send
from tenantry.resellers.store import every_reseller
from tenantry.runs import store as runs
from tenantry.runs.model import Job


def find(act: Act) -> Mapping[str, Any]:
    """
    Queue every partner; the run counts as finished when all of them are queued.
    """
    day = act.now.date().isoformat()
    messages = (
        {"reseller_id": reseller.id, "day": day, "correlation_id": act.correlation_id}
        for reseller in every_reseller()
    )
    queued = send(queue_settings.ledger_queue_url(), messages)
    runs.finish(Job.LEDGER_CHECK, act.now, act.correlation_id)
    return {"queued": queued}


handler = from_schedule(find)
