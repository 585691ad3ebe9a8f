"""
Exchange rates in tests: quotes, days of them, and a source in this process.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tenantry.errors import Unavailable
from tenantry.fx.model import DayRates, Quote

FRIDAY, SATURDAY = date(2026, 10, 30), date(2026, 10, 31)


def a_quote(
    currency: str = "USD", rate: str = "1.1172", base: str = "EUR", published: date = FRIDAY
) -> Quote:
    """
    A quote of the central bank's, unless it says otherwise.
    """
    return Quote(currency, base, Decimal(rate), published, "ecb")


def some_rates(*quotes: Quote, day: date = FRIDAY) -> DayRates:
    """
    A day with these quotes.
    """
    return DayRates(day, {quote.currency: quote for quote in quotes})


RATES = some_rates(
    a_quote(),
    a_quote("JPY", "175.68"),
    a_quote("KES", "129.5", "USD"),
    a_quote("UGX", "3615.4", "USD"),
    a_quote("BHD", "0.376", "USD"),
)
"""No, two and three decimals; both bases."""


@dataclass
class PretendSource:
    """
    A source in this process.

    Args:
        offered: What it has for any day.
        is_silent: Whether it does not answer.
        asked: The days that it was asked for.
    """

    name: str
    currencies: frozenset[str]
    offered: list[Quote] = field(default_factory=list)
    is_silent: bool = False
    asked: list[date] = field(default_factory=list)

    def fetch(self, day: date) -> Iterable[Quote]:
        """
        Answer, or not.
        """
        self.asked.append(day)
        if self.is_silent:
            message = "silent"
            raise Unavailable(message)
        return self.offered


def a_bank(*offered: Quote) -> PretendSource:
    """
    A source that is there for dollars and yen.
    """
    given = list(offered) or [a_quote(), a_quote("JPY", "175.68")]
    return PretendSource("bank", frozenset({"USD", "JPY"}), given)


def an_exchange(*offered: Quote) -> PretendSource:
    """
    A source that is there for shillings of Kenya.
    """
    given = list(offered) or [a_quote("KES", "129.5", "USD")]
    return PretendSource("exchange", frozenset({"KES"}), given)
