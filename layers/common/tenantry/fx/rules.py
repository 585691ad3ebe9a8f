"""
Which quotes are fit to be stored, and what they make of an amount.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tenantry.fx.model import AGE_MAX, Conversion, DayRates, Quote, RateMissing
from tenantry.money import EXPONENTS, Money

PIVOT = "EUR"
"""Both sources meet in the euro: the European Central Bank quotes the dollar in it."""

BASES = frozenset({PIVOT, "USD"})
RATE_MIN, RATE_MAX = Decimal("1e-6"), Decimal("1e9")
"""Outside of these a rate is a slip of its source: since 1999 the highest was under two million."""


def fit(quotes: Iterable[Quote], day: date) -> dict[str, Quote]:
    """
    The quotes that may stand for *day*: of currencies that we know, not stale, not of the future.

    A quote's way to the euro never comes back to its own currency.
    """
    return {
        quote.currency: quote
        for quote in quotes
        if quote.currency in EXPONENTS
        and quote.base in BASES
        and quote.currency not in {PIVOT, quote.base}
        and quote.rate.is_finite()
        and RATE_MIN <= quote.rate <= RATE_MAX
        and day - AGE_MAX <= quote.published <= day
    }


def convert(amount: Money, currency: str, rates: DayRates) -> Conversion:
    """
    *amount* in another currency: exact through the euro, and rounded once, half-even, at the end.

    Raises:
        RateMissing: A quote that is needed is not there; `currency` and `day` say which.
    """
    worth, quotes = worth_of(amount.currency, currency, rates)
    return Conversion(Money(round(amount.minor * worth), currency), quotes)


def worth_of(currency: str, other: str, rates: DayRates) -> tuple[Fraction, tuple[Quote, ...]]:
    """
    How many minor units of *other* one minor unit is worth, exactly, and the quotes that say so.

    Raises:
        RateMissing: A quote that is needed is not there; `currency` and `day` say which.
    """
    if currency == other:
        return Fraction(1), ()
    worth, sold = _in_pivot(currency, rates)
    price, bought = _in_pivot(other, rates)
    shift = Fraction(10) ** (EXPONENTS[other] - EXPONENTS[currency])
    used = {quote.currency: quote for quote in (*sold, *bought)}
    return worth / price * shift, tuple(used.values())


def _in_pivot(currency: str, rates: DayRates) -> tuple[Fraction, tuple[Quote, ...]]:
    """
    What one major unit is worth in euro, and the quotes that say so.
    """
    if currency == PIVOT:
        return Fraction(1), ()
    quote = rates.quotes.get(currency)
    if quote is None:
        message = f"no rate of {currency} is known for {rates.day}"
        raise RateMissing(message, currency=currency, day=rates.day.isoformat())
    base, via = _in_pivot(quote.base, rates)
    return base / Fraction(quote.rate), (quote, *via)
