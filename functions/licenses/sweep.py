"""
Hourly: finishes what was asked of the payment provider and has not ended.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tenantry.acts import Act
from tenantry.jobs import from_schedule
from tenantry.license_purchases import store
from tenantry.license_purchases.sweep import settle
from tenantry.providers.stripe.licenses import Stripe
from tenantry.runs import store as runs
from tenantry.runs.model import Job

LEFT_ALONE = timedelta(minutes=5)
"""The request that asked may still be waiting for the answer itself."""


def sweep(act: Act) -> Mapping[str, Any]:
    """
    Open checkouts that were asked for, and follow refunds until they have ended.
    """
    found = list(store.unanswered(act.now - LEFT_ALONE))
    stripe = Stripe()
    settled = sum(settle(reseller_id, id_, stripe, act) for reseller_id, id_ in found)
    runs.finish(Job.LICENSE_SWEEP, act.now, act.correlation_id)
    return {"found": len(found), "settled": settled}


handler = from_schedule(sweep)
