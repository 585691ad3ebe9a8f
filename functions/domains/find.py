"""
Every five minutes: finds domains whose look is due, and queues them.
"""

from collections.abc import Mapping
from typing import Any

from tenantry import queue_settings
from tenantry.acts import Act
from tenantry.domains.store import due
from tenantry.jobs import from_schedule
from tenantry.queues import send
from tenantry.runs import store as runs
from tenantry.runs.model import Job


def find(act: Act) -> Mapping[str, Any]:
    """
    Queue everything that is due at the run's moment, whatever earlier runs did with it.

    The run counts as finished when all of it is queued.
    """
    messages = (
        {"reseller_id": reseller_id, "domain": name, "correlation_id": act.correlation_id}
        for reseller_id, name in due(act.now)
    )
    queued = send(queue_settings.domain_queue_url(), messages)
    runs.finish(Job.DOMAIN_CHECK, act.now, act.correlation_id)
    return {"queued": queued}


handler = from_schedule(find)
