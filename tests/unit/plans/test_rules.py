"""
What a plan must be, and what it costs at wholesale.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.intervals import Interval
from tenantry.money import Money
from tenantry.plans import rules
from tenantry.plans.model import Plan, PriceList, WholesalePrice
from tests.acting import DAY, NOON, SECOND
from tests.builders import GROWTH, refusal_of

CURRENCIES = ("USD", "EUR", "KES", "JPY", "BHD")


def a_price(minor: int, currency: str, yearly: int | None = None) -> WholesalePrice:
    """
    A wholesale price.
    """
    year = None if yearly is None else Money(yearly, currency)
    return WholesalePrice(Money(minor, currency), year)


PLAN = Plan(GROWTH, "Growth", (a_price(1000, "USD"),), is_active=True, created_at=NOON)
LISTS = [PriceList(NOON + n * DAY, (a_price(n, "USD"),)) for n in range(4)]

PRICES = st.lists(
    st.builds(
        a_price,
        st.integers(0, 10**12),
        st.sampled_from(CURRENCIES),
        st.none() | st.integers(0, 10**12),
    ),
    min_size=1,
    unique_by=lambda price: price.currency,
)


@pytest.mark.parametrize(
    "prices",
    [
        (),
        (a_price(0, "USD"),),
        (a_price(1000, "USD"), a_price(150_000, "KES", 1_500_000)),
        (a_price(1500, "JPY"), a_price(37_000, "UGX"), a_price(3_770, "BHD")),
    ],
)
def test_a_plan_has_a_price_in_each_currency_or_none(prices: tuple[WholesalePrice, ...]) -> None:
    assert refusal_of(lambda: rules.check_prices(prices)) is None


@pytest.mark.parametrize(
    "prices",
    [
        (a_price(-1, "USD"),),
        (a_price(1000, "USD"), a_price(-1, "KES")),
        (a_price(1000, "USD", -1),),
        (a_price(1000, "USD"), a_price(1000, "USD")),
        (a_price(1000, "USD"), a_price(900, "KES"), a_price(900, "USD")),
        (WholesalePrice(Money(1, "USD"), Money(1, "KES")),),
    ],
)
def test_a_price_below_zero_or_twice_in_one_currency_is_refused(
    prices: tuple[WholesalePrice, ...],
) -> None:
    assert refusal_of(lambda: rules.check_prices(prices)) == "request.invalid"


@pytest.mark.requirement("R-PRI-1")
@given(seconds=st.integers(-1, 5 * 86_400))
def test_the_list_that_started_last_is_in_force(seconds: int) -> None:
    prices = rules.in_force(LISTS, NOON + seconds * SECOND)

    assert prices == (() if seconds < 0 else LISTS[min(seconds // 86_400, 3)].prices)


@pytest.mark.requirement("R-PRI-1")
@given(PRICES, st.sampled_from(CURRENCIES), st.sampled_from(Interval))
def test_a_floor_is_in_its_own_currency_or_in_dollars_or_in_the_first(
    prices: list[WholesalePrice], currency: str, interval: Interval
) -> None:
    floor = rules.wholesale(prices, currency, interval)

    known = [price.currency for price in prices]
    wanted = next((one for one in (currency, "USD") if one in known), known[0])
    assert floor.currency == wanted
    assert floor == prices[known.index(wanted)].of(interval)


@pytest.mark.requirement("R-PRI-1")
def test_a_year_costs_twelve_months_where_it_has_no_price_of_its_own() -> None:
    plain, apart = a_price(999, "JPY"), a_price(999, "JPY", 0)

    assert [one.of(Interval.YEAR).minor for one in (plain, apart)] == [11_988, 0]
    assert [one.of(Interval.MONTH).minor for one in (plain, apart)] == [999, 999]


def test_a_plan_without_prices_has_no_floor() -> None:
    refusal = refusal_of(lambda: rules.wholesale((), "USD", Interval.MONTH))

    assert refusal == "plan.not_priced"


def test_a_retired_plan_is_not_offered() -> None:
    retired = replace(PLAN, is_active=False)

    assert refusal_of(lambda: rules.check_offered(PLAN)) is None
    assert refusal_of(lambda: rules.check_offered(retired)) == "plan.not_offered"


@pytest.mark.requirement("R-PRI-2")
@pytest.mark.parametrize(
    ("code", "refused"),
    [("own-growth", "request.invalid"), ("growth-own", None), ("owner", None), ("own", None)],
)
def test_no_code_of_the_catalogue_is_one_that_resellers_give(
    code: str, refused: str | None
) -> None:
    assert refusal_of(lambda: rules.check_code(code)) == refused
