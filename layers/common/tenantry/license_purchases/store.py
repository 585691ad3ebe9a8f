"""
Purchases, and which of them wait: for the provider, or for an operator.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.clock import stamp
from tenantry.ids import TenantId, shard_of
from tenantry.license_purchases import rules
from tenantry.license_purchases.model import Facts, Purchase, PurchaseChanged
from tenantry.money import Money
from tenantry.payments.model import Payment
from tenantry.payments.store import dispute_from, refund_from
from tenantry.reads import Partition, get, get_all, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

UNANSWERED_SHARDS = 2


class PurchaseItem(Item):
    """
    A purchase with all facts of its money.

    It stands in `dated` while something that was asked of its provider has not ended.
    """

    KIND = "LicensePurchase"

    quote_id = UnicodeAttribute()
    quantity = NumberAttribute()
    unit_minor = NumberAttribute()
    total_minor = NumberAttribute()
    currency = UnicodeAttribute()
    prices_from = TimeAttribute()
    created_at = TimeAttribute()
    asked_at = TimeAttribute()
    facts = JSONAttribute()
    checkout_id = UnicodeAttribute(null=True)
    checkout_url = UnicodeAttribute(null=True)
    version = NumberAttribute()


class WaitingItem(Item):
    """
    Marker: an operator has to say how many licences a payment or a refund of the purchase is for.
    """

    KIND = "LicensePurchaseWaiting"


def key(reseller_id: TenantId, purchase_id: str) -> Key:
    """
    Where a purchase stands.
    """
    return f"TENANT#{reseller_id}", f"LICENSE_PURCHASE#{purchase_id}"


def waiting_key(reseller_id: TenantId, purchase_id: str) -> Key:
    """
    Where the marker stands that a purchase waits for an operator.
    """
    return f"TENANT#{reseller_id}", f"LICENSE_PURCHASE_WAITING#{purchase_id}"


def get_purchase(reseller_id: TenantId, purchase_id: str) -> Purchase | None:
    """
    LB1. Read a purchase.
    """
    item = get(PurchaseItem, key(reseller_id, purchase_id))
    return None if item is None else purchase_from(item)


def create(writes: Writes, purchase: Purchase) -> None:
    """
    LB2. Write the intent of a purchase, before the provider is asked for a checkout.
    """
    writes.create(_to_item(purchase))


def replace(writes: Writes, before: Purchase, after: Purchase) -> None:
    """
    LB3. Replace the version that was read.
    """
    message = "this purchase was changed at the same moment; read it again"
    writes.put(
        _to_item(after),
        PurchaseItem.version == before.version,
        lambda _: PurchaseChanged(message),
    )
    waited = rules.standing(before).waits_for_operator
    waits = rules.standing(after).waits_for_operator
    place = waiting_key(after.reseller_id, after.id)
    if waits and not waited:
        row = f"{stamp(after.created_at)}#{after.reseller_id}#{after.id}"
        writes.put(WaitingItem(*place, list_pk="LICENSE_PURCHASES_WAITING", list_sk=row))
    elif waited and not waits:
        writes.delete(WaitingItem, place)


def purchases_of(
    reseller_id: TenantId, after: str | None = None, limit: int | None = None
) -> Iterator[tuple[str, Purchase]]:
    """
    LB4. A reseller's purchases, newest first, each with its place.
    """
    partition = Partition(
        f"LICENSE_PURCHASES#{reseller_id}", index="lists", after=after, newest_first=True
    )
    rows = query(PurchaseItem, partition, limit=limit)
    return ((str(item.list_sk), purchase_from(item)) for item in rows)


def waiting_for_operator(after: str | None, limit: int) -> Iterator[tuple[str, Purchase]]:
    """
    LB5. Purchases of all resellers that an operator has to decide on, oldest first.
    """
    partition = Partition("LICENSE_PURCHASES_WAITING", index="lists", after=after)
    places = [str(item.list_sk) for item in query(WaitingItem, partition, limit=limit)]
    wanted: list[tuple[type[Item], Key]] = []
    for place in places:
        _, reseller_id, purchase_id = place.split("#")
        wanted.append((PurchaseItem, key(TenantId(reseller_id), purchase_id)))
    found = zip(places, get_all(wanted), strict=True)
    return ((place, purchase_from(item)) for place, item in found)


def unanswered(until: datetime) -> Iterator[tuple[TenantId, str]]:
    """
    LB6. Purchases whose provider was last asked for something by *until*, and has not ended it.
    """
    for shard in range(UNANSWERED_SHARDS):
        partition = Partition(f"UNANSWERED#{shard}", index="dated", until=f"{stamp(until)}#~")
        for item in query(Item, partition):
            _, reseller_id, purchase_id = str(item.dated_sk).split("#")
            yield TenantId(reseller_id), purchase_id


def purchase_from(item: PurchaseItem) -> Purchase:
    """
    The purchase in an item that was read together with other kinds.
    """
    return Purchase(
        id=item.sk.removeprefix("LICENSE_PURCHASE#"),
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        quote_id=item.quote_id,
        quantity=int(item.quantity),
        unit_price=Money(int(item.unit_minor), item.currency),
        total=Money(int(item.total_minor), item.currency),
        prices_from=item.prices_from,
        created_at=item.created_at,
        asked_at=item.asked_at,
        facts=_facts(item.facts),
        checkout_id=item.checkout_id,
        checkout_url=item.checkout_url,
        version=int(item.version),
    )


def _to_item(purchase: Purchase) -> PurchaseItem:
    pk, sk = key(purchase.reseller_id, purchase.id)
    item = PurchaseItem(
        pk,
        sk,
        quote_id=purchase.quote_id,
        quantity=purchase.quantity,
        unit_minor=purchase.unit_price.minor,
        total_minor=purchase.total.minor,
        currency=purchase.total.currency,
        prices_from=purchase.prices_from,
        created_at=purchase.created_at,
        asked_at=purchase.asked_at,
        facts=_facts_as_json(purchase.facts),
        checkout_id=purchase.checkout_id,
        checkout_url=purchase.checkout_url,
        version=purchase.version,
        list_pk=f"LICENSE_PURCHASES#{purchase.reseller_id}",
        list_sk=f"{stamp(purchase.created_at)}#{purchase.id}",
    )
    if rules.waits_for_provider(purchase):
        item.dated_pk = f"UNANSWERED#{shard_of(purchase.id, UNANSWERED_SHARDS)}"
        item.dated_sk = f"{stamp(purchase.asked_at)}#{purchase.reseller_id}#{purchase.id}"
    return item


def _facts_as_json(facts: Facts) -> dict[str, Any]:
    payment = facts.payment
    return {
        "payment": payment
        and [
            payment.reference,
            payment.subtotal.minor,
            payment.subtotal.currency,
            payment.total_minor,
        ],
        "is_complete": facts.is_complete,
        "has_failed": facts.has_failed,
        "has_expired": facts.has_expired,
        "accepted": facts.accepted,
        "refunds": [asdict(refund) for refund in facts.refunds.values()],
        "disputes": [asdict(dispute) for dispute in facts.disputes.values()],
    }


def _facts(stored: dict[str, Any]) -> Facts:
    payment = stored["payment"]
    refunds = [refund_from(refund) for refund in stored["refunds"]]
    disputes = [dispute_from(dispute) for dispute in stored["disputes"]]
    return Facts(
        payment=payment and Payment(payment[0], Money(payment[1], payment[2]), payment[3]),
        is_complete=stored["is_complete"],
        has_failed=stored["has_failed"],
        has_expired=stored["has_expired"],
        accepted=stored["accepted"],
        refunds={refund.id: refund for refund in refunds},
        disputes={dispute.id: dispute for dispute in disputes},
    )
