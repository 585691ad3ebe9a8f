"""
List prices with the reseller that sells at them, every one that ever was, and what is sold at all.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute

from tenantry.clock import moment, stamp
from tenantry.fx.model import Quote
from tenantry.ids import TenantId, shard_of
from tenantry.intervals import Interval
from tenantry.list_prices.model import Article, Floor, ListPrice, ListPriceChanged, PastPrice
from tenantry.money import Money
from tenantry.product_plans.model import Component
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

SHARDS = 4
"""All resellers' prices of one article stand in so many partitions, ordered by amount."""
DIGITS = 20
"""As many as the largest amount in the smallest currency has, so that text order is its order."""


class ListPriceItem(Item):
    """
    A list price; while it stands, in an index that the nightly recheck reads.

    That of a plan of the catalogue stands in `dated` by its amount, below the floor apart from
    others: all resellers have the same floor. That of a reseller's own plan stands in `lists`,
    with what its floor is computed from.
    """

    KIND = "ListPrice"

    minor = NumberAttribute()
    starts_at = TimeAttribute()
    floor = JSONAttribute()
    below_floor_since = TimeAttribute(null=True)
    ended_at = TimeAttribute(null=True)
    version = NumberAttribute()
    components = JSONAttribute(null=True)


class PastPriceItem(Item):
    """
    What a list price was from a moment on; never changed, never deleted.
    """

    KIND = "PastPrice"

    minor = NumberAttribute(null=True)


class ArticleItem(Item):
    """
    Marker: some reseller has, or had, a price of this article.
    """

    KIND = "SoldArticle"


def key(reseller_id: TenantId, article: Article) -> Key:
    """
    Where a list price stands.
    """
    return f"TENANT#{reseller_id}", f"LIST_PRICE#{_text(article)}"


def past_key(reseller_id: TenantId, article: Article, starts_at: datetime) -> Key:
    """
    Where stands what a list price was from a moment on.
    """
    return f"TENANT#{reseller_id}", f"PAST_PRICE#{_text(article)}#{stamp(starts_at)}"


def article_key(article: Article) -> Key:
    """
    Where the marker of an article stands; there are as many as plans times currencies, times two.
    """
    return "ARTICLES", _text(article)


def get_price(reseller_id: TenantId, article: Article) -> ListPrice | None:
    """
    LI1. Read a list price, also one that was taken away.
    """
    item = get(ListPriceItem, key(reseller_id, article))
    return None if item is None else _from_item(item)


