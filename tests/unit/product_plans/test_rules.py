"""
What a product plan must be, and what it costs at wholesale.
"""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.intervals import Interval
from tenantry.money import Money
from tenantry.plans.model import WholesalePrice
from tenantry.product_plans import rules
from tenantry.product_plans.model import COMPONENTS_MAX, Component, ProductPlan, Status
from tests.acting import NOON
from tests.builders import GROWTH, RESELLER_ID, refusal_of

pytestmark = pytest.mark.requirement("R-PRI-2")

CURRENCIES = ("USD", "KES", "JPY", "BHD")
TWO_OF_GROWTH = (Component(GROWTH, 2),)
PLAN = ProductPlan(
    RESELLER_ID, "own-bundle", "Bundle", "", TWO_OF_GROWTH, Status.OFFERED, created_at=NOON
)


def a_price(currency: str, minor: int, yearly: int | None) -> WholesalePrice:
    return WholesalePrice(
        Money(minor, currency), None if yearly is None else Money(yearly, currency)
    )


AMOUNTS = st.integers(0, 10**12)
PRICES = st.lists(
    st.builds(a_price, st.sampled_from(CURRENCIES), AMOUNTS, st.none() | AMOUNTS),
    max_size=len(CURRENCIES),
    unique_by=lambda price: price.currency,
)
PARTS = st.lists(st.tuples(PRICES, st.integers(1, 1_000)), min_size=1, max_size=COMPONENTS_MAX)


@given(PARTS)
def test_a_plan_costs_what_its_parts_cost_wherever_all_of_them_have_a_price(
    parts: list[tuple[list[WholesalePrice], int]],
) -> None:
    found = {price.currency: price for price in rules.wholesale_prices(parts)}

    for currency in CURRENCIES:
        own = [(p, n) for prices, n in parts for p in prices if p.currency == currency]
        assert (currency in found) == (len(own) == len(parts))
        for interval in Interval if currency in found else ():
            expected = sum(price.of(interval).minor * quantity for price, quantity in own)
            assert found[currency].of(interval) == Money(expected, currency)


@given(st.lists(st.tuples(PRICES, st.integers(1, 9)), min_size=1, max_size=3))
def test_the_order_of_the_parts_changes_no_price(
    parts: list[tuple[list[WholesalePrice], int]],
) -> None:
    totals = [set(rules.wholesale_prices(order)) for order in permutations(parts)]

    assert all(total == totals[0] for total in totals)


@pytest.mark.parametrize("quantity", [1, 7, 1_000])
@given(prices=PRICES)
def test_one_part_of_n_costs_n_times_its_plan(quantity: int, prices: list[WholesalePrice]) -> None:
    total = rules.wholesale_prices([(prices, quantity)])

    assert [price.monthly.minor for price in total] == [
        price.monthly.minor * quantity for price in prices
    ]


@pytest.mark.parametrize("code", ["own", "growth", "my-own-plan", "owned-1"])
def test_a_code_that_the_catalogue_could_have_is_refused(code: str) -> None:
    assert refusal_of(lambda: rules.check_code(code)) == "request.invalid"


@pytest.mark.parametrize(
    "components",
    [
        (),
        (Component(GROWTH, 0),),
        (Component(GROWTH, 1_001),),
        (Component(GROWTH, 1), Component(GROWTH, 2)),
        (Component("own-other", 1),),
        tuple(Component(f"plan-{number}", 1) for number in range(COMPONENTS_MAX + 1)),
    ],
)
def test_what_is_no_composition_is_refused(components: tuple[Component, ...]) -> None:
    assert refusal_of(lambda: rules.check_components(components)) == "request.invalid"


def test_a_composition_of_twenty_plans_is_taken() -> None:
    most = tuple(Component(f"plan-{number}", 1_000) for number in range(COMPONENTS_MAX))

    assert refusal_of(lambda: rules.check_components(most)) is None


def test_a_change_makes_a_new_version_and_the_same_again_does_not() -> None:
    retired = rules.changed(PLAN, status=Status.RETIRED)

    assert retired == replace(PLAN, status=Status.RETIRED, version=2)
    assert rules.changed(retired, status=Status.RETIRED, name=None) is retired


def test_what_a_plan_is_made_of_never_changes() -> None:
    with pytest.raises(AssertionError):
        rules.changed(PLAN, components=(Component(GROWTH, 3),))
