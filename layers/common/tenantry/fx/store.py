"""
One item per day; each currency is written once.
"""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tenantry.fx.model import DayRates, Quote
from tenantry.reads import get_raw
from tenantry.table import Item, Key, RawItem, call, connection


class FxRatesItem(Item):
    """
    A day's rates: an attribute for each currency, named by its code, beside those of every item.
    """

    KIND = "FxRates"


def key(day: date) -> Key:
    """
    Where a day's rates stand.
    """
    return f"FX#{day}", "RATES"


def get_rates(day: date) -> DayRates:
    """
    X1. Read a day's rates; a day without any is empty.
    """
    return _rates(day, get_raw(key(day)) or {})


def put_rates(day: date, quotes: Mapping[str, Quote]) -> DayRates:
    """
    X2. Add what is not known yet for a day, and read what is known then, in one call.

    What stands there already stays as it is, whoever writes at the same moment.
    """
    pk, sk = key(day)
    names = {"#kind": "kind"} | {f"#{currency}": currency for currency in quotes}
    values = {":kind": {"S": FxRatesItem.KIND}} | {
        f":{currency}": {"S": _written(quote)} for currency, quote in quotes.items()
    }
    sets = [f"#{currency} = if_not_exists(#{currency}, :{currency})" for currency in quotes]
    answer = call(
        "UpdateItem",
        {
            "TableName": connection().table_name,
            "Key": {"pk": {"S": pk}, "sk": {"S": sk}},
            "UpdateExpression": f"SET {', '.join(['#kind = :kind', *sets])}",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ReturnValues": "ALL_NEW",
        },
    )
    return _rates(day, answer["Attributes"])


def _written(quote: Quote) -> str:
    # The rate as text: a DynamoDB number is a float in too many readers.
    return json.dumps([str(quote.rate), quote.base, quote.published.isoformat(), quote.source])


def _rates(day: date, raw: RawItem) -> DayRates:
    return DayRates(
        day,
        {name: _quote(name, value["S"]) for name, value in raw.items() if name.isupper()},
    )


def _quote(currency: str, written: str) -> Quote:
    stored: list[Any] = json.loads(written)
    rate, base, published, source = stored
    return Quote(currency, base, Decimal(rate), date.fromisoformat(published), source)
