"""
Hourly: asks providers what became of charges and refunds that nobody has told the end of.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tenantry.acts import Act
from tenantry.charges import refunding
from tenantry.charges.store import waiting
from tenantry.jobs import from_schedule, recording
from tenantry.ledger.open_refunds import asked_by
from tenantry.receiving.following import follow
from tenantry.runs import store as runs
from tenantry.runs.model import Job

LEFT_ALONE = timedelta(minutes=5)
"""The request that asked may still wait for the answer, and a webhook be on its way."""


def sweep(act: Act) -> Mapping[str, Any]:
    """
    Follow each charge and refund; one that fails stays for the next run, and keeps none waiting.
    """
    until = act.now - LEFT_ALONE
    charges, refunds = list(waiting(until)), list(asked_by(until))
    settled = sum(follow(charge_id, act) for charge_id in charges)
    returned = sum(refunding.settle(*refund, act) for refund in refunds)
    runs.finish(Job.CHARGE_SWEEP, act.now, act.correlation_id)
    return {
        "charges": len(charges),
        "settled": settled,
        "refunds": len(refunds),
        "returned": returned,
    }


def sweep_now(act: Act) -> Mapping[str, Any]:
    """
    Sweep as of now, also where the run is one for a past moment.
    """
    return sweep(recording(act))


handler = from_schedule(sweep_now)
