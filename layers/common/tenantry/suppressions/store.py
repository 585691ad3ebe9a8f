"""
Suppressed addresses, each under a keyed hash, and a row of it for each reseller whose mail it was.
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.clock import stamp
from tenantry.ids import TenantId, derived_id
from tenantry.reads import Partition, get, query
from tenantry.server_key import mac
from tenantry.suppressions.model import Cause, Status, Suppression
from tenantry.suppressions.rules import masked, normalised
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class SuppressionItem(Item):
    """
    A suppressed address; in `lists` by when it was heard of, while it holds.
    """

    KIND = "Suppression"

    masked = UnicodeAttribute()
    cause = UnicodeAttribute()
    status = UnicodeAttribute()
    heard_at = TimeAttribute()
    resellers = JSONAttribute()
    lifted_at = TimeAttribute(null=True)
    lifted_cause = UnicodeAttribute(null=True)
    lifts = NumberAttribute()
    version = NumberAttribute()


class ResellerSuppressionItem(Item):
    """
    The same as one reseller sees it; gone when it is lifted.
    """

    KIND = "ResellerSuppression"

    masked = UnicodeAttribute()
    cause = UnicodeAttribute()
    heard_at = TimeAttribute()


def id_of(address: str) -> str:
    """
    The id of an address, suppressed or not.
    """
    return derived_id("sup", mac("suppressed address", normalised(address)).hex())


def key(suppression_id: str) -> Key:
    """
    Where what is known of an address stands.
    """
    return f"SUPPRESSION#{suppression_id}", "SUPPRESSION"


def row_key(reseller_id: TenantId, suppression_id: str) -> Key:
    """
    Where a reseller's row of it stands.
    """
    return f"TENANT#{reseller_id}", f"SUPPRESSION#{suppression_id}"


def get_suppression(suppression_id: str) -> Suppression | None:
    """
    UP1. What is known of an address, whether its suppression holds or was lifted.
    """
    item = get(SuppressionItem, key(suppression_id))
    return None if item is None else suppression_from(item)


def save(writes: Writes, before: Suppression | None, after: Suppression) -> None:
    """
    UP2. Write what is known of an address over what was read, with the rows of its resellers.
    """
    item = _to_item(after)
    if before is None:
        writes.create(item)
    else:
        writes.put(item, SuppressionItem.version == before.version)
    stay = after.resellers if after.holds else ()
    for reseller_id in stay:
        writes.put(_to_row(after, reseller_id))
    for reseller_id in () if before is None else before.resellers:
        if reseller_id not in stay:
            place = row_key(reseller_id, after.id)
            writes.delete(ResellerSuppressionItem, place)


def check_holds(writes: Writes, suppression: Suppression) -> None:
    """
    UP3. Refuse the whole transaction unless what is known of the address is as it was read.
    """
    unchanged = SuppressionItem.version == suppression.version
    writes.check(SuppressionItem, key(suppression.id), unchanged)


def is_listed(reseller_id: TenantId, suppression_id: str) -> bool:
    """
    UP4. Whether an address is suppressed for mail of a reseller, among others.
    """
    return get(ResellerSuppressionItem, row_key(reseller_id, suppression_id)) is not None


def suppressions_of(
    reseller_id: TenantId, after: str | None, limit: int | None
) -> Iterator[tuple[str, Suppression]]:
    """
    UP5. The addresses that are suppressed for mail of a reseller, newest first, with places.
    """
    partition = Partition(
        f"SUPPRESSIONS#{reseller_id}", index="lists", after=after, newest_first=True
    )
    for item in query(ResellerSuppressionItem, partition, limit=limit):
        yield str(item.list_sk), _from_row(item)


def all_suppressions(after: str | None, limit: int | None) -> Iterator[tuple[str, Suppression]]:
    """
    UP6. All addresses that are suppressed, newest first, each with its place.
    """
    partition = Partition("SUPPRESSIONS", index="lists", after=after, newest_first=True)
    for item in query(SuppressionItem, partition, limit=limit):
        yield str(item.list_sk), suppression_from(item)


def made(address: str, cause: Cause, at: datetime) -> Suppression:
    """
    What word of a bounce or a complaint alone makes of an address.
    """
    return Suppression(id_of(address), masked(address), cause, Status.SUPPRESSED, at)


def suppression_from(item: SuppressionItem) -> Suppression:
    """
    The suppression in an item that was read together with other kinds.
    """
    return Suppression(
        id=item.pk.removeprefix("SUPPRESSION#"),
        masked=item.masked,
        cause=Cause(item.cause),
        status=Status(item.status),
        heard_at=item.heard_at,
        resellers=tuple(TenantId(reseller_id) for reseller_id in item.resellers),
        lifted_at=item.lifted_at,
        lifted_cause=Cause(item.lifted_cause) if item.lifted_cause else None,
        lifts=int(item.lifts),
        version=int(item.version),
    )


def _to_item(suppression: Suppression) -> SuppressionItem:
    item = SuppressionItem(
        *key(suppression.id),
        masked=suppression.masked,
        cause=suppression.cause.value,
        status=suppression.status.value,
        heard_at=suppression.heard_at,
        resellers=list(suppression.resellers),
        lifted_at=suppression.lifted_at,
        lifted_cause=suppression.lifted_cause and suppression.lifted_cause.value,
        lifts=suppression.lifts,
        version=suppression.version,
    )
    if suppression.holds:
        item.list_pk = "SUPPRESSIONS"
        item.list_sk = _list_sk(suppression)
    return item


def _to_row(suppression: Suppression, reseller_id: TenantId) -> ResellerSuppressionItem:
    return ResellerSuppressionItem(
        *row_key(reseller_id, suppression.id),
        masked=suppression.masked,
        cause=suppression.cause.value,
        heard_at=suppression.heard_at,
        list_pk=f"SUPPRESSIONS#{reseller_id}",
        list_sk=_list_sk(suppression),
    )


def _from_row(item: ResellerSuppressionItem) -> Suppression:
    return Suppression(
        id=item.sk.removeprefix("SUPPRESSION#"),
        masked=item.masked,
        cause=Cause(item.cause),
        status=Status.SUPPRESSED,
        heard_at=item.heard_at,
        resellers=(TenantId(item.pk.removeprefix("TENANT#")),),
    )


def _list_sk(suppression: Suppression) -> str:
    return f"{stamp(suppression.heard_at)}#{suppression.id}"
