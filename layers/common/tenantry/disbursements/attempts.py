"""
Attempts as they are stored: with their partner, found by their own id, and by when they were begun.
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from tenantry.clock import stamp
from tenantry.disbursements.model import LIVE, Attempt, AttemptState
from tenantry.ids import TenantId, UserId, shard_of
from tenantry.money import Money
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

SHARDS = 4


class AttemptItem(Item):
    """
    An attempt to pay a part; in `dated` while its provider is to be asked how it ended.
    """

    KIND = "PayoutAttempt"

    id = UnicodeAttribute()
    amount_minor = NumberAttribute()
    currency = UnicodeAttribute()
    state = UnicodeAttribute()
    begun_at = TimeAttribute()
    begun_by = UnicodeAttribute()
    ended_at = TimeAttribute(null=True)
    reference = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    is_surplus = BooleanAttribute()
    is_watched = BooleanAttribute()
    by_hand = BooleanAttribute()
    told_by = UnicodeAttribute(null=True)
    version = NumberAttribute()


class AttemptPlaceItem(Item):
    """
    From the id of an attempt, which a provider knows, to where it stands.
    """

    KIND = "PayoutAttemptPlace"

    attempt_pk = UnicodeAttribute()
    attempt_sk = UnicodeAttribute()


def key(attempt: Attempt) -> Key:
    """
    Where an attempt stands: beside its disbursement, by part and number.
    """
    place = f"{attempt.part:03}#{attempt.number:03}"
    return f"TENANT#{attempt.reseller_id}", f"PAYOUT_ATTEMPT#{attempt.disbursement_id}#{place}"


def place_key(attempt_id: str) -> Key:
    """
    Where it stands where an attempt stands.
    """
    return f"PAYOUT_ATTEMPT#{attempt_id}", "PAYOUT_ATTEMPT"


def find_attempt(attempt_id: str) -> Attempt | None:
    """
    DB8. An attempt by its own id.
    """
    place = get(AttemptPlaceItem, place_key(attempt_id))
    if place is None:
        return None
    item = get(AttemptItem, (place.attempt_pk, place.attempt_sk))
    return None if item is None else attempt_from(item)


def attempts_of(
    reseller_id: TenantId, disbursement_id: str, after: str | None, limit: int | None
) -> Iterator[tuple[str, Attempt]]:
    """
    DB9. The attempts to pay a disbursement by part and number, each with its place.
    """
    prefix = f"PAYOUT_ATTEMPT#{disbursement_id}#"
    partition = Partition(f"TENANT#{reseller_id}", begins_with=prefix, after=after)
    rows = query(AttemptItem, partition, limit=limit)
    return ((item.sk, attempt_from(item)) for item in rows)


def create(writes: Writes, attempt: Attempt) -> None:
    """
    DB10. Write the intent of an attempt, before its provider is asked for anything.
    """
    pk, sk = key(attempt)
    writes.create(_to_item(attempt))
    writes.create(AttemptPlaceItem(*place_key(attempt.id), attempt_pk=pk, attempt_sk=sk))


def replace(writes: Writes, before: Attempt, after: Attempt) -> None:
    """
    DB11. Replace the version that was read, by the next one; any other version refuses.
    """
    assert after.version == before.version + 1, "a change makes the next version"
    writes.put(_to_item(after), AttemptItem.version == before.version)


def unended(until: datetime) -> Iterator[str]:
    """
    DB12. The ids of attempts begun by *until* of which a provider is to be asked how they ended.
    """
    for shard in range(SHARDS):
        partition = Partition(f"PAYOUT_ATTEMPTS#{shard}", index="dated", until=f"{stamp(until)}#~")
        for item in query(Item, partition):
            yield str(item.dated_sk).partition("#")[2]


def attempt_from(item: AttemptItem) -> Attempt:
    """
    The attempt in an item that was read together with other kinds.
    """
    _, disbursement_id, part, number = item.sk.split("#")
    return Attempt(
        id=item.id,
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        disbursement_id=disbursement_id,
        part=int(part),
        number=int(number),
        amount=Money(int(item.amount_minor), item.currency),
        state=AttemptState(item.state),
        begun_at=item.begun_at,
        begun_by=UserId(item.begun_by),
        ended_at=item.ended_at,
        reference=item.reference,
        reason=item.reason,
        is_surplus=item.is_surplus,
        is_watched=item.is_watched,
        by_hand=item.by_hand,
        told_by=UserId(item.told_by) if item.told_by else None,
        version=int(item.version),
    )


def _to_item(attempt: Attempt) -> AttemptItem:
    item = AttemptItem(
        *key(attempt),
        id=attempt.id,
        amount_minor=attempt.amount.minor,
        currency=attempt.amount.currency,
        state=attempt.state.value,
        begun_at=attempt.begun_at,
        begun_by=attempt.begun_by,
        ended_at=attempt.ended_at,
        reference=attempt.reference,
        reason=attempt.reason,
        is_surplus=attempt.is_surplus,
        is_watched=attempt.is_watched,
        by_hand=attempt.by_hand,
        told_by=attempt.told_by,
        version=attempt.version,
    )
    if not attempt.by_hand and (attempt.state in LIVE or attempt.is_watched):
        item.dated_pk = f"PAYOUT_ATTEMPTS#{shard_of(attempt.id, SHARDS)}"
        item.dated_sk = f"{stamp(attempt.begun_at)}#{attempt.id}"
    return item
