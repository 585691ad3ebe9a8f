"""
The writing of statements: attempts, the parts that they have written, and how far a month has come.
"""

from collections.abc import Iterator

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.expressions.condition import Condition

from tenantry.batches import put_all, put_one
from tenantry.clock import Month
from tenantry.commissions.inputs import Closing
from tenantry.commissions.rules import Sum
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.reads import Partition, get, query
from tenantry.statements.model import Attempt, AttemptOutdated, Progress
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import transaction


class StatementAttemptItem(Item):
    """
    The writing of a month's statement.
    """

    KIND = "StatementAttempt"

    number = NumberAttribute()
    cut_off = TimeAttribute()
    first = UnicodeAttribute()
    since = TimeAttribute(null=True)
    restated = JSONAttribute()
    skipped = JSONAttribute()
    currency = UnicodeAttribute()
    parts = NumberAttribute()
    begun_at = TimeAttribute()
    has_statement = BooleanAttribute()


class StatementPartItem(Item):
    """
    What a part has added, once all its lines are written.
    """

    KIND = "StatementPart"

    total_minor = NumberAttribute()
    currency = UnicodeAttribute()
    tenant_count = NumberAttribute()
    line_count = NumberAttribute()
    digest = UnicodeAttribute()


class SnapshotItem(Item):
    """
    How far the statements of a month had come.
    """

    KIND = "Snapshot"

    as_of = TimeAttribute()
    partners = NumberAttribute()
    written = NumberAttribute()
    missing = JSONAttribute()


def attempt_key(reseller_id: TenantId, month: Month) -> Key:
    """
    Where the writing of a month's statement stands.
    """
    return f"TENANT#{reseller_id}", f"STATEMENT_ATTEMPT#{month}"


def part_key(attempt: Attempt, number: int) -> Key:
    """
    Where a part of an attempt stands.
    """
    place = f"STATEMENT_PART#{attempt.month}#{attempt.id}#{number:06}"
    return f"TENANT#{attempt.reseller_id}", place


def progress_key(month: Month) -> Key:
    """
    Where it stands how far a month has come.
    """
    return "SNAPSHOTS", f"SNAPSHOT#{month}"


def get_attempt(reseller_id: TenantId, month: Month) -> Attempt | None:
    """
    SN1. Read the writing of a month's statement.
    """
    item = get(StatementAttemptItem, attempt_key(reseller_id, month))
    return None if item is None else attempt_from(item)


def attempts_of(reseller_id: TenantId) -> Iterator[Attempt]:
    """
    SN2. What was begun for a partner, the earliest month first.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="STATEMENT_ATTEMPT#")
    return map(attempt_from, query(StatementAttemptItem, partition))


def put_attempt(before: Attempt | None, after: Attempt) -> None:
    """
    SN3. Begin to write a statement, or begin anew in place of what was read.

    Raises:
        AttemptOutdated: Somebody else has.
    """
    item = StatementAttemptItem
    still: Condition = item.pk.does_not_exist()
    if before is not None:
        still = item.number == before.number
    if not put_one(_attempt_item(after), still):
        message = "the statement was begun at the same moment"
        raise AttemptOutdated(message)


def get_part(attempt: Attempt, number: int) -> Sum | None:
    """
    SN4. Read what a part has added; None until its lines are written.
    """
    item = get(StatementPartItem, part_key(attempt, number))
    return None if item is None else _sum_from(item)


def put_part(attempt: Attempt, number: int, added: Sum) -> None:
    """
    SN5. Write what a part has added; whoever works it out again writes the same.
    """
    item = StatementPartItem(
        *part_key(attempt, number),
        total_minor=added.total.minor,
        currency=added.total.currency,
        tenant_count=added.tenant_count,
        line_count=added.line_count,
        digest=added.digest,
    )
    put_all([item])


def parts_of(attempt: Attempt) -> list[Sum]:
    """
    SN6. What the parts have added whose lines are written, in order.
    """
    prefix = f"STATEMENT_PART#{attempt.month}#{attempt.id}#"
    partition = Partition(f"TENANT#{attempt.reseller_id}", begins_with=prefix)
    return [_sum_from(item) for item in query(StatementPartItem, partition)]


def get_progress(month: Month) -> Progress | None:
    """
    SN7. Read how far the statements of a month had come; None where they were never begun.
    """
    item = get(SnapshotItem, progress_key(month))
    return None if item is None else _progress_from(item)


def progress_before(month: Month) -> Iterator[Progress]:
    """
    SN8. How far the months before had come, the latest first.
    """
    _, place = progress_key(month)
    partition = Partition("SNAPSHOTS", begins_with="SNAPSHOT#", after=place, newest_first=True)
    return map(_progress_from, query(SnapshotItem, partition))


def put_progress(progress: Progress) -> None:
    """
    SN9. Write down how far a month has come.
    """
    item = SnapshotItem(
        *progress_key(progress.month),
        as_of=progress.as_of,
        partners=progress.partners,
        written=progress.written,
        missing=list(progress.missing),
    )
    with transaction() as writes:
        writes.put(item)


def attempt_from(item: StatementAttemptItem) -> Attempt:
    """
    The attempt in an item that was read together with other kinds.
    """
    month = Month(item.sk.removeprefix("STATEMENT_ATTEMPT#"))
    return Attempt(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        month=month,
        number=int(item.number),
        closing=Closing(
            month,
            item.cut_off,
            Month(item.first),
            since=item.since,
            restated=tuple(Month(one) for one in item.restated),
            skipped=tuple(Month(one) for one in item.skipped),
        ),
        currency=item.currency,
        parts=int(item.parts),
        begun_at=item.begun_at,
        has_statement=item.has_statement,
    )


def _attempt_item(attempt: Attempt) -> StatementAttemptItem:
    closing = attempt.closing
    return StatementAttemptItem(
        *attempt_key(attempt.reseller_id, attempt.month),
        number=attempt.number,
        cut_off=closing.cut_off,
        first=closing.first,
        since=closing.since,
        restated=list(closing.restated),
        skipped=list(closing.skipped),
        currency=attempt.currency,
        parts=attempt.parts,
        begun_at=attempt.begun_at,
        has_statement=attempt.has_statement,
    )


def _sum_from(item: StatementPartItem) -> Sum:
    return Sum(
        Money(int(item.total_minor), item.currency),
        int(item.tenant_count),
        int(item.line_count),
        item.digest,
    )


def _progress_from(item: SnapshotItem) -> Progress:
    return Progress(
        month=Month(item.sk.removeprefix("SNAPSHOT#")),
        as_of=item.as_of,
        partners=int(item.partners),
        written=int(item.written),
        missing=tuple(TenantId(one) for one in item.missing),
    )