def prices_of(
    reseller_id: TenantId, after: str | None, limit: int
) -> Iterator[tuple[str, ListPrice]]:
    """
    LI2. A reseller's list prices by plan, currency and interval, each with its place.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="LIST_PRICE#", after=after)
    stands = ListPriceItem.ended_at.does_not_exist()
    rows = query(ListPriceItem, partition, limit=limit, where=stands)
    return ((item.sk, _from_item(item)) for item in rows)


def create(writes: Writes, price: ListPrice) -> None:
    """
    LI3. Write the first price of an article, and what it was from now on.
    """
    writes.create(_to_item(price), lambda _: _changed())
    _keep(writes, price)


def replace(writes: Writes, before: ListPrice, after: ListPrice) -> None:
    """
    LI4. Replace the version that was read; another price, or none, is kept for ever.
    """
    writes.put(_to_item(after), ListPriceItem.version == before.version, lambda _: _changed())
    if after.changed_at != before.changed_at:
        _keep(writes, after)


def price_at(reseller_id: TenantId, article: Article, at: datetime) -> PastPrice | None:
    """
    LI5. What the list price was at an instant, also a past one; None before the first.
    """
    pk, until = past_key(reseller_id, article, at)
    prefix = until.removesuffix(stamp(at))
    partition = Partition(pk, begins_with=prefix, until=until, newest_first=True)
    item = next(query(PastPriceItem, partition, limit=1), None)
    if item is None:
        return None
    return PastPrice(_money(item.minor, article.currency), moment(item.sk.removeprefix(prefix)))


def is_known(article: Article) -> bool:
    """
    LI6. Whether some reseller has, or had, a price of the article.
    """
    return get(ArticleItem, article_key(article)) is not None


def mark_known(writes: Writes, article: Article) -> None:
    """
    LI7. Mark the article, so that its prices are compared with the floor every night.
    """
    pk, sk = article_key(article)
    writes.put(ArticleItem(pk, sk))


def articles() -> Iterator[Article]:
    """
    LI8. Every article that some reseller has, or had, a price of.
    """
    return (_article(item.sk) for item in query(ArticleItem, Partition("ARTICLES")))


def out_of_place(article: Article, floor: Money) -> Iterator[TenantId]:
    """
    LI9. Resellers whose price has fallen below *floor*, or recovered; only these are read.
    """
    edge = f"{floor.minor:0{DIGITS}d}"
    for shard in range(SHARDS):
        at_floor, below = (_place(article, shard, is_below=is_below) for is_below in (False, True))
        for partition in (
            # An amount is followed by "#", so an amount of the floor itself sorts after the edge.
            Partition(at_floor, index="dated", until=edge),
            Partition(below, index="dated", after=edge),
        ):
            for item in query(ListPriceItem, partition):
                yield TenantId(item.pk.removeprefix("TENANT#"))


def prices_of_own_plans() -> Iterator[ListPrice]:
    """
    LI10. Every list price of a plan that its reseller composed, as the index knows it.
    """
    for shard in range(SHARDS):
        for item in query(ListPriceItem, Partition(_own_place(shard), index="lists")):
            yield _from_item(item)


def _changed() -> ListPriceChanged:
    return ListPriceChanged("somebody changed this price at the same moment; read it again")


def _keep(writes: Writes, price: ListPrice) -> None:
    pk, sk = past_key(price.reseller_id, price.article, price.changed_at)
    minor = None if price.ended_at is not None else price.price.minor
    writes.create(PastPriceItem(pk, sk, minor=minor), lambda _: _changed())


def _money(minor: float | None, currency: str) -> Money | None:
    return None if minor is None else Money(int(minor), currency)


def _text(article: Article) -> str:
    return f"{article.plan_code}#{article.currency}#{article.interval.value}"


def _article(text: str) -> Article:
    plan_code, currency, interval = text.split("#")
    return Article(plan_code, currency, Interval(interval))


def _place(article: Article, shard: int, *, is_below: bool) -> str:
    kind = "BELOW_FLOOR" if is_below else "LIST_PRICES"
    return f"{kind}#{_text(article)}#{shard}"


def _own_place(shard: int) -> str:
    return f"OWN_PLAN_PRICES#{shard}"


def _to_item(price: ListPrice) -> ListPriceItem:
    pk, sk = key(price.reseller_id, price.article)
    item = ListPriceItem(
        pk,
        sk,
        minor=price.price.minor,
        starts_at=price.starts_at,
        floor=_floor_as_json(price.floor),
        below_floor_since=price.below_floor_since,
        ended_at=price.ended_at,
        version=price.version,
        components=[[one.plan_code, one.quantity] for one in price.components] or None,
    )
    shard = shard_of(price.reseller_id, SHARDS)
    if price.ended_at is None and price.components:
        item.list_pk = _own_place(shard)
        item.list_sk = f"{price.reseller_id}#{_text(price.article)}"
    elif price.ended_at is None:
        item.dated_pk = _place(price.article, shard, is_below=price.is_below_floor)
        item.dated_sk = f"{price.price.minor:0{DIGITS}d}#{price.reseller_id}"
    return item


def _from_item(item: ListPriceItem) -> ListPrice:
    article = _article(item.sk.removeprefix("LIST_PRICE#"))
    return ListPrice(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        article=article,
        price=Money(int(item.minor), article.currency),
        starts_at=item.starts_at,
        floor=_floor(item.floor, article.currency),
        below_floor_since=item.below_floor_since,
        ended_at=item.ended_at,
        version=int(item.version),
        components=tuple(Component(code, quantity) for code, quantity in item.components or ()),
    )


def _floor_as_json(floor: Floor) -> dict[str, Any]:
    return {
        "minor": floor.price.minor,
        "wholesale": [floor.wholesale.minor, floor.wholesale.currency],
        "day": floor.day and floor.day.isoformat(),
        "quotes": [
            [quote.currency, quote.base, str(quote.rate), quote.published.isoformat(), quote.source]
            for quote in floor.quotes
        ],
    }


def _floor(stored: dict[str, Any], currency: str) -> Floor:
    minor, wholesale_currency = stored["wholesale"]
    return Floor(
        price=Money(int(stored["minor"]), currency),
        wholesale=Money(int(minor), wholesale_currency),
        day=stored["day"] and date.fromisoformat(stored["day"]),
        quotes=tuple(
            Quote(name, base, Decimal(rate), date.fromisoformat(published), source)
            for name, base, rate, published, source in stored["quotes"]
        ),
    )
