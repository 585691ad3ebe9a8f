"""
Refunds that were asked of a provider, and of which nobody has told the end.
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from tenantry.clock import stamp
from tenantry.ids import TenantId
from tenantry.ledger.model import TenantPayment
from tenantry.reads import Partition, query
from tenantry.table import Item, Key
from tenantry.transactions import Writes, transaction

LIST = "OPEN_REFUNDS"


class OpenRefundItem(Item):
    """
    Marker: a refund of ours has not ended yet, as far as we know.
    """

    KIND = "OpenRefund"

    payment_id = UnicodeAttribute()
    refund_id = UnicodeAttribute()


def key(tenant_id: TenantId, payment_id: str, refund_id: str) -> Key:
    """
    Where the marker of a refund stands.
    """
    return f"TENANT#{tenant_id}", f"OPEN_REFUND#{payment_id}#{refund_id}"


def note(writes: Writes, payment: TenantPayment, refund_id: str, now: datetime) -> None:
    """
    LO1. Note that a refund is asked for, before it is.
    """
    place = key(payment.tenant_id, payment.id, refund_id)
    marker = OpenRefundItem(*place, payment_id=payment.id, refund_id=refund_id)
    marker.list_pk, marker.list_sk = LIST, f"{stamp(now)}#{refund_id}"
    writes.put(marker)


def forget(tenant_id: TenantId, payment_id: str, refund_id: str) -> None:
    """
    LO2. Take the marker of a refund away that has ended.
    """
    with transaction() as writes:
        writes.delete(OpenRefundItem, key(tenant_id, payment_id, refund_id))


def asked_by(until: datetime) -> Iterator[tuple[TenantId, str, str]]:
    """
    LO3. Tenant, payment and refund of every marker that was written by *until*, oldest first.
    """
    for item in query(OpenRefundItem, Partition(LIST, index="lists", until=f"{stamp(until)}#~")):
        tenant_id = TenantId(item.pk.removeprefix("TENANT#"))
        yield tenant_id, str(item.payment_id), str(item.refund_id)
