"""
What a reseller can sell.
"""

from dataclasses import replace

import pytest

from tenantry.assortment import rules
from tenantry.plans.model import Plan
from tenantry.product_plans.model import Component, ProductPlan, Status
from tests.acting import NOON
from tests.builders import RESELLER_ID, refusal_of

pytestmark = pytest.mark.requirement("R-PRI-2")

GROWTH = Plan("growth", "Growth", (), is_active=True, created_at=NOON)
FLEET = Plan("fleet", "Fleet", (), is_active=True, created_at=NOON, needs_subscription=True)
COMPONENTS = (Component("growth", 2), Component("fleet", 1))
BUNDLE = ProductPlan(
    RESELLER_ID, "own-bundle", "Bundle", "", COMPONENTS, Status.OFFERED, created_at=NOON
)


def test_a_plan_of_the_catalogue_is_its_own_only_part() -> None:
    choice = rules.of_plan(GROWTH)

    assert (choice.components, choice.needs) == ((Component("growth", 1),), ())
    assert not choice.is_own


def test_a_composed_plan_needs_what_a_part_of_it_needs() -> None:
    choice = rules.of_product_plan(BUNDLE, {"growth": GROWTH, "fleet": FLEET})

    assert (choice.components, choice.needs) == (COMPONENTS, ("fleet",))
    assert choice.is_own


@pytest.mark.parametrize(
    ("plan", "part", "refused"),
    [
        (BUNDLE, FLEET, None),
        (replace(BUNDLE, status=Status.RETIRED), FLEET, "plan.not_offered"),
        (BUNDLE, replace(FLEET, is_active=False), "plan.not_offered"),
    ],
)
def test_a_plan_that_was_retired_whole_or_in_part_is_offered_to_nobody(
    plan: ProductPlan, part: Plan, refused: str | None
) -> None:
    choice = rules.of_product_plan(plan, {"growth": GROWTH, "fleet": part})

    assert refusal_of(lambda: rules.check_offered(choice)) == refused
