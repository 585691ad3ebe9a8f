"""
Resellers compose plans of their own.
"""

from dataclasses import replace

import pytest

from tenantry.acts import Act
from tenantry.money import Money
from tenantry.plans import commands as plans
from tenantry.plans.model import WholesalePrice
from tenantry.product_plans import commands, store
from tenantry.product_plans.model import Component, ProductPlan, Status
from tenantry.resellers.model import Reseller
from tests.acting import DAY, NOON, SECOND, an_act
from tests.builders import (
    GROWTH,
    a_form,
    an_offer,
    make_reseller,
    mint,
    once,
    refusal_of,
)
from tests.commands.composing import (
    BUNDLE,
    PARTS,
    compose,
    make_fleet,
    make_fleet_dearer,
    retire,
)
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-PRI-2")]


@pytest.fixture
def reseller() -> Reseller:
    """
    A reseller where the catalogue has `growth` (10 dollars) and `fleet` (5 dollars, 600 shillings).
    """
    make_fleet()
    return make_reseller()


def test_a_composed_plan_costs_the_sum_where_every_part_has_a_price(reseller: Reseller) -> None:
    plan = compose(reseller)

    priced = commands.get_priced(reseller.id, BUNDLE, NOON)

    year = Money(35_00 * 12, "USD")
    assert priced.wholesale_prices == (WholesalePrice(Money(35_00, "USD"), year),)
    assert priced.plan == plan


def test_the_sum_moves_with_the_prices_of_the_parts(reseller: Reseller) -> None:
    compose(reseller)
    make_fleet_dearer(6_00, day=1)

    moments = [NOON, NOON + DAY - SECOND, NOON + DAY]
    priced = [commands.get_priced(reseller.id, BUNDLE, at).wholesale_prices for at in moments]

    assert [price.monthly.minor for (price,) in priced] == [35_00, 35_00, 38_00]


def test_each_reseller_has_codes_of_its_own(reseller: Reseller) -> None:
    other = make_reseller(a_form("other", email="o@other.example"))
    compose(reseller)

    compose(other, parts=(Component(GROWTH, 1),))

    assert store.get_product_plan(reseller.id, BUNDLE) != store.get_product_plan(other.id, BUNDLE)
    assert refusal_of(lambda: compose(reseller)) == "product_plan.exists"


def test_of_two_who_compose_the_same_code_one_is_told(reseller: Reseller) -> None:
    fewer = (Component(GROWTH, 1),)
    with tapped() as line:
        compose(reseller, "own-first")

    with tapped({len(line.calls) - 1: meanwhile(lambda: compose(reseller, parts=fewer))}):
        refused = refusal_of(lambda: compose(reseller))

    assert refused == "product_plan.exists"
    (kept,) = [one for one in items_of("ProductPlan") if one["sk"].endswith(BUNDLE)]
    assert kept["components"] == '[["growth", 1]]'


def test_a_repeat_with_its_key_composes_nothing_new(reseller: Reseller) -> None:
    def act() -> Act:
        return replace(an_act(), once=once())

    commands.create(reseller.id, BUNDLE, PARTS, act(), name="Bundle")

    again = refusal_of(lambda: commands.create(reseller.id, BUNDLE, PARTS, act(), name="Bundle"))

    assert again == "idempotency.already_answered"
    assert events_written().count("product_plan.created") == 1


@pytest.mark.parametrize(
    ("code", "parts", "refused"),
    [
        ("bundle", PARTS, "request.invalid"),
        (BUNDLE, (), "request.invalid"),
        (BUNDLE, (Component("gold", 1),), "plan.not_found"),
        (BUNDLE, (Component("retired", 1),), "plan.not_offered"),
    ],
)
def test_what_the_catalogue_does_not_offer_composes_nothing(
    reseller: Reseller, code: str, parts: tuple[Component, ...], refused: str
) -> None:
    plans.create("retired", "Retired", (), an_act())
    plans.change("retired", an_act(), is_active=False)

    assert refusal_of(lambda: compose(reseller, code, parts)) == refused
    assert items_of("ProductPlan") == []


def test_no_plan_of_the_catalogue_takes_a_code_of_resellers() -> None:
    assert refusal_of(lambda: plans.create("own-x", "X", (), an_act())) == "request.invalid"


def test_a_retired_plan_is_offered_again(reseller: Reseller) -> None:
    compose(reseller)
    retire(reseller)

    refused = refusal_of(lambda: mint(reseller, an_offer(plan_code=BUNDLE)))
    commands.change(reseller.id, BUNDLE, an_act(), status=Status.OFFERED)

    assert refused == "plan.not_offered"
    assert mint(reseller, an_offer(plan_code=BUNDLE)).offer.plan_code == BUNDLE


def test_two_changes_at_once_lose_none(reseller: Reseller) -> None:
    compose(reseller)

    def rename(name: str) -> ProductPlan:
        return commands.change(reseller.id, BUNDLE, an_act(), name=name).plan

    with tapped({3: meanwhile(lambda: rename("Theirs"))}) as line:
        refused = refusal_of(lambda: rename("Ours"))

    assert line.calls[3] == "TransactWriteItems"
    assert refused == "conflict"
    kept = store.get_product_plan(reseller.id, BUNDLE)
    assert (kept and kept.name, kept and kept.version) == ("Theirs", 2)


def test_the_list_shows_prices_page_by_page(reseller: Reseller) -> None:
    for number in range(3):
        compose(reseller, f"own-{number}", (Component(GROWTH, number + 1),))

    first = list(commands.list_priced(reseller.id, NOON, None, 2))
    rest = list(commands.list_priced(reseller.id, NOON, first[-1][0], 2))

    shown = [priced for _, priced in (*first, *rest)]
    assert [priced.plan.code for priced in shown] == ["own-0", "own-1", "own-2"]
    assert [one.wholesale_prices[0].monthly.minor for one in shown] == [10_00, 20_00, 30_00]
