"""
Operators decide on statements: one at a time or many at once (R-COM-3).
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.clock import Month, stamp
from tenantry.commissions.business_days import BusinessCalendar
from tenantry.commissions.calendars import operators_calendar
from tenantry.commissions.model import Status
from tenantry.commissions.months import next_month
from tenantry.errors import TenantryError
from tenantry.ids import TenantId
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.resellers import commands as resellers
from tenantry.statements import deciding, store
from tenantry.statements.deciding import StatementNotLast
from tenantry.statements.model import StatementExists, StatementHeader, StatementNotFound
from tenantry.transactions import Writes, transaction

APPROVED_AT_ONCE_MAX = 50


@dataclass(frozen=True, slots=True)
class Decided:
    """
    What came of one of many approvals.

    Args:
        header: The statement as it stands now; None where it was refused.
        refusal: Why.
    """

    reseller_id: TenantId
    month: Month
    header: StatementHeader | None = None
    refusal: TenantryError | None = None


def approve(reseller_id: TenantId, month: Month, act: Act) -> StatementHeader:
    """
    Shape 1. Approve a pending statement, which can be paid from then on; once more is the same.

    Raises:
        StatementNotFound: There is none.
        StatementNotPending: It is settled or rejected.
        StatementChanged: Somebody changed it at the same moment.
    """
    return _approve(reseller_id, month, operators_calendar(), act)


def approve_all(statements: Sequence[tuple[TenantId, Month]], act: Act) -> list[Decided]:
    """
    Shape 1 for each. Approve up to 50 statements; one that is refused keeps none of the others.
    """
    assert len(statements) <= APPROVED_AT_ONCE_MAX, "the body's own limit"
    calendar, decided = operators_calendar(), []
    for reseller_id, month in statements:
        part = act.part(f"{reseller_id} {month}")
        try:
            header = _approve(reseller_id, month, calendar, part)
            decided.append(Decided(reseller_id, month, header))
        except TenantryError as refusal:
            decided.append(Decided(reseller_id, month, refusal=refusal))
    return decided


def reject(
    reseller_id: TenantId, month: Month, act: Act, *, reason: str, restates: bool
) -> StatementHeader:
    """
    Shape 1. Reject a partner's last statement: it is as if it had never been written.

    Args:
        restates: Whether its month is earned anew in the next statement; else it earns nothing.

    Raises:
        StatementNotFound: There is none.
        StatementNotLast: A later one rests on it.
        StatementNotOpen, StatementClaimed: It is settled, or being paid.
        StatementChanged: Somebody changed it at the same moment.
    """
    before = get(reseller_id, month)
    after = deciding.rejected(
        before, act.principal.person_id, act.now, reason=reason, restates=restates
    )
    if after is before:
        return after
    last = max(header.month for header in store.headers_of(reseller_id))
    if last != month:
        raise _not_last(last)
    try:
        with transaction() as writes:
            store.replace_header(writes, before, after)
            # The next statement is written on top of this one, or this one is rejected.
            store.check_none(writes, reseller_id, next_month(month))
            _tell(writes, after, "statement.rejected", act, restates=restates)
    except StatementExists as error:
        raise _not_last(next_month(month)) from error
    return after


def get(reseller_id: TenantId, month: Month) -> StatementHeader:
    """
    Read a statement.

    Raises:
        ResellerNotFound, StatementNotFound: There is no such partner, or none for this month.
    """
    resellers.get(reseller_id)
    header = store.get_header(reseller_id, month)
    if header is None:
        message = f"this partner has no statement for {month}"
        raise StatementNotFound(message)
    return header


def waiting(
    status: Status, after: str | None, limit: int | None
) -> Iterator[tuple[str, StatementHeader]]:
    """
    Pending or approved statements of all partners, the soonest due first, each with its place.
    """
    shards = (store.waiting(status, after, limit, shard) for shard in range(store.SHARDS))
    return islice(heapq.merge(*shards, key=lambda row: row[0]), limit)


def _approve(
    reseller_id: TenantId, month: Month, calendar: BusinessCalendar, act: Act
) -> StatementHeader:
    before = get(reseller_id, month)
    after = deciding.approved(before, act.principal.person_id, act.now, calendar)
    if after is before:
        return after
    assert after.pay_by is not None, "what is approved is to be paid"
    with transaction() as writes:
        store.replace_header(writes, before, after)
        _tell(writes, after, "statement.approved", act, pay_by=stamp(after.pay_by))
    return after


def _tell(writes: Writes, header: StatementHeader, kind: str, act: Act, **facts: object) -> None:
    told: dict[str, Any] = {
        "month": header.month,
        "total_minor": header.total.minor,
        "currency": header.total.currency,
        **facts,
    }
    notice = Notification(act.new_id("ntf"), header.reseller_id, kind, act.now, told)
    notifications.put(writes, notice)
    events.record(
        writes, act, kind, tenant_id=header.reseller_id, reseller_id=header.reseller_id, **told
    )


def _not_last(last: Month) -> StatementNotLast:
    message = f"the statement of {last} rests on this one; only the last one can be rejected"
    return StatementNotLast(message, last=last)
