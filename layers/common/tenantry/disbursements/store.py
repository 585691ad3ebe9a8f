"""
Disbursements, each with its partner.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pynamodb.attributes import (
    BinaryAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from tenantry.clock import Month, stamp
from tenantry.commissions.model import Method
from tenantry.disbursements.model import (
    Disbursement,
    FrozenAccount,
    Part,
    PartState,
    Status,
)
from tenantry.fx.model import Quote
from tenantry.ids import TenantId, UserId, shard_of
from tenantry.money import Money
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

SHARDS = 4


class DisbursementItem(Item):
    """
    A disbursement; in `dated` while a provider was not asked yet to pay a part of it.
    """

    KIND = "Disbursement"

    months = JSONAttribute()
    currency = UnicodeAttribute()
    carried_minor = NumberAttribute()
    total_minor = NumberAttribute()
    amount_minor = NumberAttribute()
    payout_currency = UnicodeAttribute()
    remainder_minor = NumberAttribute()
    method = UnicodeAttribute()
    shown = JSONAttribute()
    fingerprint = UnicodeAttribute()
    account_version = NumberAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)
    approvers = JSONAttribute()
    parts = JSONAttribute()
    created_at = TimeAttribute()
    created_by = UnicodeAttribute()
    fx_day = UnicodeAttribute(null=True)
    quotes = JSONAttribute(null=True)
    status = UnicodeAttribute()
    ended_at = TimeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    version = NumberAttribute()


def key(reseller_id: TenantId, disbursement_id: str) -> Key:
    """
    Where a disbursement stands: with its partner, by time.
    """
    return f"TENANT#{reseller_id}", f"DISBURSEMENT#{disbursement_id}"


def get_disbursement(reseller_id: TenantId, disbursement_id: str) -> Disbursement | None:
    """
    DB1. Read a disbursement.
    """
    item = get(DisbursementItem, key(reseller_id, disbursement_id))
    return None if item is None else disbursement_from(item)


def disbursements_of(
    reseller_id: TenantId, after: str | None, limit: int | None
) -> Iterator[tuple[str, Disbursement]]:
    """
    DB2. A partner's disbursements, newest first, each with its place.
    """
    partition = Partition(
        f"TENANT#{reseller_id}", begins_with="DISBURSEMENT#", after=after, newest_first=True
    )
    rows = query(DisbursementItem, partition, limit=limit)
    return ((item.sk, disbursement_from(item)) for item in rows)


def create(writes: Writes, disbursement: Disbursement) -> None:
    """
    DB3. Write a new disbursement.
    """
    writes.create(_to_item(disbursement))


def replace(writes: Writes, before: Disbursement, after: Disbursement) -> None:
    """
    DB4. Replace the version that was read, by the next one; any other version refuses.
    """
    assert after.version == before.version + 1, "a change makes the next version"
    writes.put(_to_item(after), DisbursementItem.version == before.version)


def hold(writes: Writes, disbursement: Disbursement) -> None:
    """
    DB13. Refuse the whole transaction unless the disbursement is as it was read.
    """
    place = key(disbursement.reseller_id, disbursement.id)
    writes.check(DisbursementItem, place, DisbursementItem.version == disbursement.version)


def waiting(until: datetime) -> Iterator[tuple[TenantId, str]]:
    """
    DB5. Disbursements made by *until* of which a provider was not asked yet to pay a part.
    """
    for shard in range(SHARDS):
        partition = Partition(
            f"DISBURSEMENTS_WAITING#{shard}", index="dated", until=f"{stamp(until)}#~"
        )
        for item in query(Item, partition):
            reseller_id = item.pk.removeprefix("TENANT#")
            yield TenantId(reseller_id), item.sk.removeprefix("DISBURSEMENT#")


def disbursement_from(item: DisbursementItem) -> Disbursement:
    """
    The disbursement in an item that was read together with other kinds.
    """
    own, payout = str(item.currency), str(item.payout_currency)
    return Disbursement(
        id=item.sk.removeprefix("DISBURSEMENT#"),
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        months=tuple(Month(month) for month in item.months),
        carried=Money(int(item.carried_minor), own),
        total=Money(int(item.total_minor), own),
        amount=Money(int(item.amount_minor), payout),
        remainder=Money(int(item.remainder_minor), own),
        account=FrozenAccount(
            method=Method(item.method),
            shown=dict(item.shown),
            fingerprint=item.fingerprint,
            version=int(item.account_version),
            sealed=bytes(item.sealed),
        ),
        approvers=tuple(UserId(one) for one in item.approvers),
        parts=tuple(_part(one, payout, own) for one in item.parts),
        created_at=item.created_at,
        created_by=UserId(item.created_by),
        fx_day=date.fromisoformat(item.fx_day) if item.fx_day else None,
        quotes=tuple(_quote(one) for one in item.quotes or ()),
        status=Status(item.status),
        ended_at=item.ended_at,
        reason=item.reason,
        version=int(item.version),
    )


def _to_item(disbursement: Disbursement) -> DisbursementItem:
    account, fx_day = disbursement.account, disbursement.fx_day
    item = DisbursementItem(
        *key(disbursement.reseller_id, disbursement.id),
        months=list(disbursement.months),
        currency=disbursement.total.currency,
        carried_minor=disbursement.carried.minor,
        total_minor=disbursement.total.minor,
        amount_minor=disbursement.amount.minor,
        payout_currency=disbursement.amount.currency,
        remainder_minor=disbursement.remainder.minor,
        method=account.method.value,
        shown=dict(account.shown),
        fingerprint=account.fingerprint,
        account_version=account.version,
        sealed=account.sealed,
        approvers=list(disbursement.approvers),
        parts=[_part_as_json(part) for part in disbursement.parts],
        created_at=disbursement.created_at,
        created_by=disbursement.created_by,
        fx_day=fx_day and fx_day.isoformat(),
        quotes=[_quote_as_json(one) for one in disbursement.quotes] or None,
        status=disbursement.status.value,
        ended_at=disbursement.ended_at,
        reason=disbursement.reason,
        version=disbursement.version,
    )
    waits = any(part.state is PartState.WAITING for part in disbursement.parts)
    if waits and disbursement.status is Status.OPEN:
        item.dated_pk = f"DISBURSEMENTS_WAITING#{shard_of(disbursement.id, SHARDS)}"
        item.dated_sk = f"{stamp(disbursement.created_at)}#{disbursement.id}"
    return item


def _part_as_json(part: Part) -> dict[str, Any]:
    return {
        "number": part.number,
        "amount": part.amount.minor,
        "worth": part.worth.minor,
        "attempts": part.attempts,
        "live": list(part.live),
        "paid_by": part.paid_by,
        "reference": part.reference,
    }


def _part(stored: dict[str, Any], payout: str, own: str) -> Part:
    return Part(
        number=stored["number"],
        amount=Money(stored["amount"], payout),
        worth=Money(stored["worth"], own),
        attempts=stored["attempts"],
        live=tuple(stored["live"]),
        paid_by=stored["paid_by"],
        reference=stored["reference"],
    )


def _quote_as_json(quote: Quote) -> list[str]:
    published = quote.published.isoformat()
    return [quote.currency, quote.base, str(quote.rate), published, quote.source]


def _quote(stored: list[str]) -> Quote:
    currency, base, rate, published, source = stored
    return Quote(currency, base, Decimal(rate), date.fromisoformat(published), source)
