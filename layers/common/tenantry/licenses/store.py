"""
The licence pool: one item of its own, so that contention is here only.
"""

from pynamodb.attributes import NumberAttribute

from tenantry.ids import TenantId
from tenantry.licenses.model import LicensePool, NoneAvailable
from tenantry.reads import get
from tenantry.table import Item, Key, RawItem
from tenantry.transactions import Writes


class LicensePoolItem(Item):
    """
    The counts, and `available` beside them.

    DynamoDB compares attributes, and cannot subtract in a condition, so every write that moves one
    of the counts moves `available` with it.
    """

    KIND = "LicensePool"

    bought = NumberAttribute(attr_name="count")
    used = NumberAttribute()
    frozen = NumberAttribute()
    owed = NumberAttribute()
    available = NumberAttribute()


def key(reseller_id: TenantId) -> Key:
    """
    Where a pool stands.
    """
    return f"TENANT#{reseller_id}", "LICENSES"


def get_pool(reseller_id: TenantId) -> LicensePool:
    """
    C1. Read the pool; every reseller has one from its creation.
    """
    item = get(LicensePoolItem, key(reseller_id))
    assert item is not None, f"{reseller_id} has no licence pool"
    return LicensePool(
        reseller_id, int(item.bought), int(item.used), int(item.frozen), int(item.owed)
    )


def open_pool(writes: Writes, pool: LicensePool) -> None:
    """
    C2. Write the pool of a new reseller.
    """
    pk, sk = key(pool.reseller_id)
    writes.create(
        LicensePoolItem(
            pk,
            sk,
            bought=pool.count,
            used=pool.used,
            frozen=pool.frozen,
            owed=pool.owed,
            available=pool.available,
        )
    )


def allocate(writes: Writes, reseller_id: TenantId) -> None:
    """
    C3. Use one licence for a tenant that the same transaction creates, only while one is available.
    """
    writes.update(
        LicensePoolItem,
        key(reseller_id),
        [LicensePoolItem.used.add(1), LicensePoolItem.available.add(-1)],
        LicensePoolItem.available > 0,
        refused=_none_available,
    )


def free(writes: Writes, reseller_id: TenantId) -> None:
    """
    C4. Give back the licence of a tenant that the same transaction deletes.
    """
    writes.update(
        LicensePoolItem,
        key(reseller_id),
        [LicensePoolItem.used.add(-1), LicensePoolItem.available.add(1)],
        LicensePoolItem.used > 0,
    )


def _none_available(_: RawItem | None) -> NoneAvailable:
    return NoneAvailable("all licences are in use; buy more, or delete a tenant that is not needed")
