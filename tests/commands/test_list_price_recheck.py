"""
Every night list prices are compared with the floor, which moves without their resellers.
"""

from typing import Any

import pytest

from tenantry.intervals import Interval
from tenantry.list_prices import commands, store
from tenantry.list_prices.model import Article, ListPrice
from tenantry.list_prices.recheck import Recheck, recheck
from tenantry.money import Money
from tenantry.notifications.store import notifications_of
from tenantry.plans import commands as plans
from tenantry.plans.model import WholesalePrice
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import FloorPolicy, Reseller
from tests.acting import DAY, NOON, a_job, an_act
from tests.builders import GROWTH, a_form, make_reseller, refusal_of
from tests.commands.faults import Call, Fault, ProcessDied, always, dies_after, dies_before, tapped
from tests.pricing import publish
from tests.reading import events_written, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-PRI-3")]

SHILLINGS = Article(GROWTH, "KES", Interval.MONTH)
DOLLARS = Article(GROWTH, "USD", Interval.MONTH)
SET_AT = 1300_00


@pytest.fixture
def reseller() -> Reseller:
    return a_seller("acme-corp")


def a_seller(slug: str) -> Reseller:
    """
    A reseller that sells for 1,300 shillings, where the floor is 1,290.
    """
    publish(NOON.date())
    reseller = make_reseller(a_form(slug, email=f"{slug}@partner.example"))
    commands.set_price(reseller.id, SHILLINGS, SET_AT, an_act())
    return reseller


def checked(days: int, kes: str | None = None) -> Recheck:
    """
    What the run so many days on came to, at this rate of that day.
    """
    if kes is not None:
        publish((NOON + days * DAY).date(), kes)
    return recheck(a_job(NOON + days * DAY), lambda: False)


def price_of(reseller: Reseller, article: Article = SHILLINGS) -> ListPrice:
    price = store.get_price(reseller.id, article)
    assert price is not None
    return price


def told(reseller: Reseller) -> list[dict[str, Any]]:
    """
    The facts of every notification of a fallen price.
    """
    notifications = [one for _, one in notifications_of(reseller.id, None, 99)]
    return [one.data for one in notifications if one.kind == "price.below_floor"]


def sale_refusal(reseller: Reseller, days: int) -> str | None:
    return refusal_of(
        lambda: commands.price_for_sale(
            reseller.id, GROWTH, "KES", Interval.MONTH, at=NOON + days * DAY
        )
    )


def test_a_price_that_fell_is_marked_told_once_and_not_sold_at(reseller: Reseller) -> None:
    runs = [checked(1, "130"), checked(2, "130.01"), checked(3, "140")]

    assert [run.fell for run in runs] == [0, 1, 0]
    assert price_of(reseller).below_floor_since == NOON + 2 * DAY
    assert told(reseller) == [
        {
            "plan_code": GROWTH,
            "interval": "month",
            "amount_minor": SET_AT,
            "floor_minor": 1300_10,
            "currency": "KES",
            "floor_day": "2026-11-23",
        }
    ]
    assert sale_refusal(reseller, 3) == "price.not_for_sale"


def test_a_price_recovers_when_the_floor_falls_and_is_told_again_when_it_falls_again(
    reseller: Reseller,
) -> None:
    runs = [checked(1, "140"), checked(2, "130"), checked(3, "140")]

    assert [(run.fell, run.recovered) for run in runs] == [(1, 0), (0, 1), (1, 0)]
    assert len(told(reseller)) == 2
    assert sale_refusal(reseller, 2) is None
    kinds = [kind for kind in events_written() if kind.startswith("list_price")]
    assert sorted(kinds) == ["list_price.fell"] * 2 + ["list_price.recovered", "list_price.set"]


def test_a_sale_needs_no_run_to_be_refused(reseller: Reseller) -> None:
    publish((NOON + DAY).date(), "140")

    assert sale_refusal(reseller, 1) == "price.not_for_sale"


