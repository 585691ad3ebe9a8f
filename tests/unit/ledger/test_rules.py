"""
What a payment must be, what it is worth in US dollars, and what a day's payments come to.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.errors import Invalid
from tenantry.fx.model import DayRates, RateMissing
from tenantry.ledger import rules
from tenantry.ledger.model import InUsd, TenantPayment, Total
from tenantry.money import Money
from tests.acting import DAY, NOON, SECOND
from tests.quoting import FRIDAY, RATES, a_quote, some_rates
from tests.receiving import a_payment, a_receipt

ON_FRIDAY = datetime(2026, 10, 30, 12, tzinfo=UTC)
TEN_YEARS = timedelta(days=3_660)


def refused_field(**changes: Any) -> str | None:
    """
    The field that a payment is refused for; None when it is not.
    """
    try:
        rules.check_payment(replace(a_receipt(), **changes), NOON)
    except Invalid as error:
        return str(error).partition(":")[0]
    return None


def dollars(minor: int, currency: str, rates: DayRates = RATES) -> int:
    """
    A payment's worth in cents.
    """
    return rules.reconcile(a_payment(minor, currency, occurred_at=ON_FRIDAY), rates).minor


PAYMENTS: list[tuple[dict[str, Any], str | None]] = [
    ({}, None),
    ({"occurred_at": NOON}, None),
    ({"occurred_at": NOON + SECOND}, "occurred_at"),
    ({"occurred_at": NOON - 400 * DAY}, None),
    ({"occurred_at": NOON - 400 * DAY - SECOND}, "occurred_at"),
    ({"net": Money(1_00, "AED")}, "currency"),
    ({"covers_from": NOON, "covers_until": NOON}, "covers_until"),
    ({"covers_from": NOON, "covers_until": NOON - SECOND}, "covers_until"),
    ({"covers_from": NOON, "covers_until": NOON + SECOND}, None),
    ({"covers_from": NOON, "covers_until": NOON + TEN_YEARS}, None),
    ({"covers_from": NOON, "covers_until": NOON + TEN_YEARS + SECOND}, "covers_until"),
    (
        {
            "occurred_at": NOON,
            "covers_from": NOON + 400 * DAY,
            "covers_until": NOON + 500 * DAY,
        },
        None,
    ),
    (
        {
            "occurred_at": NOON,
            "covers_from": NOON + 400 * DAY + SECOND,
            "covers_until": NOON + 500 * DAY,
        },
        "covers_from",
    ),
]


@pytest.mark.requirement("R-BIL-3")
@pytest.mark.parametrize(("changes", "field"), PAYMENTS)
def test_a_payment_that_cannot_be_is_refused_by_its_field(
    changes: dict[str, Any], field: str | None
) -> None:
    assert refused_field(**changes) == field


WORTH = """
12950000 KES 100000
     647 KES      5
   36154 UGX   1000
      18 UGX      0
      19 UGX      1
     376 BHD    100
       1 BHD      0
       2 BHD      1
   10000 EUR  11172
     176 JPY    112
    4999 USD   4999
"""
"""On a day when a dollar is 129.5 KES, 3615.4 UGX, 0.376 BHD, and a euro 1.1172 USD, 175.68 JPY.

