"""
What a plan must be.
"""

from dataclasses import replace

import pytest

from tenantry.money import Money
from tenantry.plans import rules
from tenantry.plans.model import Plan
from tests.acting import NOON
from tests.builders import GROWTH, refusal_of

PLAN = Plan(GROWTH, "Growth", (Money(1000, "USD"),), is_active=True, created_at=NOON)


@pytest.mark.parametrize(
    "prices",
    [
        (),
        (Money(0, "USD"),),
        (Money(1000, "USD"), Money(150_000, "KES")),
        (Money(1500, "JPY"), Money(37_000, "UGX"), Money(3_770, "BHD")),
    ],
)
def test_a_plan_has_a_price_in_each_currency_or_none(prices: tuple[Money, ...]) -> None:
    assert refusal_of(lambda: rules.check_prices(prices)) is None


@pytest.mark.parametrize(
    "prices",
    [
        (Money(-1, "USD"),),
        (Money(1000, "USD"), Money(-1, "KES")),
        (Money(1000, "USD"), Money(1000, "USD")),
        (Money(1000, "USD"), Money(900, "KES"), Money(900, "USD")),
    ],
)
def test_a_price_below_zero_or_twice_in_one_currency_is_refused(prices: tuple[Money, ...]) -> None:
    assert refusal_of(lambda: rules.check_prices(prices)) == "request.invalid"


def test_a_retired_plan_is_not_offered() -> None:
    retired = replace(PLAN, is_active=False)

    assert refusal_of(lambda: rules.check_offered(PLAN)) is None
    assert refusal_of(lambda: rules.check_offered(retired)) == "plan.not_offered"
