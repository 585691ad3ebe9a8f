"""
The lines of statements. None is longer than 1 KB, so that each is written for one write unit.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.clock import Month, moment, stamp
from tenantry.commissions.model import Kind, Line, Numbers, Reason
from tenantry.fx.model import Quote
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.reads import GREATEST, Partition, query
from tenantry.statements.model import Attempt, Span, StatementHeader
from tenantry.table import Item, Key


class StatementLineItem(Item):
    """
    A line. What it is about stands in its key; `numbers` is JSON, without what says nothing.
    """

    KIND = "StatementLine"

    type = UnicodeAttribute()
    amount_minor = NumberAttribute()
    currency = UnicodeAttribute()
    numbers = UnicodeAttribute()
    corrects = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    cause = UnicodeAttribute(null=True)


def key(reseller_id: TenantId, attempt: str, line: Line) -> Key:
    """
    Where a line stands: with the partner, by month, attempt and tenant.
    """
    return f"TENANT#{reseller_id}", f"LINE#{line.month}#{attempt}#{line.tenant_id}#{line.id}"


def lines_of(
    header: StatementHeader, after: str | None, limit: int | None
) -> Iterator[tuple[str, Line]]:
    """
    ST8. The lines of a statement by tenant, each with its place.
    """
    prefix = f"LINE#{header.month}#{header.attempt}#"
    partition = Partition(f"TENANT#{header.reseller_id}", begins_with=prefix, after=after)
    rows = query(StatementLineItem, partition, limit=limit)
    return ((item.sk, line_from(item)) for item in rows)


def lines_of_tenant(header: StatementHeader, tenant_id: TenantId) -> Iterator[Line]:
    """
    ST9. The lines of a statement about one tenant.
    """
    prefix = f"LINE#{header.month}#{header.attempt}#{tenant_id}#"
    partition = Partition(f"TENANT#{header.reseller_id}", begins_with=prefix)
    return map(line_from, query(StatementLineItem, partition))


def places_in(attempt: Attempt, number: int, span: Span) -> Iterator[Key]:
    """
    ST10. Where the lines stand that an attempt has written of a part's tenants.

    Args:
        number: Of the attempt, or of one that it took the place of.
    """
    prefix = f"LINE#{attempt.month}#{number}#"
    partition = Partition(
        f"TENANT#{attempt.reseller_id}",
        after=f"{prefix}{span.first}",
        until=f"{prefix}{span.last}#{GREATEST}",
    )
    return ((item.pk, item.sk) for item in query(Item, partition))


def line_from(item: StatementLineItem) -> Line:
    """
    The line in an item.
    """
    _, month, _, tenant_id, line_id = item.sk.split("#", 4)
    _, payment_id, earned, about, _ = line_id.split("/")
    return Line(
        id=line_id,
        month=Month(month),
        kind=Kind(item.type),
        about=Kind(about),
        tenant_id=TenantId(tenant_id),
        earned=Month(earned),
        payment_id=payment_id,
        amount=Money(int(item.amount_minor), item.currency),
        numbers=_numbers_from(json.loads(item.numbers)),
        corrects=item.corrects,
        reason=Reason(item.reason) if item.reason else None,
        cause=item.cause,
    )


def item_of(reseller_id: TenantId, attempt: str, line: Line) -> StatementLineItem:
    """
    A line as it is stored.
    """
    pk, sk = key(reseller_id, attempt, line)
    return StatementLineItem(
        pk,
        sk,
        type=line.kind.value,
        amount_minor=line.amount.minor,
        currency=line.amount.currency,
        numbers=json.dumps(_numbers_as_json(line.numbers), separators=(",", ":")),
        corrects=line.corrects,
        reason=line.reason and line.reason.value,
        cause=line.cause,
    )


def _numbers_as_json(numbers: Numbers) -> Mapping[str, Any]:
    covers_from, covers_until = numbers.covers
    written: dict[str, Any] = {
        "plan": numbers.plan_code,
        "quantity": numbers.quantity,
        "price": _pair(numbers.price),
        "wholesale": _pair(numbers.wholesale),
        "from": stamp(covers_from),
        "until": stamp(covers_until),
        "paid": _pair(numbers.paid),
        "months": numbers.months,
        "mrr": numbers.mrr,
        "rate": str(numbers.rate),
        "fx_day": numbers.fx_day and numbers.fx_day.isoformat(),
        "fx": [_quote_as_json(one) for one in numbers.quotes] or None,
        "exact": numbers.exact,
        "gone": None if numbers.gone == "0" else numbers.gone,
        "corrected": numbers.corrected_minor or None,
        "held": numbers.is_held or None,
    }
    return {name: value for name, value in written.items() if value is not None}


def _numbers_from(stored: Mapping[str, Any]) -> Numbers:
    fx_day: str | None = stored.get("fx_day")
    return Numbers(
        plan_code=stored.get("plan"),
        quantity=stored.get("quantity"),
        price=_money(stored.get("price")),
        wholesale=_money(stored.get("wholesale")),
        covers=(moment(stored["from"]), moment(stored["until"])),
        paid=Money(*stored["paid"]),
        months=stored["months"],
        mrr=stored["mrr"],
        rate=Decimal(stored["rate"]),
        fx_day=None if fx_day is None else date.fromisoformat(fx_day),
        quotes=tuple(_quote(one) for one in stored.get("fx", ())),
        exact=stored["exact"],
        gone=stored.get("gone", "0"),
        corrected_minor=stored.get("corrected", 0),
        is_held=stored.get("held", False),
    )


def _pair(money: Money | None) -> tuple[int, str] | None:
    return None if money is None else (money.minor, money.currency)


def _money(stored: list[Any] | None) -> Money | None:
    return None if stored is None else Money(*stored)


def _quote_as_json(quote: Quote) -> list[str]:
    published = quote.published.isoformat()
    return [quote.currency, quote.base, str(quote.rate), published, quote.source]


def _quote(stored: list[str]) -> Quote:
    currency, base, rate, published, source = stored
    return Quote(currency, base, Decimal(rate), date.fromisoformat(published), source)
