"""
What checks of statements found, by day, and parts of large ones until all are there.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.batches import put_all
from tenantry.clock import Month
from tenantry.commissions.model import Line
from tenantry.commissions.rules import Sum
from tenantry.ids import TenantId
from tenantry.ledger_check.model import Difference, Kind, PartChecked
from tenantry.money import Money
from tenantry.reads import Partition, query
from tenantry.statements.lines import StatementLineItem, line_from
from tenantry.statements.model import StatementHeader
from tenantry.table import Item, Key

PARTS_KEPT = timedelta(days=7)
"""How long a check's parts are of use to it."""


class LedgerDifferenceItem(Item):
    """
    What a day's check found; found again that day, it stays one.
    """

    KIND = "LedgerDifference"

    difference = UnicodeAttribute()
    reseller_id = UnicodeAttribute()
    month = UnicodeAttribute()
    about = UnicodeAttribute()
    stored = UnicodeAttribute()
    expected = UnicodeAttribute()


class LedgerPartItem(Item):
    """
    What came of comparing a part of a large statement; lapses.
    """

    KIND = "LedgerPart"

    total_minor = NumberAttribute()
    currency = UnicodeAttribute()
    tenant_count = NumberAttribute()
    line_count = NumberAttribute()
    digest = UnicodeAttribute()
    stored_minor = NumberAttribute()
    stored_lines = NumberAttribute()


def difference_key(day: date, difference: Difference) -> Key:
    """
    Where a difference stands.
    """
    place = f"{difference.reseller_id}#{difference.month}#{difference.kind}#{difference.about}"
    return f"LEDGER_CHECK#{day}", f"DIFFERENCE#{place}"


def part_key(day: date, header: StatementHeader, number: int) -> Key:
    """
    Where a part of a statement's check stands.
    """
    place = f"LEDGER_PART#{header.month}#{day}#{number:06}"
    return f"TENANT#{header.reseller_id}", place


def put_differences(day: date, differences: list[Difference]) -> None:
    """
    LC1. Write down what a check found.
    """
    put_all(
        {
            difference_key(day, one): LedgerDifferenceItem(
                *difference_key(day, one),
                difference=one.kind.value,
                reseller_id=one.reseller_id,
                month=one.month,
                about=one.about,
                stored=one.stored,
                expected=one.expected,
            )
            for one in differences
        }.values()
    )


def differences_on(
    day: date, after: str | None, limit: int | None
) -> Iterator[tuple[str, Difference]]:
    """
    LC2. What a day's check found, by partner and month, each with its place.
    """
    partition = Partition(f"LEDGER_CHECK#{day}", begins_with="DIFFERENCE#", after=after)
    for item in query(LedgerDifferenceItem, partition, limit=limit):
        found = Difference(
            kind=Kind(item.difference),
            reseller_id=TenantId(item.reseller_id),
            month=Month(item.month),
            about=item.about,
            stored=item.stored,
            expected=item.expected,
        )
        yield item.sk, found


def put_part(day: date, header: StatementHeader, number: int, checked: PartChecked) -> None:
    """
    LC3. Write down what a part of a statement comes to; its differences stand on their own.
    """
    computed = checked.computed
    lapses = datetime.combine(day, time(), tzinfo=UTC) + PARTS_KEPT
    item = LedgerPartItem(
        *part_key(day, header, number),
        total_minor=computed.total.minor,
        currency=computed.total.currency,
        tenant_count=computed.tenant_count,
        line_count=computed.line_count,
        digest=computed.digest,
        stored_minor=checked.stored.minor,
        stored_lines=checked.stored_lines,
        expires=int(lapses.timestamp()),
    )
    put_all([item])


def parts_of(day: date, header: StatementHeader) -> list[PartChecked]:
    """
    LC4. The parts of a statement that were compared that day, in order.
    """
    prefix = f"LEDGER_PART#{header.month}#{day}#"
    partition = Partition(f"TENANT#{header.reseller_id}", begins_with=prefix)
    return [_part_from(item) for item in query(LedgerPartItem, partition)]


def lines_between(header: StatementHeader, first: str, following: str | None) -> Iterator[Line]:
    """
    LC5. The lines of a statement about tenants from *first* on, and before *following*, by id.

    Args:
        first: Empty for the very first.
        following: None to the end.
    """
    prefix = f"LINE#{header.month}#{header.attempt}#"
    partition = Partition(
        f"TENANT#{header.reseller_id}",
        begins_with=prefix,
        after=f"{prefix}{first}",
        until=None if following is None else f"{prefix}{following}",
    )
    return map(line_from, query(StatementLineItem, partition))


def _part_from(item: LedgerPartItem) -> PartChecked:
    total = Money(int(item.total_minor), item.currency)
    return PartChecked(
        computed=Sum(total, int(item.tenant_count), int(item.line_count), item.digest),
        stored=Money(int(item.stored_minor), item.currency),
        stored_lines=int(item.stored_lines),
    )
