"""
List prices: the floor under them, what they were, and what may be sold at them.
"""

from typing import Any

import pytest

from tenantry.intervals import Interval
from tenantry.list_prices import commands, store
from tenantry.list_prices.model import Article, BelowFloor, ListPrice, SalePrice
from tenantry.money import Money
from tenantry.plans import commands as plans
from tenantry.plans.model import WholesalePrice
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import FloorPolicy, Reseller
from tests.acting import DAY, NOON, SECOND, an_act, owner_of
from tests.builders import GROWTH, make_reseller, refusal_of
from tests.commands.faults import Call, always, tapped
from tests.pricing import publish
from tests.reading import items_of, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-PRI-1")]

DOLLARS = Article(GROWTH, "USD", Interval.MONTH)
SHILLINGS = Article(GROWTH, "KES", Interval.MONTH)
TODAY = NOON.date()


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


def set_price(
    reseller: Reseller, minor: int, article: Article = DOLLARS, seconds: int = 0
) -> ListPrice:
    act = an_act(owner_of(reseller.id), NOON + seconds * SECOND)
    return commands.set_price(reseller.id, article, minor, act)


def refused_price(
    reseller: Reseller, minor: int, article: Article = DOLLARS, seconds: int = 0
) -> str | None:
    return refusal_of(lambda: set_price(reseller, minor, article, seconds))


def sold_at(reseller: Reseller, article: Article = DOLLARS, seconds: int = 0) -> SalePrice:
    return commands.price_for_sale(
        reseller.id,
        article.plan_code,
        article.currency,
        article.interval,
        at=NOON + seconds * SECOND,
    )


def only_warn(reseller: Reseller) -> None:
    resellers.change(reseller.id, an_act(), floor_policy=FloorPolicy.WARN)


def test_a_price_at_the_floor_is_taken_and_one_unit_below_it_is_not(reseller: Reseller) -> None:
    assert set_price(reseller, 1000).floor.price == Money(1000, "USD")

    assert refused_price(reseller, 999) == "price.below_floor"


def test_a_refused_price_says_what_the_floor_is_and_changes_nothing(reseller: Reseller) -> None:
    publish(TODAY)
    before = snapshot()

    with pytest.raises(BelowFloor) as refused:
        set_price(reseller, 1289_99, SHILLINGS)

    told = {"floor_minor": 1290_00, "currency": "KES", "floor_day": "2026-11-21"}
    assert refused.value.context == {"field": "amount_minor", **told}
    assert snapshot() == before


def test_a_year_has_a_floor_of_its_own(reseller: Reseller) -> None:
    prices = (WholesalePrice(Money(1000, "USD"), Money(100_00, "USD")),)
    plans.change(GROWTH, an_act(now=NOON + SECOND), prices=prices)
    yearly = Article(GROWTH, "USD", Interval.YEAR)

    refusal = refused_price(reseller, 100_00, yearly)
    price = set_price(reseller, 100_00, yearly, seconds=1)

    assert refusal == "price.below_floor"
    assert price.floor.price == Money(100_00, "USD")


def test_the_floor_of_another_currency_names_its_day_and_rates(reseller: Reseller) -> None:
    publish(TODAY - 2 * DAY)

    floor = set_price(reseller, 2000_00, SHILLINGS).floor

    assert (floor.price, floor.wholesale) == (Money(1290_00, "KES"), Money(1000, "USD"))
    assert floor.day == TODAY - 2 * DAY
    assert {quote.currency: str(quote.rate) for quote in floor.quotes} == {
        "USD": "1.10",
        "KES": "129",
    }


@pytest.mark.requirement("R-FX-3")
def test_without_a_fresh_rate_nothing_is_guessed(reseller: Reseller) -> None:
    publish(TODAY - 6 * DAY)
    publish(TODAY - 5 * DAY, published=TODAY - 6 * DAY)

    assert refused_price(reseller, 9000_00, SHILLINGS) == "fx.rate_missing"
    publish(TODAY - 4 * DAY, published=TODAY - 5 * DAY)
    assert refused_price(reseller, 9000_00, SHILLINGS) is None


def test_a_plan_without_any_wholesale_price_has_no_list_price(reseller: Reseller) -> None:
    plans.create("bare", "Bare", (), an_act())

    assert refused_price(reseller, 1, Article("bare", "USD", Interval.MONTH)) == "plan.not_priced"
    assert refused_price(reseller, 1, Article("none", "USD", Interval.MONTH)) == "plan.not_found"


def test_a_reseller_that_is_only_warned_sells_below_the_floor(reseller: Reseller) -> None:
    only_warn(reseller)

    price = set_price(reseller, 1)

    assert price.is_below_floor
    assert price.below_floor_since == NOON
    assert '"is_below_floor": true' in str(items_of("Event"))
    assert sold_at(reseller).is_below_floor


