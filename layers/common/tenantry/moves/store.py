"""
Transfers, and the marker that a tenant has no more than one whose token is good.
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from tenantry.errors import TenantryError
from tenantry.ids import TenantId, UserId
from tenantry.moves.model import Status, Transfer, TransferChanged, TransferOpen
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import Writes


class TransferItem(Item):
    """
    A transfer.
    """

    KIND = "Transfer"

    reseller_id = UnicodeAttribute()
    token_hash = UnicodeAttribute()
    made_by = UnicodeAttribute()
    made_at = TimeAttribute()
    expires_at = TimeAttribute()
    status = UnicodeAttribute()
    redeemed_by = UnicodeAttribute(null=True)
    ended_at = TimeAttribute(null=True)


class OpenTransferItem(Item):
    """
    Marker: which of a tenant's transfers was neither redeemed nor revoked.
    """

    KIND = "OpenTransfer"

    transfer_id = UnicodeAttribute()
    expires_at = TimeAttribute()


def key(tenant_id: TenantId, transfer_id: str) -> Key:
    """
    Where a transfer stands: with its tenant; its token names both.
    """
    return f"TENANT#{tenant_id}", f"TRANSFER#{transfer_id}"


def open_key(tenant_id: TenantId) -> Key:
    """
    Where it stands which transfer is open.
    """
    return f"TENANT#{tenant_id}", "OPEN_TRANSFER"


def get_transfer(tenant_id: TenantId, transfer_id: str) -> Transfer | None:
    """
    MV1. Read a transfer.
    """
    item = get(TransferItem, key(tenant_id, transfer_id))
    return None if item is None else _transfer_from(item)


def get_open(tenant_id: TenantId) -> Transfer | None:
    """
    MV2. The transfer that was neither redeemed nor revoked, expired or not; None without any.
    """
    marker = get(OpenTransferItem, open_key(tenant_id))
    return None if marker is None else get_transfer(tenant_id, marker.transfer_id)


def transfers_of(
    tenant_id: TenantId, after: str | None, limit: int
) -> Iterator[tuple[str, Transfer]]:
    """
    MV3. A tenant's transfers, newest first, each with its place.
    """
    partition = Partition(
        f"TENANT#{tenant_id}", begins_with="TRANSFER#", after=after, newest_first=True
    )
    return ((item.sk, _transfer_from(item)) for item in query(TransferItem, partition, limit=limit))


def create(writes: Writes, transfer: Transfer, now: datetime) -> None:
    """
    MV4. Write a new transfer, only while the tenant has no other one whose token is good.
    """
    no_other = OpenTransferItem.pk.does_not_exist() | (OpenTransferItem.expires_at <= now)

    def refused(raw: RawItem | None) -> TenantryError:
        assert raw is not None, "only a marker that exists can refuse"
        stands = OpenTransferItem.from_raw_data(dict(raw))
        message = "a token was made before and is still good; revoke it first"
        return TransferOpen(message, transfer_id=stands.transfer_id)

    marker = OpenTransferItem(
        *open_key(transfer.tenant_id), transfer_id=transfer.id, expires_at=transfer.expires_at
    )
    writes.put(marker, no_other, refused)
    writes.create(_to_item(transfer))


def end(writes: Writes, ended: Transfer, now: datetime | None = None) -> None:
    """
    MV5. Replace the open transfer by the redeemed or revoked one: a token works once.

    Args:
        now: When given, only while it has not expired.
    """
    still = TransferItem.status == Status.OPEN.value
    if now is not None:
        still &= TransferItem.expires_at > now
    writes.put(_to_item(ended), still, lambda _: _changed())
    is_its = OpenTransferItem.transfer_id == ended.id
    writes.delete(OpenTransferItem, open_key(ended.tenant_id), is_its, lambda _: _changed())


def check_none_open(writes: Writes, tenant_id: TenantId) -> None:
    """
    MV6. Refuse the whole transaction if the tenant has an open transfer when it is written.
    """
    none = OpenTransferItem.pk.does_not_exist()
    writes.check(OpenTransferItem, open_key(tenant_id), none, lambda _: _changed())


def _transfer_from(item: TransferItem) -> Transfer:
    """
    The transfer in an item.
    """
    return Transfer(
        id=item.sk.removeprefix("TRANSFER#"),
        tenant_id=TenantId(item.pk.removeprefix("TENANT#")),
        reseller_id=TenantId(item.reseller_id),
        token_hash=item.token_hash,
        made_by=UserId(item.made_by),
        made_at=item.made_at,
        expires_at=item.expires_at,
        status=Status(item.status),
        redeemed_by=TenantId(item.redeemed_by) if item.redeemed_by else None,
        ended_at=item.ended_at,
    )


def _changed() -> TransferChanged:
    return TransferChanged("this transfer was changed at the same moment; read it again")


def _to_item(transfer: Transfer) -> TransferItem:
    return TransferItem(
        *key(transfer.tenant_id, transfer.id),
        reseller_id=transfer.reseller_id,
        token_hash=transfer.token_hash,
        made_by=transfer.made_by,
        made_at=transfer.made_at,
        expires_at=transfer.expires_at,
        status=transfer.status.value,
        redeemed_by=transfer.redeemed_by,
        ended_at=transfer.ended_at,
    )
