"""
Comparing every list price with its floor, which moves with exchange rates and wholesale prices.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tenantry import events
from tenantry.acts import Act
from tenantry.errors import Conflict
from tenantry.fx.model import RateMissing
from tenantry.fx.store import get_rates
from tenantry.ids import TenantId
from tenantry.list_prices import commands, rules, store
from tenantry.list_prices.model import Article, Floor, ListPrice
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.observability import counted, log
from tenantry.plans.model import PlanNotPriced
from tenantry.product_plans.commands import catalogue_prices, total_of
from tenantry.product_plans.model import Component
from tenantry.transactions import transaction


@dataclass
class Recheck:
    """
    What a run came to, so far.

    Args:
        fell: How many prices fell below their floor.
        recovered: How many are at or above it again.
        left: How many were being changed by somebody else; the next run looks at them again.
        unknown: Articles whose floor is not known, since a rate is missing.
        is_cut_short: Whether the time was over before every price was looked at.
    """

    fell: int = 0
    recovered: int = 0
    left: int = 0
    unknown: int = 0
    is_cut_short: bool = False

    @property
    def is_complete(self) -> bool:
        """
        Whether every price stands as it should.
        """
        return not (self.left or self.unknown or self.is_cut_short)


def recheck(act: Act, is_over: Callable[[], bool]) -> Recheck:
    """
    Compare all list prices with their floors, and settle those that fell or recovered (R-PRI-3).

    The floor of an article of the catalogue is computed once, and only the prices on the wrong side
    of it are read. A plan that a reseller composed has a floor of its own, so each of its prices is
    read. A run that is cut short is finished by the next: what is settled stands on the right side.

    Args:
        is_over: Whether the time is over.
    """
    run = Recheck()
    for reseller_id, article, floor in _out_of_place(_Floors(run, act), act, is_over):
        if _is_cut_short(run, is_over):
            break
        _settle(run, reseller_id, article, floor=floor, act=act)
    counted("list_prices.fell", run.fell)
    return run


def settle(reseller_id: TenantId, article: Article, floor: Floor, act: Act) -> ListPrice | None:
    """
    Shape 1. Mark a price that fell below its floor and tell the reseller; or let it recover.

    None when the price stands as it should: a repeat tells nobody a second time.

    Raises:
        Conflict: The price was changed at the same moment.
    """
    before = store.get_price(reseller_id, article)
    after = before and rules.compared(before, floor, act.now)
    if before is None or after is None or after is before:
        return None
    facts = {
        "plan_code": article.plan_code,
        "interval": article.interval.value,
        "amount_minor": after.price.minor,
        **rules.facts_of(floor),
    }
    purpose = f"{reseller_id} {article}"
    with transaction() as writes:
        store.replace(writes, before, after)
        if after.is_below_floor:
            told = Notification(
                act.new_id("ntf", purpose), reseller_id, "price.below_floor", act.now, facts
            )
            notifications.put(writes, told)
        events.record(
            writes,
            act,
            "list_price.fell" if after.is_below_floor else "list_price.recovered",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            purpose=purpose,
            **facts,
        )
    return after


class _Floors:
    """
    The floors of a run's moment; wholesale prices and each day's rates are read once.
    """

    def __init__(self, run: Recheck, act: Act) -> None:
        self.run = run
        self._day = act.now.date()
        self._catalogue = catalogue_prices(act.now)
        self._rates_of = cache(get_rates)
        self._told: set[str] = set()

    def of(self, components: tuple[Component, ...], article: Article) -> Floor | None:
        """
        The floor of an article that is made of these plans; None where there is none, or unknown.
        """
        prices = total_of(components, self._catalogue)
        try:
            return commands.floor_at(prices, article, self._day, self._rates_of)
        except PlanNotPriced:
            # Nothing to compare with, and nothing to tell: no sale asks for such a price either.
            return None
        except RateMissing as error:
            self.run.unknown += 1
            # One currency may keep thousands of prices waiting; it is told of once.
            if str(error) not in self._told:
                self._told.add(str(error))
                log.warning(
                    "a floor is not known", extra={"code": error.code, "detail": str(error)}
                )
            return None


def _out_of_place(
    floors: _Floors, act: Act, is_over: Callable[[], bool]
) -> Iterator[tuple[TenantId, Article, Floor]]:
    """
    Whose price of what has fallen below its floor, or recovered.
    """
    for article in store.articles():
        if _is_cut_short(floors.run, is_over):
            return
        floor = floors.of((Component(article.plan_code, 1),), article)
        if floor is not None:
            for reseller_id in store.out_of_place(article, floor.price):
                yield reseller_id, article, floor
    for price in store.prices_of_own_plans():
        if _is_cut_short(floors.run, is_over):
            return
        floor = floors.of(price.components, price.article)
        if floor is not None and rules.compared(price, floor, act.now) is not price:
            yield price.reseller_id, price.article, floor


def _is_cut_short(run: Recheck, is_over: Callable[[], bool]) -> bool:
    run.is_cut_short = run.is_cut_short or is_over()
    return run.is_cut_short


def _settle(
    run: Recheck, reseller_id: TenantId, article: Article, *, floor: Floor, act: Act
) -> None:
    try:
        after = settle(reseller_id, article, floor, act)
    except Conflict:
        run.left += 1
        return
    if after is not None and after.is_below_floor:
        run.fell += 1
    elif after is not None:
        run.recovered += 1
