"""
Daily: counts the statements that were to be approved or paid by now, for an alarm.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.acts import Act
from tenantry.commissions.model import Status
from tenantry.disbursements.overdue import overdue
from tenantry.jobs import from_schedule
from tenantry.observability import counted
from tenantry.runs import store as runs
from tenantry.runs.model import Job


def count(act: Act) -> Mapping[str, Any]:
    """
    Count them; operators read which they are with `GET /v1/statements`.
    """
    found = {
        "to_approve": sum(1 for _ in overdue(Status.PENDING, None, act.now)),
        "to_pay": sum(1 for _ in overdue(Status.APPROVED, None, act.now)),
    }
    for name, number in found.items():
        if number:
            counted(f"statement.overdue_{name}", number)
    runs.finish(Job.OVERDUE, act.now, act.correlation_id)
    return found


handler = from_schedule(count)
