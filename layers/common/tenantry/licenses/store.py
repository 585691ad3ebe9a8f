"""
The licence pool: one item of its own, so that contention is here only.
"""

from pynamodb.attributes import BooleanAttribute, NumberAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from tenantry.errors import TenantryError
from tenantry.ids import TenantId
from tenantry.licenses import rules
from tenantry.licenses.model import (
    FreedElsewhere,
    FreedTo,
    LicensePool,
    NoneAvailable,
    PoolChanged,
)
from tenantry.reads import get
from tenantry.table import Item, Key, RawItem
from tenantry.transactions import Writes


class LicensePoolItem(Item):
    """
    The three facts, and what follows from them.

    DynamoDB compares attributes, and cannot compute in a condition; so every write that moves a
    fact moves what follows from it too. `waiting` is disputed, and spared only while in use.
    """

    KIND = "LicensePool"

    entitled = NumberAttribute()
    used = NumberAttribute()
    disputed = NumberAttribute()
    total = NumberAttribute(attr_name="count")
    frozen = NumberAttribute()
    owed = NumberAttribute()
    available = NumberAttribute()
    waiting = NumberAttribute()
    low_stock_at = NumberAttribute(null=True)
    was_told = BooleanAttribute(default=False)


_NOTHING_WAITS = (LicensePoolItem.owed == 0) & (LicensePoolItem.waiting == 0)
"""The usual state: counts only add up, and writers need not know each other's numbers."""

_FREED = {
    FreedTo.AVAILABLE: (_NOTHING_WAITS, LicensePoolItem.available, 1, None),
    FreedTo.NOBODY: (LicensePoolItem.owed > 0, LicensePoolItem.owed, -1, LicensePoolItem.total),
    FreedTo.FROZEN: (
        (LicensePoolItem.owed == 0) & (LicensePoolItem.waiting > 0),
        LicensePoolItem.frozen,
        1,
        LicensePoolItem.waiting,
    ),
}


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
    return pool_from(item)


def open_pool(writes: Writes, pool: LicensePool) -> None:
    """
    C2. Write the pool of a new reseller.
    """
    pk, sk = key(pool.reseller_id)
    writes.create(LicensePoolItem(pk, sk, **_numbers(pool), low_stock_at=pool.low_stock_at))


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


def free(writes: Writes, reseller_id: TenantId, freed_to: FreedTo) -> None:
    """
    C4. Give back the licence of a tenant that the same transaction deletes.

    Args:
        freed_to: What it becomes; the write refuses with `FreedElsewhere` when it would become
            something else, and names what.
    """
    condition, counter, change, falls = _FREED[freed_to]
    actions: list[Action] = [LicensePoolItem.used.add(-1), counter.add(change)]
    if falls is not None:
        actions.append(falls.add(-1))
    writes.update(
        LicensePoolItem,
        key(reseller_id),
        actions,
        condition & (LicensePoolItem.used > 0),
        refused=_freed_elsewhere,
    )


def move(writes: Writes, before: LicensePool, after: LicensePool) -> None:
    """
    C5. Move what the reseller is entitled to, or what is disputed.

    Where nothing waits before and after, the numbers only add up, and meet tenants that are created
    at the same moment without harm; else the pool must be as it was read.
    """
    old, new = _numbers(before), _numbers(after)
    only_adds = old["owed"] == old["waiting"] == new["owed"] == new["waiting"] == 0
    needed = max(0, old["available"] - new["available"])
    if only_adds:
        condition = _NOTHING_WAITS & (LicensePoolItem.available >= needed)
    else:
        condition = _as_read(before)
    _add(writes, before, after, condition)


def set_used(writes: Writes, before: LicensePool, after: LicensePool) -> None:
    """
    C7. Repair what is in use, only while nothing has moved since it was read.
    """
    _add(writes, before, after, _as_read(before))


def set_low_stock(writes: Writes, reseller_id: TenantId, low_stock_at: int | None) -> None:
    """
    C6. Set when the reseller is told of its stock.
    """
    attribute = LicensePoolItem.low_stock_at
    action = attribute.remove() if low_stock_at is None else attribute.set(low_stock_at)
    writes.update(LicensePoolItem, key(reseller_id), [action], LicensePoolItem.pk.exists())


def note_told(writes: Writes, pool: LicensePool, *, was_told: bool) -> None:
    """
    C8. Note that the reseller was told of its stock, or that it is well again; once each time.
    """
    condition = LicensePoolItem.was_told == pool.was_told
    if pool.low_stock_at is None:
        condition &= LicensePoolItem.low_stock_at.does_not_exist()
    else:
        stock, least = LicensePoolItem.available, pool.low_stock_at
        condition &= LicensePoolItem.low_stock_at == least
        condition &= (stock <= least) if was_told else (stock > least)
    noted = [LicensePoolItem.was_told.set(was_told)]
    writes.update(LicensePoolItem, key(pool.reseller_id), noted, condition)


def pool_from(item: LicensePoolItem) -> LicensePool:
    """
    The pool in an item that was read together with other kinds.
    """
    return LicensePool(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        entitled=int(item.entitled),
        used=int(item.used),
        disputed=int(item.disputed),
        low_stock_at=_whole_or_none(item.low_stock_at),
        was_told=item.was_told,
    )


def _whole_or_none(number: float | None) -> int | None:
    return None if number is None else int(number)


def _as_read(pool: LicensePool) -> Condition:
    condition: Condition = LicensePoolItem.entitled == pool.entitled
    condition &= LicensePoolItem.used == pool.used
    condition &= LicensePoolItem.disputed == pool.disputed
    return condition


def _add(writes: Writes, before: LicensePool, after: LicensePool, condition: Condition) -> None:
    old, new = _numbers(before), _numbers(after)
    attributes = LicensePoolItem.get_attributes()
    actions = [
        attributes[name].add(new[name] - old[name]) for name in old if new[name] != old[name]
    ]
    message = "the licences were moved at the same moment; repeat the request"
    if actions:
        writes.update(
            LicensePoolItem,
            key(before.reseller_id),
            actions,
            condition,
            refused=lambda _: PoolChanged(message),
        )


def _numbers(pool: LicensePool) -> dict[str, int]:
    return {
        "entitled": pool.entitled,
        "used": pool.used,
        "disputed": pool.disputed,
        "total": pool.count,
        "frozen": pool.frozen,
        "owed": pool.owed,
        "available": pool.available,
        "waiting": pool.disputed - pool.frozen,
    }


def _none_available(_: RawItem | None) -> TenantryError:
    return NoneAvailable("all licences are in use; buy more, or delete a tenant that is not needed")


def _freed_elsewhere(raw: RawItem | None) -> TenantryError:
    assert raw is not None, "every reseller has a pool"
    pool = pool_from(LicensePoolItem.from_raw_data(dict(raw)))
    message = "the licences were moved at the same moment; repeat the request"
    return FreedElsewhere(message, rules.freed_to(pool))
