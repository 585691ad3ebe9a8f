"""
Open Exchange Rates, or whoever answers in its form (https://docs.openexchangerates.org).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import quote

from tenantry.errors import Unavailable
from tenantry.fx.model import OTHER_CURRENCIES, Quote
from tenantry.fx_sources.web import read

SECONDS_MAX = 2**36
"""About the year 4147; datetime ends at 9999."""


@dataclass(frozen=True, slots=True)
class OpenRates:
    """
    Units for one US dollar, for currencies that the European Central Bank does not quote.

    Args:
        url: Where its API is, without a slash at its end.
        app_id: Asks for the key of our account, only when it is needed: without one, the other
            sources are asked all the same.
    """

    url: str
    app_id: Callable[[], str]

    name: ClassVar[str] = "open_exchange_rates"
    currencies: ClassVar[frozenset[str]] = OTHER_CURRENCIES

    def fetch(self, day: date) -> list[Quote]:
        """
        The rates of *day*.

        Raises:
            Unavailable: There is no key, or the source did not answer, or not in its form.
        """
        key = quote(self.app_id(), safe="")
        return quotes_in(read(f"{self.url}/historical/{day}.json?app_id={key}"))


def quotes_in(document: bytes) -> list[Quote]:
    """
    The quotes of a document, published on the day of its time.

    Raises:
        Unavailable: It has not the form.
    """
    try:
        answer: Mapping[str, Any] = json.loads(document, parse_float=Decimal, parse_int=Decimal)
        published = _moment(answer["timestamp"]).date()
        base, rates = str(answer["base"]), dict(answer["rates"])
        return [
            Quote(str(currency), base, _number(rate), published, OpenRates.name)
            for currency, rate in rates.items()
            if currency in OpenRates.currencies
        ]
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        message = "the source's answer has not its form"
        raise Unavailable(message) from error


def _moment(seconds: object) -> datetime:
    if not isinstance(seconds, Decimal) or not 0 <= seconds <= SECONDS_MAX:
        raise TypeError(seconds)
    return datetime.fromtimestamp(int(seconds), UTC)


def _number(rate: object) -> Decimal:
    if not isinstance(rate, Decimal) or not rate.is_finite():
        raise TypeError(rate)
    return rate
