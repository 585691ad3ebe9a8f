"""
The European Central Bank's real history since 1999, converted there and back.

A difference is counted in units of the finer currency. One rounding loses at most half a unit of
the currency that it ends in. So the way over a finer currency loses nothing: half of its unit is
less than half of ours, and the rounding back finds the amount again. The way over a coarser one
loses at most half of that one's unit, and the rounding back makes a whole number of ours of it:
the bound is half a unit of the coarser currency, rounded to a whole unit of the finer.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest

from infra.local.rates.documents import central_bank
from infra.local.rates.published import history
from tenantry.fx.model import AGE_MAX, DayRates, Quote
from tenantry.fx.rules import convert, fit
from tenantry.fx_sources.central_bank import last_published, published_in
from tenantry.money import EXPONENTS, Money

pytestmark = pytest.mark.requirement("R-FX-2")

DAYS = list(history())
SAMPLE = slice(None, None, 61)
"""Every 61st: 61 is prime, and so meets each day of the week and of the month."""

DAY = timedelta(days=1)


def rates_of(day: date, published: Mapping[str, str]) -> DayRates:
    quotes = [
        Quote(currency, "EUR", Decimal(rate), day, "ecb") for currency, rate in published.items()
    ]
    return DayRates(day, fit(quotes, day))


def minor_unit(currency: str, rates: DayRates) -> Fraction:
    """
    What a minor unit is worth in euro.
    """
    rate = Fraction(1) if currency == "EUR" else Fraction(rates.quotes[currency].rate)
    return 1 / (rate * Fraction(10 ** EXPONENTS[currency]))


def loses_too_much(amount: Money, over: str, rates: DayRates) -> bool:
    ours, theirs = minor_unit(amount.currency, rates), minor_unit(over, rates)
    bound = 0 if theirs <= ours else int(theirs / ours / 2 + Fraction(1, 2))
    there = convert(amount, over, rates).amount
    back = convert(there, amount.currency, rates).amount
    return abs(back.minor - amount.minor) > bound


def lost_on(days: list[date]) -> Iterator[tuple[date, Money, str]]:
    """
    What does not come back as it should, of each currency over euro and dollar.
    """
    for day in days:
        rates = rates_of(day, history()[day])
        for currency in rates.quotes:
            # Another amount each day, up to some ten million units.
            amount = Money(day.toordinal() * 7_919 % 1_000_000_007 + 1, currency)
            for over in ("EUR", "USD"):
                if loses_too_much(amount, over, rates):
                    yield day, amount, over


@cache
def days_without_rates() -> list[date]:
    span = (DAYS[-1] - DAYS[0]).days
    return [day for number in range(span) if (day := DAYS[0] + number * DAY) not in history()]


def stands_wrongly(day: date) -> bool:
    """
    Whether a day without rates does not take those of the last day before it.
    """
    before = max(published for published in DAYS if published < day)
    # As the file is some days later, when whatever was published has been.
    document = central_bank(day + AGE_MAX, is_short=True).encode()
    standing = fit(last_published(published_in(document), day) or [], day)
    return standing != rates_of(before, history()[before]).quotes


def test_the_history_is_all_there() -> None:
    assert (DAYS[0], DAYS[-1] >= date(2026, 10, 30)) == (date(1999, 1, 4), True)
    assert {"USD", "ZAR", "RUB"} <= {name for rates in history().values() for name in rates}


def test_amounts_come_back_on_days_of_all_years() -> None:
    assert list(lost_on(DAYS[SAMPLE])) == []


@pytest.mark.deep
def test_amounts_come_back_on_every_day_since_1999() -> None:
    assert list(lost_on(DAYS)) == []


def test_days_without_rates_take_the_last_published_day() -> None:
    assert [day for day in days_without_rates()[SAMPLE] if stands_wrongly(day)] == []


@pytest.mark.deep
def test_every_day_without_rates_takes_the_last_published_day() -> None:
    assert [day for day in days_without_rates() if stands_wrongly(day)] == []


@pytest.mark.requirement("R-FX-3")
def test_no_closing_of_the_bank_was_so_long_that_its_rates_grew_stale() -> None:
    gaps = {later - earlier for earlier, later in pairwise(DAYS)}

    assert max(gaps) <= AGE_MAX


@pytest.mark.requirement("R-FX-3")
@pytest.mark.parametrize(("days", "standing"), [(1, 29), (2, 29), (5, 29), (6, 0), (7, 0)])
def test_after_five_days_nothing_stands(days: int, standing: int) -> None:
    last = date(2026, 10, 30)
    rates = history()[last]
    quotes = [Quote(name, "EUR", Decimal(rate), last, "ecb") for name, rate in rates.items()]

    assert len(fit(quotes, last + days * DAY)) == standing


@pytest.mark.parametrize("ended", ["HRK", "CYP", "EEK", "LTL", "LVL", "MTL", "ROL", "SIT", "SKK"])
def test_a_currency_that_nobody_pays_in_any_more_never_stands(ended: str) -> None:
    quoted = [day for day in DAYS if ended in history()[day]]

    assert quoted
    assert not any(
        ended in rates_of(day, history()[day]).quotes for day in quoted[:: len(quoted) - 1]
    )