def test_only_operators_decide_on_the_floor_policy(reseller: Reseller) -> None:
    act = an_act(owner_of(reseller.id))

    refusal = refusal_of(lambda: resellers.change(reseller.id, act, floor_policy=FloorPolicy.WARN))

    assert refusal == "access.forbidden"
    assert resellers.get(reseller.id).floor_policy is FloorPolicy.REFUSE


def test_every_price_that_ever_was_is_known(reseller: Reseller) -> None:
    set_price(reseller, 1100)
    set_price(reseller, 1200, seconds=10)
    commands.remove_price(reseller.id, DOLLARS, an_act(now=NOON + 20 * SECOND))
    set_price(reseller, 1300, seconds=30)

    past = [
        store.price_at(reseller.id, DOLLARS, NOON + number * SECOND)
        for number in (-1, 0, 9, 10, 19, 20, 29, 30)
    ]

    amounts = [one and one.price and one.price.minor for one in past]
    assert amounts == [None, 1100, 1100, 1200, 1200, None, None, 1300]


def test_the_same_price_again_changes_nothing(reseller: Reseller) -> None:
    set_price(reseller, 1100)
    before = snapshot()

    set_price(reseller, 1100, seconds=1)

    assert snapshot() == before


def test_prices_of_other_plans_currencies_and_resellers_stay_apart(reseller: Reseller) -> None:
    publish(TODAY)
    plans.create(f"{GROWTH}-50", "G", (WholesalePrice(Money(5, "USD")),), an_act())
    long_name = Article(f"{GROWTH}-50", "USD", Interval.MONTH)
    for article, minor in ((DOLLARS, 1100), (SHILLINGS, 2000_00), (long_name, 7)):
        set_price(reseller, minor, article)

    listed = {
        price.article: price.price.minor for _, price in store.prices_of(reseller.id, None, 9)
    }

    assert listed == {DOLLARS: 1100, SHILLINGS: 2000_00, long_name: 7}
    assert sold_at(reseller, long_name).price == Money(7, "USD")


@pytest.mark.parametrize("has_a_price", [False, True])
def test_of_two_changes_at_once_the_later_write_is_refused(
    reseller: Reseller, has_a_price: bool
) -> None:
    if has_a_price:
        set_price(reseller, 1100)

    def somebody_is_faster(call: Call) -> dict[str, Any]:
        if call.operation == "TransactWriteItems":
            set_price(reseller, 1500, seconds=3)
        return call.proceed()

    with tapped(always(somebody_is_faster)):
        refusal = refused_price(reseller, 1400, seconds=4)

    assert refusal == "list_price.changed_meanwhile"
    assert sold_at(reseller, seconds=9).price == Money(1500, "USD")


def test_a_change_never_starts_before_the_one_that_it_changes(reseller: Reseller) -> None:
    set_price(reseller, 1100, seconds=5)

    for seconds in (4, 5):
        refusal = refused_price(reseller, 1200, seconds=seconds)
        assert refusal == "list_price.changed_meanwhile"


def test_what_was_taken_away_is_not_listed_and_not_sold(reseller: Reseller) -> None:
    set_price(reseller, 1100)
    commands.remove_price(reseller.id, DOLLARS, an_act(now=NOON + SECOND))

    assert list(store.prices_of(reseller.id, None, 9)) == []
    assert refusal_of(lambda: sold_at(reseller, seconds=1)) == "price.not_for_sale"
    assert sold_at(reseller).price == Money(1100, "USD")
    removed_again = refusal_of(lambda: commands.remove_price(reseller.id, DOLLARS, an_act()))
    assert removed_again == "list_price.not_found"


@pytest.mark.requirement("R-PRI-3")
def test_a_sale_asks_for_the_floor_of_its_own_moment(reseller: Reseller) -> None:
    set_price(reseller, 1100)
    dearer = (WholesalePrice(Money(1101, "USD")),)
    plans.set_prices(GROWTH, NOON + 10 * SECOND, dearer, an_act())

    assert sold_at(reseller, seconds=9).floor.price == Money(1000, "USD")
    assert refusal_of(lambda: sold_at(reseller, seconds=10)) == "price.not_for_sale"
    only_warn(reseller)
    assert sold_at(reseller, seconds=10).is_below_floor


@pytest.mark.requirement("R-PRI-3")
def test_nothing_is_sold_without_a_price_or_without_a_rate(reseller: Reseller) -> None:
    assert refusal_of(lambda: sold_at(reseller)) == "price.not_for_sale"

    publish(TODAY - 5 * DAY)
    set_price(reseller, 2000_00, SHILLINGS)

    next_day = 24 * 60 * 60
    assert refusal_of(lambda: sold_at(reseller, SHILLINGS, next_day)) == "fx.rate_missing"
