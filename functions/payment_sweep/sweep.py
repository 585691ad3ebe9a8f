"""
Nightly: compares what providers list with what their webhooks told, and applies what was missed.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.acts import Act
from tenantry.errors import Unavailable
from tenantry.jobs import from_schedule, recording
from tenantry.payment_sweep.commands import sweep
from tenantry.payment_sweep.model import Outcome
from tenantry.providers.parts import NAMES
from tenantry.runs import store as runs
from tenantry.runs.model import Job


def sweep_all(act: Act) -> Mapping[str, Any]:
    """
    Sweep each provider; the run has finished when none of them failed to answer.

    Raises:
        Unavailable: One did. Lambda tries again, and so does the next scheduled run.
    """
    found = recording(act)
    swept = [sweep(name, act.now, found) for name in NAMES]
    silent = [one.provider for one in swept if one.outcome is Outcome.UNAVAILABLE]
    if silent:
        message = f"providers did not answer: {' '.join(silent)}"
        raise Unavailable(message)
    runs.finish(Job.PAYMENT_SWEEP, act.now, act.correlation_id)
    return {
        "listed": sum(one.listed for one in swept),
        "missed": sum(one.missed for one in swept),
        "repaired": sum(one.repaired for one in swept),
    }


handler = from_schedule(sweep_all)
