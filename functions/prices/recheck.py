"""
Nightly: compares list prices with their floors, and tells resellers whose prices fell below.
"""

import time
from collections.abc import Mapping
from typing import Any

from tenantry.acts import Act
from tenantry.errors import Unavailable
from tenantry.jobs import from_schedule
from tenantry.list_prices.recheck import recheck
from tenantry.runs import store as runs
from tenantry.runs.model import Job

SECONDS_MAX = 720
"""Less than the function's timeout: a run ends by itself, and the next one goes on."""


def check(act: Act) -> Mapping[str, Any]:
    """
    Compare all list prices with the floors of the run's day.

    A run for a past day, after a later one has finished, changes nothing: marks are of the present.

    Raises:
        Unavailable: Something is left. Lambda tries again, and so does the next scheduled run.
    """
    last = runs.last_finished(Job.LIST_PRICE_CHECK)
    if last is not None and last > act.now:
        return {"fell": 0, "recovered": 0}
    ends_at = time.monotonic() + SECONDS_MAX
    run = recheck(act, lambda: time.monotonic() >= ends_at)
    if not run.is_complete:
        message = f"list prices are left to compare: {run}"
        raise Unavailable(message)
    runs.finish(Job.LIST_PRICE_CHECK, act.now, act.correlation_id)
    return {"fell": run.fell, "recovered": run.recovered}


handler = from_schedule(check)
