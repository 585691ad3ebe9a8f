"""
Keeping the catalogue.
"""

from datetime import datetime
from typing import Any

import pytest

from tenantry.money import Money
from tenantry.plans import commands as plans
from tenantry.plans.model import PricedPlan, PriceList, WholesalePrice
from tenantry.plans.store import PlanItem, key, list_plans, plan_from, price_lists
from tests.acting import NOON, SECOND, an_act
from tests.builders import refusal_of
from tests.reading import events_written, snapshot

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-PRI-1")]

type Prices = tuple[WholesalePrice, ...]

PRICES = (
    WholesalePrice(Money(1000, "USD"), Money(100_00, "USD")),
    *(
        WholesalePrice(price)
        for price in (Money(1500, "JPY"), Money(37_000, "UGX"), Money(3_770, "BHD"))
    ),
)


def usd(monthly: int, yearly: int | None = None) -> WholesalePrice:
    return WholesalePrice(Money(monthly, "USD"), None if yearly is None else Money(yearly, "USD"))


def create(code: str = "growth", prices: Prices = PRICES) -> PricedPlan:
    return plans.create(code, code.title(), prices, an_act())


def test_a_plan_keeps_its_price_in_every_currency_to_the_last_unit() -> None:
    plan = create()

    assert plans.get_priced("growth", NOON) == plan
    assert plan.wholesale_prices == PRICES


def priced(code: str, starts_at: datetime, prices: Prices) -> PriceList:
    return plans.set_prices(code, starts_at, prices, an_act())


def in_force(at: datetime, code: str = "growth") -> Prices:
    return plans.get_priced(code, at).wholesale_prices


def test_a_code_names_one_plan() -> None:
    create()
    before = snapshot()

    assert refusal_of(create) == "plan.exists"
    assert snapshot() == before


@pytest.mark.parametrize(
    "prices",
    [
        (usd(-1),),
        (usd(1, -1),),
        (usd(1), usd(2)),
        (WholesalePrice(Money(1, "USD"), Money(1, "KES")),),
    ],
)
def test_wrong_prices_are_refused_wherever_prices_are_set(prices: Prices) -> None:
    create("scale")
    before = snapshot()

    assert refusal_of(lambda: create(prices=prices)) == "request.invalid"
    assert refusal_of(lambda: plans.change("scale", an_act(), prices=prices)) == "request.invalid"
    assert refusal_of(lambda: priced("scale", NOON, prices)) == "request.invalid"
    assert snapshot() == before


def test_a_plan_is_renamed_priced_anew_retired_and_offered_again() -> None:
    create()

    plans.change("growth", an_act(), name="Grow")
    plans.change("growth", an_act(), prices=())
    plans.change("growth", an_act(), is_active=False)

    priced_plan = plans.get_priced("growth", NOON)
    plan = priced_plan.plan
    assert (plan.name, priced_plan.wholesale_prices, plan.is_active) == ("Grow", (), False)
    assert refusal_of(lambda: plans.get_offered("growth")) == "plan.not_offered"
    plans.change("growth", an_act(), is_active=True)
    assert plans.get_offered("growth").is_active


def test_changing_nothing_is_no_event() -> None:
    create()

    plans.change("growth", an_act())
    plans.change("growth", an_act(), name="Growth", is_active=True, prices=PRICES)

    assert events_written() == ["plan.created"]


def test_what_does_not_exist_is_not_found() -> None:
    assert refusal_of(lambda: plans.get("none")) == "plan.not_found"
    assert refusal_of(lambda: plans.change("none", an_act(), name="x")) == "plan.not_found"


def test_the_catalogue_is_listed_by_code_page_by_page() -> None:
    for code in ("scale", "free", "growth"):
        create(code)

    first = list(list_plans(limit=2))
    rest = list(list_plans(first[-1][0], 2))

    assert [plan.code for _, plan in first + rest] == ["free", "growth", "scale"]


def test_prices_hold_from_their_moment_until_the_next_and_are_never_forgotten() -> None:
    create()
    priced("growth", NOON + 20 * SECOND, (usd(3),))
    priced("growth", NOON + 10 * SECOND, (usd(2),))

    held = [in_force(NOON + number * SECOND) for number in (-1, 0, 9, 10, 19, 20)]

    assert held == [(), PRICES, PRICES, (usd(2),), (usd(2),), (usd(3),)]


def test_prices_that_are_changed_with_the_plan_hold_from_that_moment() -> None:
    create()
    priced("growth", NOON + 20 * SECOND, (usd(3),))

    plans.change("growth", an_act(now=NOON + 10 * SECOND), prices=(usd(2),))

    held = [in_force(NOON + number * SECOND) for number in (9, 10, 20)]
    assert held == [PRICES, (usd(2),), (usd(3),)]


def test_prices_never_change_in_the_past_and_once_at_a_moment() -> None:
    create()
    priced("growth", NOON, (usd(2),))
    before = snapshot()

    past = refusal_of(lambda: priced("growth", NOON - SECOND, (usd(1),)))
    again = refusal_of(lambda: priced("growth", NOON, (usd(1),)))

    assert (past, again) == ("request.invalid", "plan.prices_exist")
    assert snapshot() == before
    assert refusal_of(lambda: priced("none", NOON, (usd(1),))) == "plan.not_found"


def test_each_plan_of_the_catalogue_is_listed_with_its_own_prices() -> None:
    for number, code in enumerate(("grow", "grow-1", "grow-1-a", "grow1")):
        create(code, (usd(number),))
        priced(code, NOON + SECOND, (usd(number + 10),))

    rows = list(plans.list_priced(NOON + SECOND, None, 3))
    rest = list(plans.list_priced(NOON + SECOND, rows[-1][0], 3))

    shown = {row.plan.code: row.wholesale_prices for _, row in rows + rest}
    assert shown == {
        "grow": (usd(10),),
        "grow-1": (usd(11),),
        "grow-1-a": (usd(12),),
        "grow1": (usd(13),),
    }


def test_a_plan_that_was_stored_before_years_had_prices_keeps_its_own() -> None:
    create(prices=(usd(5),))
    old: Any = [[5, "USD"]]
    item = PlanItem.from_raw_data(snapshot()[key("growth")])
    item.wholesale_prices = old

    plan = plan_from(item)

    assert price_lists(plan) == [PriceList(NOON, (usd(5),))]
