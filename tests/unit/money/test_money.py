"""
Money: whole minor units, one rounding, nothing lost.
"""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.money import EXPONENTS, CurrencyMismatch, Money, UnknownCurrency

minors = st.integers(-(10**15), 10**15)
currencies = st.sampled_from(sorted(EXPONENTS))
rates = st.decimals(0, 1000, allow_nan=False, allow_infinity=False)


def amounts(currency: str = "USD") -> st.SearchStrategy[Money]:
    return minors.map(lambda minor: Money(minor, currency))


@given(amounts(), amounts(), amounts())
def test_adding_takes_any_order(one: Money, two: Money, three: Money) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)


@given(amounts(), amounts())
def test_taking_away_undoes_adding(one: Money, other: Money) -> None:
    assert (one + other) - other == one


@given(amounts(), rates)
def test_a_product_is_the_whole_unit_nearest_to_the_exact_one(amount: Money, rate: Decimal) -> None:
    exact = Fraction(amount.minor) * Fraction(rate)

    rounded = amount.times(rate).minor

    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert rounded % 2 == 0


def test_a_rate_with_many_digits_is_rounded_once() -> None:
    just_over_half = Decimal("0.50000000000000000000000000000001")

    assert Money(1_000_000_000_001, "USD").times(just_over_half).minor == 500_000_000_001
    assert Money(10**15, "USD").times(Decimal(10**15)).minor == 10**30


@pytest.mark.parametrize(
    ("minor", "rate", "expected"),
    [(5, "0.5", 2), (7, "0.5", 4), (-5, "0.5", -2), (-7, "0.5", -4), (499, "0.20", 100)],
)
def test_a_tie_goes_to_the_even_unit(minor: int, rate: str, expected: int) -> None:
    assert Money(minor, "USD").times(Decimal(rate)).minor == expected


@given(amounts(), amounts("KES"))
def test_currencies_are_never_mixed(dollars: Money, shillings: Money) -> None:
    with pytest.raises(CurrencyMismatch):
        dollars + shillings
    with pytest.raises(CurrencyMismatch):
        dollars - shillings


@given(minors, currencies)
def test_an_amount_is_written_with_the_digits_of_its_currency(minor: int, currency: str) -> None:
    written = Money(minor, currency).major()

    digits = EXPONENTS[currency]
    assert Fraction(written) * 10**digits == minor
    assert len(written.partition(".")[2]) == digits


@pytest.mark.parametrize(
    ("currency", "written"),
    [("JPY", "12345"), ("UGX", "12345"), ("KES", "123.45"), ("USD", "123.45"), ("BHD", "12.345")],
)
def test_yen_have_no_cents_and_dinars_have_thousandths(currency: str, written: str) -> None:
    assert Money(12345, currency).major() == written


def test_a_debt_of_less_than_one_unit_keeps_its_sign() -> None:
    assert [Money(-5, currency).major() for currency in ("JPY", "USD", "BHD")] == [
        "-5",
        "-0.05",
        "-0.005",
    ]


@pytest.mark.parametrize("code", ["", "usd", "EURO", "XXX", "BTC", "ZWL"])
def test_what_is_no_active_currency_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency):
        Money(1, code)


@pytest.mark.parametrize("minor", [1.0, Decimal(1), "1", True])
def test_an_amount_that_is_no_whole_number_is_a_bug(minor: int) -> None:
    with pytest.raises(AssertionError):
        Money(minor, "USD")
