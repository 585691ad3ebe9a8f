"""
Statements that were to be approved or paid by now (R-COM-3).
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile

from tenantry.clock import stamp
from tenantry.commissions.model import Status
from tenantry.disbursements import planning
from tenantry.disbursements.model import BelowMinimum, DisbursementOpen
from tenantry.ids import TenantId
from tenantry.statements import approving
from tenantry.statements.model import StatementHeader


def overdue(
    status: Status, after: str | None, now: datetime
) -> Iterator[tuple[str, StatementHeader]]:
    """
    Pending statements that were to be approved, or approved ones to be paid; the longest due first.

    What is carried, because a partner's sum is below its minimum or held, is not overdue: one read
    of the partner's statements tells.
    """
    due = approving.waiting(status, after, None)
    rows = takewhile(lambda row: row[0] < stamp(now), due)
    if status is Status.PENDING:
        yield from rows
        return
    known: dict[TenantId, bool] = {}
    for place, header in rows:
        partner = header.reseller_id
        if partner not in known:
            known[partner] = _is_to_be_paid(partner, now)
        if known[partner]:
            yield place, header


def _is_to_be_paid(reseller_id: TenantId, now: datetime) -> bool:
    """
    Whether a partner can be paid by now, or is being paid.
    """
    try:
        planning.owed(reseller_id, now)
    except BelowMinimum:
        return False
    except DisbursementOpen:
        return True
    return True
