"""
Which quotes may stand, and what they make of an amount.
"""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.fx.model import RateMissing
from tenantry.fx.rules import convert, fit
from tenantry.money import EXPONENTS, Money
from tests.quoting import FRIDAY, RATES, a_quote, some_rates

CURRENCIES = ["EUR", *sorted(RATES.quotes)]


def converted(minor: int, currency: str, to: str) -> int:
    return convert(Money(minor, currency), to, RATES).amount.minor


def worth(currency: str) -> Fraction:
    """
    What one minor unit is worth in euro, computed another way than the product does.
    """
    quote = RATES.quotes.get(currency)
    if quote is None:
        return Fraction(1, 100)
    dollars = Fraction(RATES.quotes["USD"].rate) if quote.base == "USD" else Fraction(1)
    return 1 / (Fraction(quote.rate) * dollars * Fraction(10 ** EXPONENTS[currency]))


@pytest.mark.requirement("R-FX-3")
@pytest.mark.parametrize(("days", "stands"), [(-1, False), (0, True), (5, True), (6, False)])
def test_a_quote_stands_for_its_day_and_five_more(*, days: int, stands: bool) -> None:
    quote = a_quote(published=FRIDAY)

    assert bool(fit([quote], FRIDAY + timedelta(days=days))) is stands


@pytest.mark.parametrize(
    "quote",
    [
        a_quote("HRK", "7.5365"),
        a_quote("XQX"),
        a_quote("usd"),
        a_quote("EUR", "1"),
        a_quote("KES", "1", "KES"),
        a_quote("KES", "1.2", "GBP"),
        a_quote("USD", "1", "USD"),
        a_quote(rate="0"),
        a_quote(rate="-1"),
        a_quote(rate="NaN"),
        a_quote(rate="sNaN"),
        a_quote(rate="Infinity"),
        a_quote(rate="1e-7"),
        a_quote(rate="1e999999"),
    ],
)
def test_what_makes_no_sense_never_stands(quote: object) -> None:
    assert fit([quote, a_quote("JPY", "175.68")], FRIDAY).keys() == {"JPY"}  # type: ignore[list-item]


CONVERSIONS = """
12950000 KES   100000 USD
  100000 USD 12950000 KES
12950000 KES    89509 EUR
     100 EUR      112 USD
     100 EUR      176 JPY
     176 JPY      100 EUR
       1 JPY        1 USD
   10000 USD    37600 BHD
       1 BHD       10 UGX
 -100000 USD -12950000 KES
       0 KES        0 EUR
"""


@pytest.mark.parametrize("row", CONVERSIONS.strip().splitlines())
def test_an_amount_in_another_currency(row: str) -> None:
    minor, currency, expected, to = row.split()

    assert converted(int(minor), currency, to) == int(expected)


@pytest.mark.parametrize(("minor", "expected"), [(1, 0), (3, 2), (5, 2), (7, 4), (-1, 0), (-3, -2)])
def test_a_half_goes_to_the_even_unit(minor: int, expected: int) -> None:
    rates = some_rates(a_quote("USD", "0.5"))

    assert convert(Money(minor, "EUR"), "USD", rates).amount.minor == expected


def test_a_conversion_names_the_quotes_that_made_it() -> None:
    through = convert(Money(1, "KES"), "JPY", RATES).quotes
    once = convert(Money(1, "KES"), "USD", RATES).quotes

    assert [quote.currency for quote in through] == ["KES", "USD", "JPY"]
    assert [quote.currency for quote in once] == ["KES", "USD"]


def test_the_same_currency_needs_no_rate() -> None:
    same = convert(Money(5, "KES"), "KES", some_rates())

    assert (same.amount, same.quotes) == (Money(5, "KES"), ())


@pytest.mark.requirement("R-FX-3")
@pytest.mark.parametrize(
    ("currency", "to", "missing"),
    [("ZAR", "USD", "ZAR"), ("USD", "ZAR", "ZAR"), ("EUR", "HRK", "HRK"), ("EUR", "XQX", "XQX")],
)
def test_without_a_rate_nothing_is_converted(currency: str, to: str, missing: str) -> None:
    with pytest.raises(RateMissing) as refused:
        convert(Money(1, currency), to, RATES)

    assert refused.value.context == {"currency": missing, "day": "2026-10-30"}


@pytest.mark.requirement("R-FX-3")
def test_a_rate_in_dollars_needs_the_dollars_own() -> None:
    rates = some_rates(a_quote("KES", "129.5", "USD"), day=date(2026, 10, 30))

    with pytest.raises(RateMissing) as refused:
        convert(Money(1, "KES"), "EUR", rates)

    assert refused.value.context["currency"] == "USD"


@given(st.integers(-(10**15), 10**15), st.sampled_from(CURRENCIES), st.sampled_from(CURRENCIES))
def test_a_conversion_is_the_whole_unit_nearest_to_the_exact_one(
    minor: int, currency: str, to: str
) -> None:
    exact = minor * worth(currency) / worth(to)

    assert abs(converted(minor, currency, to) - exact) <= Fraction(1, 2)


@given(st.integers(-(10**15), 10**15), st.sampled_from(CURRENCIES), st.sampled_from(CURRENCIES))
def test_there_and_back_loses_at_most_half_a_unit_of_the_coarser_currency(
    minor: int, currency: str, to: str
) -> None:
    # Rounded up to a whole unit of the finer one, in which the difference is counted.
    bound = round_up(worth(to) / worth(currency) / 2) if worth(to) > worth(currency) else 0

    back = converted(converted(minor, currency, to), to, currency)

    assert abs(back - minor) <= bound


def round_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
