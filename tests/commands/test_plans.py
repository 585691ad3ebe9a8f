"""
Keeping the catalogue.
"""

import pytest

from tenantry.money import Money
from tenantry.plans import commands as plans
from tenantry.plans.model import Plan
from tenantry.plans.store import list_plans
from tests.acting import an_act
from tests.builders import refusal_of
from tests.reading import events_written, snapshot

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-PRI-1")]

PRICES = (Money(1000, "USD"), Money(1500, "JPY"), Money(37_000, "UGX"), Money(3_770, "BHD"))


def create(code: str = "growth", prices: tuple[Money, ...] = PRICES) -> Plan:
    return plans.create(code, code.title(), prices, an_act())


def test_a_plan_keeps_its_price_in_every_currency_to_the_last_unit() -> None:
    plan = create()

    assert plans.get("growth") == plan
    assert plan.wholesale_prices == PRICES


def test_a_code_names_one_plan() -> None:
    create()
    before = snapshot()

    assert refusal_of(create) == "plan.exists"
    assert snapshot() == before


@pytest.mark.parametrize("prices", [(Money(-1, "USD"),), (Money(1, "USD"), Money(2, "USD"))])
def test_wrong_prices_are_refused_when_a_plan_is_made_and_when_it_is_changed(
    prices: tuple[Money, ...],
) -> None:
    create("scale")
    before = snapshot()

    assert refusal_of(lambda: create(prices=prices)) == "request.invalid"
    assert refusal_of(lambda: plans.change("scale", an_act(), prices=prices)) == "request.invalid"
    assert snapshot() == before


def test_a_plan_is_renamed_priced_anew_retired_and_offered_again() -> None:
    create()

    plans.change("growth", an_act(), name="Grow")
    plans.change("growth", an_act(), prices=())
    plans.change("growth", an_act(), is_active=False)

    plan = plans.get("growth")
    assert (plan.name, plan.wholesale_prices, plan.is_active) == ("Grow", (), False)
    assert refusal_of(lambda: plans.get_offered("growth")) == "plan.not_offered"
    plans.change("growth", an_act(), is_active=True)
    assert plans.get_offered("growth").is_active


def test_changing_nothing_is_no_event() -> None:
    create()

    plans.change("growth", an_act())
    plans.change("growth", an_act(), name="Growth", is_active=True)

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