def test_a_reseller_that_is_only_warned_is_told_and_sells_on(reseller: Reseller) -> None:
    resellers.change(reseller.id, an_act(), floor_policy=FloorPolicy.WARN)

    checked(1, "140")

    assert price_of(reseller).is_below_floor
    assert len(told(reseller)) == 1
    assert sale_refusal(reseller, 1) is None


def test_a_dearer_wholesale_price_fells_prices_of_its_own_currency(reseller: Reseller) -> None:
    commands.set_price(reseller.id, DOLLARS, 1000, an_act())
    prices = (WholesalePrice(Money(1001, "USD")), WholesalePrice(Money(1, "KES")))
    plans.set_prices(GROWTH, NOON + DAY, prices, an_act())

    run = checked(1)

    assert (run.fell, price_of(reseller, DOLLARS).is_below_floor) == (1, True)
    assert not price_of(reseller).is_below_floor


def test_a_price_that_was_set_anew_or_taken_away_is_left_alone(reseller: Reseller) -> None:
    other = a_seller("other")
    commands.set_price(reseller.id, SHILLINGS, 1500_00, an_act(now=NOON + DAY))
    commands.remove_price(other.id, SHILLINGS, an_act(now=NOON + DAY))

    run = checked(2, "140")

    assert run == Recheck()
    assert (told(reseller), told(other)) == ([], [])


def test_only_prices_on_the_wrong_side_are_read(reseller: Reseller) -> None:
    a_seller("other")

    with tapped() as line:
        checked(1, "129.5")
        checked(2, "140")
        before = len(line.calls)
        checked(3, "140")

    later = line.calls[before:]
    assert len(told(reseller)) == 1
    assert "TransactWriteItems" not in later
    # The plans, their price lists, the articles; then three spans in each shard.
    assert later.count("Query") == 3 + 3 * store.SHARDS


def test_a_missing_rate_leaves_one_article_and_holds_no_other_up(reseller: Reseller) -> None:
    commands.set_price(reseller.id, DOLLARS, 1000, an_act())
    dearer = (WholesalePrice(Money(1001, "USD")),)
    plans.set_prices(GROWTH, NOON + DAY, dearer, an_act())

    run = checked(9)

    assert (run.unknown, run.fell, run.is_complete) == (1, 1, False)
    assert not price_of(reseller).is_below_floor


def test_a_run_that_is_cut_short_is_finished_by_the_next(reseller: Reseller) -> None:
    other = a_seller("other")
    publish((NOON + DAY).date(), "140")
    over = iter([False, False, True])

    first = recheck(a_job(NOON + DAY), lambda: next(over))
    second = checked(1)

    assert (first.fell, first.is_complete) == (1, False)
    assert (second.fell, second.is_complete) == (1, True)
    assert [len(told(one)) for one in (reseller, other)] == [1, 1]


@pytest.mark.parametrize("dies", [dies_before, dies_after])
def test_a_run_that_dies_at_its_write_tells_once_in_the_end(
    reseller: Reseller, dies: Fault
) -> None:
    publish((NOON + DAY).date(), "140")
    before = snapshot()

    def dies_at_writes(call: Call) -> dict[str, Any]:
        return dict(dies(call) if call.operation == "TransactWriteItems" else call.proceed())

    with tapped(always(dies_at_writes)), pytest.raises(ProcessDied):
        checked(1)
    assert (snapshot() == before) == (dies is dies_before)
    checked(1)

    assert len(told(reseller)) == 1


def test_a_price_that_its_reseller_changes_meanwhile_is_left_to_the_next_run(
    reseller: Reseller,
) -> None:
    def somebody_is_faster(call: Call) -> dict[str, Any]:
        if call.operation == "TransactWriteItems":
            commands.set_price(reseller.id, SHILLINGS, 1500_00, an_act(now=NOON + DAY))
        return dict(call.proceed())

    publish((NOON + DAY).date(), "140")
    with tapped(always(somebody_is_faster)):
        run = checked(1)

    assert (run.left, run.fell, run.is_complete) == (1, 0, False)
    assert (checked(1), told(reseller)) == (Recheck(), [])
