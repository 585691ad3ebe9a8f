"""
The headers of statements, with the partner that they are of, and the list of those that wait.
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from tenantry.clock import Month, stamp
from tenantry.commissions.model import Status
from tenantry.commissions.months import month_before
from tenantry.ids import TenantId, UserId, shard_of
from tenantry.money import Money
from tenantry.reads import Partition, get, query
from tenantry.statements.model import (
    Attempt,
    AttemptOutdated,
    StatementChanged,
    StatementExists,
    StatementHeader,
)
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import Writes

SHARDS = 4


class StatementItem(Item):
    """
    A statement; in `lists` by when it is overdue, while it waits for approval or for payment.
    """

    KIND = "Statement"

    attempt = UnicodeAttribute()
    cut_off = TimeAttribute()
    written_at = TimeAttribute()
    total_minor = NumberAttribute()
    currency = UnicodeAttribute()
    tenant_count = NumberAttribute()
    line_count = NumberAttribute()
    inputs_hash = UnicodeAttribute()
    status = UnicodeAttribute()
    version = NumberAttribute()
    approve_by = TimeAttribute()
    approved_by = UnicodeAttribute(null=True)
    approved_at = TimeAttribute(null=True)
    pay_by = TimeAttribute(null=True)
    rejected_by = UnicodeAttribute(null=True)
    rejected_at = TimeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    restates = BooleanAttribute(default=False)
    disbursement_id = UnicodeAttribute(null=True)
    reference = UnicodeAttribute(null=True)
    settled_at = TimeAttribute(null=True)


def key(reseller_id: TenantId, month: Month) -> Key:
    """
    Where a statement's header stands.
    """
    return f"TENANT#{reseller_id}", f"STATEMENT#{month}"


def get_header(reseller_id: TenantId, month: Month) -> StatementHeader | None:
    """
    ST1. Read a statement's header.
    """
    item = get(StatementItem, key(reseller_id, month))
    return None if item is None else header_from(item)


def headers_of(reseller_id: TenantId) -> Iterator[StatementHeader]:
    """
    ST2. All statements of a partner, the earliest first.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="STATEMENT#")
    return map(header_from, query(StatementItem, partition))


def list_headers(
    reseller_id: TenantId, after: str | None, limit: int | None
) -> Iterator[tuple[str, StatementHeader]]:
    """
    ST3. A partner's statements, the latest first, each with its place.
    """
    partition = Partition(
        f"TENANT#{reseller_id}", begins_with="STATEMENT#", after=after, newest_first=True
    )
    rows = query(StatementItem, partition, limit=limit)
    return ((item.sk, header_from(item)) for item in rows)


def create_header(writes: Writes, header: StatementHeader) -> None:
    """
    ST4. Write a statement's header, once: its lines are visible from then on.
    """
    message = f"the statement of {header.month} is written"
    writes.create(_to_item(header), lambda _: StatementExists(message))


def replace_header(writes: Writes, before: StatementHeader, after: StatementHeader) -> None:
    """
    ST5. Replace the version that was read, whose successor *after* is; any other version refuses.
    """
    assert after.version == before.version + 1, "a change makes the next version"
    writes.put(_to_item(after), StatementItem.version == before.version, _changed)


def check_none(writes: Writes, reseller_id: TenantId, month: Month) -> None:
    """
    ST6. Refuse the whole transaction when a month has a statement.
    """
    message = f"the statement of {month} is written"
    writes.check(
        StatementItem,
        key(reseller_id, month),
        StatementItem.pk.does_not_exist(),
        lambda _: StatementExists(message),
    )


def check_before(writes: Writes, attempt: Attempt) -> None:
    """
    ST11. Refuse the whole transaction unless the statement before counts as the attempt found it.
    """
    closing = attempt.closing
    if closing.first == attempt.month:
        return
    before = month_before(attempt.month)
    still: Condition = StatementItem.status != Status.REJECTED.value
    if before in (*closing.restated, *closing.skipped):
        still = StatementItem.status == Status.REJECTED.value
        still &= StatementItem.restates == (before in closing.restated)
    message = "the statement before was rejected at the same moment"
    kept = key(attempt.reseller_id, before)
    writes.check(StatementItem, kept, still, lambda _: AttemptOutdated(message))


def waiting(
    status: Status, after: str | None, limit: int | None, shard: int
) -> Iterator[tuple[str, StatementHeader]]:
    """
    ST7. Pending or approved statements of one shard, the soonest due first, each with its place.

    From an index: a statement that changed a moment ago may still stand where it was.
    """
    partition = Partition(f"STATEMENTS#{status.value}#{shard}", index="lists", after=after)
    rows = query(StatementItem, partition, limit=limit)
    return ((str(item.list_sk), header_from(item)) for item in rows)


def header_from(item: StatementItem) -> StatementHeader:
    """
    The header in an item that was read together with other kinds.
    """
    return StatementHeader(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        month=Month(item.sk.removeprefix("STATEMENT#")),
        attempt=item.attempt,
        cut_off=item.cut_off,
        written_at=item.written_at,
        total=Money(int(item.total_minor), item.currency),
        tenant_count=int(item.tenant_count),
        line_count=int(item.line_count),
        inputs_hash=item.inputs_hash,
        status=Status(item.status),
        version=int(item.version),
        approve_by=item.approve_by,
        approved_by=UserId(item.approved_by) if item.approved_by else None,
        approved_at=item.approved_at,
        pay_by=item.pay_by,
        rejected_by=UserId(item.rejected_by) if item.rejected_by else None,
        rejected_at=item.rejected_at,
        reason=item.reason,
        restates=item.restates,
        disbursement_id=item.disbursement_id,
        reference=item.reference,
        settled_at=item.settled_at,
    )


def _changed(_: RawItem | None) -> StatementChanged:
    return StatementChanged("somebody changed this statement at the same moment; read it again")


def _to_item(header: StatementHeader) -> StatementItem:
    pk, sk = key(header.reseller_id, header.month)
    due = _due(header)
    item = StatementItem(
        pk,
        sk,
        attempt=header.attempt,
        cut_off=header.cut_off,
        written_at=header.written_at,
        total_minor=header.total.minor,
        currency=header.total.currency,
        tenant_count=header.tenant_count,
        line_count=header.line_count,
        inputs_hash=header.inputs_hash,
        status=header.status.value,
        version=header.version,
        approve_by=header.approve_by,
        approved_by=header.approved_by,
        approved_at=header.approved_at,
        pay_by=header.pay_by,
        rejected_by=header.rejected_by,
        rejected_at=header.rejected_at,
        reason=header.reason,
        restates=header.restates,
        disbursement_id=header.disbursement_id,
        reference=header.reference,
        settled_at=header.settled_at,
    )
    if due is not None:
        shard = shard_of(header.reseller_id, SHARDS)
        item.list_pk = f"STATEMENTS#{header.status.value}#{shard}"
        item.list_sk = f"{stamp(due)}#{header.reseller_id}#{header.month}"
    return item


def _due(header: StatementHeader) -> datetime | None:
    """
    When a statement that waits is overdue; None when it waits no longer.
    """
    if header.status is Status.PENDING:
        return header.approve_by
    return header.pay_by if header.status is Status.APPROVED else None
