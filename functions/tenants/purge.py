"""
Daily: purges deleted tenants whose retention is over.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tenantry.acts import Act
from tenantry.jobs import from_schedule
from tenantry.retention import commands
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.tenants import store

FIRST_LOOK_BACK = timedelta(days=90)
OVERLAP = timedelta(hours=1)


def purge(act: Act) -> Mapping[str, Any]:
    """
    Purge what became due since the last finished run; a run that dies is done again by the next.
    """
    since = runs.finished_before(Job.TENANT_PURGE, act.now) or act.now - FIRST_LOOK_BACK
    due = sorted(set(store.purges_due(since - OVERLAP, act.now)))
    for tenant_id in due:
        commands.purge(tenant_id, act)
    runs.finish(Job.TENANT_PURGE, act.now, act.correlation_id)
    return {"purged": len(due)}


handler = from_schedule(purge)
