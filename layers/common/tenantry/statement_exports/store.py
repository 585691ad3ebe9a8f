"""
Exports, with the reseller whose statement they show. They lapse with their file.
"""

from datetime import timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.clock import Month
from tenantry.ids import TenantId
from tenantry.reads import get
from tenantry.statement_exports.model import KEPT, Export, Format, State
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

LONGEST_WAIT = timedelta(days=14)
"""A message that failed can be tried again for so long."""


class ExportItem(Item):
    """
    A file of a statement that is, or was, made.
    """

    KIND = "StatementExport"

    month = UnicodeAttribute()
    format = UnicodeAttribute()
    asked_at = TimeAttribute()
    state = UnicodeAttribute()
    ready_at = TimeAttribute(null=True)
    file = UnicodeAttribute(null=True)
    size = NumberAttribute(null=True)
    sha256 = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)


def key(reseller_id: TenantId, export_id: str) -> Key:
    """
    Where an export stands.
    """
    return f"TENANT#{reseller_id}", f"EXPORT#{export_id}"


def get_export(reseller_id: TenantId, export_id: str) -> Export | None:
    """
    SX1. Read an export.
    """
    item = get(ExportItem, key(reseller_id, export_id))
    return None if item is None else _from_item(item)


def create(writes: Writes, export: Export) -> None:
    """
    SX2. Write a new export.
    """
    writes.create(_to_item(export))


def finish(writes: Writes, export: Export) -> None:
    """
    SX3. Write what an export came to, only while it is queued: the first outcome counts.
    """
    writes.put(_to_item(export), ExportItem.state == State.QUEUED.value)


def _to_item(export: Export) -> ExportItem:
    pk, sk = key(export.reseller_id, export.id)
    lapses_at = export.expires_at or export.asked_at + LONGEST_WAIT + KEPT
    return ExportItem(
        pk,
        sk,
        month=export.month,
        format=export.format.value,
        asked_at=export.asked_at,
        state=export.state.value,
        ready_at=export.ready_at,
        file=export.file,
        size=export.size,
        sha256=export.sha256,
        reason=export.reason,
        expires=int(lapses_at.timestamp()),
    )


def _from_item(item: ExportItem) -> Export:
    return Export(
        id=item.sk.removeprefix("EXPORT#"),
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        month=Month(item.month),
        format=Format(item.format),
        asked_at=item.asked_at,
        state=State(item.state),
        ready_at=item.ready_at,
        file=item.file,
        size=int(item.size) if item.size else None,
        sha256=item.sha256,
        reason=item.reason,
    )
