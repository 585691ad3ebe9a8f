"""
A day's rates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from tenantry.errors import NotFound, RuleBroken
from tenantry.money import Money

_CENTRAL_BANK = (
    "USD JPY CZK DKK GBP HUF PLN RON SEK CHF ISK NOK TRY AUD BRL CAD CNY HKD IDR ILS INR KRW MXN "
    "MYR NZD PHP SGD THB ZAR"
)
_OTHERS = "KES NGN GHS UGX TZS XOF XAF RWF EGP"

CENTRAL_BANK_CURRENCIES = frozenset(_CENTRAL_BANK.split())
"""What the European Central Bank quotes, as of October 2026."""

OTHER_CURRENCIES = frozenset(_OTHERS.split())
"""What it does not quote, and our second source does (R-FX-2)."""

QUOTED = CENTRAL_BANK_CURRENCIES | OTHER_CURRENCIES | {"EUR"}

AGE_MAX = timedelta(days=5)
"""R-FX-3: what was published longer ago is stale. Easter closes markets for four days."""


@dataclass(frozen=True, slots=True)
class Quote:
    """
    How many units of a currency one unit of the base costs, as a source has published it.

    Args:
        base: `EUR` or `USD`.
        rate: Above zero, with every digit that was published.
        published: The source's own day: at weekends and on holidays it is earlier than the day that
            the quote stands for.
    """

    currency: str
    base: str
    rate: Decimal
    published: date
    source: str


@dataclass(frozen=True, slots=True)
class DayRates:
    """
    What is known for a day, by currency. What stands here never changes (R-FX-1).
    """

    day: date
    quotes: Mapping[str, Quote] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conversion:
    """
    An amount in another currency, and the quotes that it was made with.
    """

    amount: Money
    quotes: tuple[Quote, ...]


class RateSource(Protocol):
    """
    Publishes rates.
    """

    @property
    def name(self) -> str:
        """
        What stands beside its quotes.
        """

    @property
    def currencies(self) -> frozenset[str]:
        """
        What it is there for: no other source is asked for these.
        """

    def fetch(self, day: date) -> Iterable[Quote]:
        """
        What was last published on or before *day*.

        Raises:
            Unavailable: It did not answer, or not in its form.
        """


class RateMissing(RuleBroken):
    """
    No rate of this currency is known for this day; nothing is converted until there is one.
    """

    code = "fx.rate_missing"


class NoRates(NotFound):
    """
    No rates are stored for this day.
    """

    code = "fx.no_rates"