6.47 KES are 4.996 cents, and would be 4 if they were rounded to euro cents on their way."""


@pytest.mark.requirement("R-FX-1")
@pytest.mark.parametrize("row", WORTH.strip().splitlines())
def test_a_payment_is_worth_what_it_was_on_its_own_day(row: str) -> None:
    minor, currency, cents = row.split()

    assert dollars(int(minor), currency) == int(cents)


@pytest.mark.requirement("R-FX-1")
@pytest.mark.parametrize(("minor", "cents"), [(1, 0), (3, 2), (5, 2), (7, 4)])
def test_half_a_cent_goes_to_the_even_one(minor: int, cents: int) -> None:
    rates = some_rates(a_quote(), a_quote("KES", "2", "USD"))

    assert dollars(minor, "KES", rates) == cents


@given(minor=st.integers(1, 10**12))
def test_a_worth_is_at_most_half_a_cent_off(minor: int) -> None:
    exact = Fraction(minor) / Fraction("129.5")

    assert abs(dollars(minor, "KES") - exact) <= Fraction(1, 2)


@pytest.mark.requirement("R-FX-1")
def test_the_day_of_the_rates_is_kept() -> None:
    in_usd = rules.reconcile(a_payment(100, "EUR", occurred_at=ON_FRIDAY), RATES)

    assert in_usd == InUsd(112, FRIDAY)


@pytest.mark.requirement("R-FX-3")
@pytest.mark.parametrize("currency", ["NGN", "ZAR"])
def test_without_a_rate_nothing_is_guessed(currency: str) -> None:
    with pytest.raises(RateMissing) as refused:
        dollars(100, currency)

    assert refused.value.context == {"currency": currency, "day": "2026-10-30"}


def test_dollars_need_no_rate() -> None:
    assert dollars(4_999, "USD", some_rates()) == 4_999


def test_rates_of_another_day_are_a_bug() -> None:
    payment = a_payment(occurred_at=ON_FRIDAY + DAY)

    with pytest.raises(AssertionError):
        rules.reconcile(payment, RATES)


@pytest.mark.parametrize(("hours", "day"), [(3, 30), (-3, 31)])
def test_the_day_of_a_payment_is_that_of_utc(hours: int, day: int) -> None:
    zone = timezone(timedelta(hours=hours))
    local = datetime(2026, 10, 30 if hours < 0 else 31, 22 if hours < 0 else 2, tzinfo=zone)

    assert rules.day_of(a_payment(occurred_at=local)) == date(2026, 10, day)


def test_totals_are_by_provider_and_currency_with_what_is_missing() -> None:
    payments = [
        a_payment(100, "KES", usd_minor=1),
        a_payment(200, "KES"),
        a_payment(300, "USD", usd_minor=300),
        a_payment(400, "KES", provider="stripe", usd_minor=0),
    ]

    day = rules.total(FRIDAY, payments)

    assert day.day == FRIDAY
    assert day.totals == {
        ("manual", "KES"): Total(count=2, net_minor=300, usd_minor=1, missing=1),
        ("manual", "USD"): Total(count=1, net_minor=300, usd_minor=300, missing=0),
        ("stripe", "KES"): Total(count=1, net_minor=400, usd_minor=0, missing=0),
    }


def test_a_day_without_payments_has_no_totals() -> None:
    assert rules.total(FRIDAY, []).totals == {}


MANY = st.lists(
    st.builds(
        a_payment,
        st.integers(1, 10**12),
        st.sampled_from(["KES", "UGX", "USD"]),
        provider=st.sampled_from(["manual", "stripe", "paystack"]),
        usd_minor=st.none() | st.integers(0, 10**9),
    ),
    max_size=12,
)


@given(payments=MANY, chance=st.randoms())
def test_totals_do_not_depend_on_the_order(payments: list[TenantPayment], chance: Random) -> None:
    shuffled = chance.sample(payments, len(payments))

    assert rules.total(FRIDAY, shuffled) == rules.total(FRIDAY, payments)


@given(payments=MANY)
def test_nothing_is_lost_between_payments_and_totals(payments: list[TenantPayment]) -> None:
    totals = rules.total(FRIDAY, payments).totals.values()

    assert sum(total.count for total in totals) == len(payments)
    assert sum(total.net_minor for total in totals) == sum(one.net.minor for one in payments)
    assert sum(total.missing for total in totals) == sum(one.in_usd is None for one in payments)
    assert sum(total.usd_minor for total in totals) == sum(
        one.in_usd.minor for one in payments if one.in_usd
    )
