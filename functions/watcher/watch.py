"""
Daily: says which of the other jobs did not run, or did not finish.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.acts import Act
from tenantry.jobs import from_schedule
from tenantry.watching import commands


def watch(act: Act) -> Mapping[str, Any]:
    """
    Count every job that is late at the run's moment.
    """
    return {"late": [one.job.value for one in commands.watch(act)]}


handler = from_schedule(watch)
