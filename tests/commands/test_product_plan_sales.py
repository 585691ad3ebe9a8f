"""
Plans that resellers composed are sold as those of the catalogue are.
"""

from dataclasses import replace

import pytest

from tenantry.intervals import Interval
from tenantry.invites import bulk
from tenantry.list_prices import commands as list_prices
from tenantry.list_prices import store as list_price_store
from tenantry.list_prices.model import Article, ListPrice
from tenantry.list_prices.recheck import recheck
from tenantry.money import Money
from tenantry.pilots import commands as pilots
from tenantry.plans import commands as plans
from tenantry.plans.model import WholesalePrice
from tenantry.product_plans.model import Component
from tenantry.resellers.model import Reseller
from tenantry.subscribing import commands as subscribing
from tenantry.subscriptions.model import Sold, Terms
from tests.acting import DAY, NOON, SECOND, a_job, an_act
from tests.builders import (
    GROWTH,
    a_form,
    accept,
    an_offer,
    bring_in,
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
from tests.pricing import publish
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-PRI-2")]

A_MONTH = Article(BUNDLE, "USD", Interval.MONTH)


@pytest.fixture
def reseller() -> Reseller:
    """
    A reseller where the catalogue has `growth` (10 dollars) and `fleet` (5 dollars, 600 shillings).
    """
    make_fleet()
    return make_reseller()


def ask(reseller: Reseller, minor: int, article: Article = A_MONTH) -> ListPrice:
    return list_prices.set_price(reseller.id, article, minor, an_act())


def rechecked(day: int) -> tuple[int, int]:
    run = recheck(a_job(NOON + day * DAY), lambda: False)
    return run.fell, run.recovered


def price_of(reseller: Reseller) -> ListPrice:
    price = list_price_store.get_price(reseller.id, A_MONTH)
    assert price is not None
    return price


def test_its_list_price_is_never_below_the_sum(reseller: Reseller) -> None:
    compose(reseller)

    refused = refusal_of(lambda: ask(reseller, 34_99))

    assert refused == "price.below_floor"
    assert ask(reseller, 35_00).components == PARTS


def test_its_floor_is_converted_where_a_part_has_no_price_in_the_currency(
    reseller: Reseller,
) -> None:
    publish(NOON.date())
    compose(reseller)

    price = ask(reseller, 35_00 * 129, Article(BUNDLE, "KES", Interval.MONTH))

    assert price.floor.price == Money(35_00 * 129, "KES")
    assert price.floor.wholesale == Money(35_00, "USD")


def test_parts_without_a_currency_in_common_have_no_price(reseller: Reseller) -> None:
    plans.create("yen", "Yen", (WholesalePrice(Money(900, "JPY")),), an_act())
    compose(reseller, parts=(Component(GROWTH, 1), Component("yen", 1)))

    assert refusal_of(lambda: ask(reseller, 99_00)) == "plan.not_priced"


def test_nobody_sells_the_plan_of_another(reseller: Reseller) -> None:
    other = make_reseller(a_form("other", email="o@other.example"))
    compose(reseller)

    refusals = [
        refusal_of(lambda: mint(other, an_offer(plan_code=BUNDLE))),
        refusal_of(lambda: ask(other, 99_00)),
    ]

    assert refusals == ["plan.not_found", "plan.not_found"]


@pytest.mark.requirement("R-TEN-1")
def test_a_customer_is_invited_to_it_upgraded_to_it_and_sold_it(reseller: Reseller) -> None:
    compose(reseller)
    ask(reseller, 40_00)
    accepted = accept(mint(reseller, an_offer(plan_code=BUNDLE)))
    assert accepted.tenant_id is not None

    sold = pilots.upgrade(
        accepted.tenant_id, Terms(BUNDLE, quantity=2), an_act(now=NOON + DAY), currency="USD"
    )

    price = Sold(Money(40_00, "USD"), Money(35_00, "USD"))
    assert sold.terms == Terms(BUNDLE, quantity=2, sold=price)


def test_a_subscription_changes_to_it_and_from_it(reseller: Reseller) -> None:
    compose(reseller)
    tenant = bring_in(reseller)
    pilots.upgrade(tenant.id, Terms(GROWTH), an_act())

    plan_codes = [
        subscribing.change(tenant.id, {"plan_code": code}, an_act()).plan_code
        for code in (BUNDLE, GROWTH)
    ]

    assert plan_codes == [BUNDLE, GROWTH]


def test_who_has_a_retired_plan_keeps_it_and_buys_more(reseller: Reseller) -> None:
    compose(reseller)
    tenant = bring_in(reseller)
    pilots.upgrade(tenant.id, Terms(BUNDLE), an_act())
    retire(reseller)

    more = subscribing.change(tenant.id, {"quantity": 4}, an_act())

    assert (more.plan_code, more.quantity) == (BUNDLE, 4)
    newcomer = bring_in(reseller, "new@shop.example")
    refused = refusal_of(lambda: pilots.upgrade(newcomer.id, Terms(BUNDLE), an_act()))
    assert refused == "plan.not_offered"


def test_each_row_of_a_file_may_name_it(reseller: Reseller) -> None:
    compose(reseller)
    codes = (BUNDLE, GROWTH, "own-other")
    offers = [an_offer(f"{code}@shop.example", plan_code=code) for code in codes]
    rows = [bulk.Row(number, offer) for number, offer in enumerate(offers, 1)]

    results = bulk.mint_all(reseller.id, rows, replace(an_act(), once=once()))

    outcomes = [getattr(result.outcome, "code", "minted") for result in results]
    assert outcomes == ["minted", "minted", "plan.not_found"]
    assert events_written().count("invite.minted") == 2


@pytest.mark.requirement("R-PRI-3")
def test_its_price_falls_and_recovers_with_a_part_of_it(reseller: Reseller) -> None:
    compose(reseller)
    ask(reseller, 36_00)
    make_fleet_dearer(6_00, day=1)
    make_fleet_dearer(5_00, day=3)

    runs = [rechecked(day) for day in (0, 1, 2, 3)]

    assert runs == [(0, 0), (1, 0), (0, 0), (0, 1)]
    assert not price_of(reseller).is_below_floor


@pytest.mark.requirement("R-PRI-3")
def test_the_recheck_knows_whose_plan_a_code_is(reseller: Reseller) -> None:
    other = make_reseller(a_form("other", email="o@other.example"))
    compose(reseller)
    compose(other, parts=(Component(GROWTH, 3),))
    for one in (reseller, other):
        ask(one, 36_00)
    make_fleet_dearer(6_00, day=1)

    run = rechecked(1)

    assert run == (1, 0)
    assert (price_of(reseller).is_below_floor, price_of(other).is_below_floor) == (True, False)


@pytest.mark.requirement("R-PRI-3")
def test_a_price_that_was_taken_away_is_rechecked_no_more(reseller: Reseller) -> None:
    compose(reseller)
    ask(reseller, 36_00)
    list_prices.remove_price(reseller.id, A_MONTH, an_act(now=NOON + SECOND))
    make_fleet_dearer(6_00, day=1)

    assert rechecked(1) == (0, 0)


@pytest.mark.requirement("R-PRI-3")
def test_a_sale_asks_for_the_sum_of_its_own_moment(reseller: Reseller) -> None:
    compose(reseller)
    ask(reseller, 36_00)
    make_fleet_dearer(6_00, day=1)

    def sale(day: int) -> str | None:
        at = NOON + day * DAY
        return refusal_of(
            lambda: list_prices.price_for_sale(reseller.id, BUNDLE, "USD", Interval.MONTH, at=at)
        )

    assert [sale(0), sale(1)] == [None, "price.not_for_sale"]
