"""
Business records.
"""

import json
from collections.abc import Iterator

from pynamodb.attributes import UnicodeAttribute

from tenantry.ids import TenantId
from tenantry.reads import Partition, query
from tenantry.records.model import BusinessRecord, RecordExists, RecordKind
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class BusinessRecordItem(Item):
    """
    A purchase order, sales order or shipment.
    """

    KIND = "BusinessRecord"

    id = UnicodeAttribute()
    record_kind = UnicodeAttribute()
    reference = UnicodeAttribute()
    content = UnicodeAttribute()
    recorded_at = TimeAttribute()


def key(tenant_id: TenantId, kind: RecordKind, reference: str) -> Key:
    """
    Where a record stands: by kind and the tenant's own reference, apart from its other items.
    """
    return f"RECORDS#{tenant_id}", f"{kind.value}#{reference}"


def create(writes: Writes, record: BusinessRecord) -> None:
    """
    B1. Write a new record.
    """
    pk, sk = key(record.tenant_id, record.kind, record.reference)
    message = f"there is a {record.kind.value} with the reference {record.reference} already"
    writes.create(
        BusinessRecordItem(
            pk,
            sk,
            id=record.id,
            record_kind=record.kind.value,
            reference=record.reference,
            content=json.dumps(record.content, ensure_ascii=False),
            recorded_at=record.recorded_at,
        ),
        lambda _: RecordExists(message, field="reference"),
    )


def places_of(tenant_id: TenantId) -> Iterator[Key]:
    """
    B2. Where all records of a tenant stand, for the purge.
    """
    return ((item.pk, item.sk) for item in query(Item, Partition(f"RECORDS#{tenant_id}")))


def erase(writes: Writes, place: Key) -> None:
    """
    B3. Delete a record of a purged tenant.
    """
    writes.delete(BusinessRecordItem, place)
