"""
Comparing every list price with its floor, which moves with exchange rates and wholesale prices.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tenantry import events
from tenantry.acts import Act
from tenantry.errors import Conflict
from tenantry.fx.model import RateMissing
from tenantry.ids import TenantId
from tenantry.list_prices import commands, rules, store
from tenantry.list_prices.model import Article, Floor, ListPrice
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.observability import counted, log
from tenantry.plans.model import PlanNotPriced
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

    Each article's floor is computed once, and only the prices on the wrong side of it are read. A
    run that is cut short is finished by the next: what is settled stands on the right side.

    Args:
        is_over: Whether the time is over.
    """
    run = Recheck()
    for article in store.articles():
        run.is_cut_short = run.is_cut_short or is_over()
        if run.is_cut_short:
            break
        floor = _floor(run, article, act)
        if floor is not None:
            _recheck_article(run, article, floor, act=act, is_over=is_over)
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


def _floor(run: Recheck, article: Article, act: Act) -> Floor | None:
    try:
        return commands.floor_of(article, act.now)
    except PlanNotPriced:
        # Nothing to compare with, and nothing to tell: no sale asks for such a price either.
        return None
    except RateMissing as error:
        run.unknown += 1
        log.warning("a floor is not known", extra={"code": error.code, "detail": str(error)})
        return None


def _recheck_article(
    run: Recheck, article: Article, floor: Floor, *, act: Act, is_over: Callable[[], bool]
) -> None:
    for reseller_id in store.out_of_place(article, floor.price):
        if is_over():
            run.is_cut_short = True
            return
        try:
            after = settle(reseller_id, article, floor, act)
        except Conflict:
            run.left += 1
            continue
        if after is not None and after.is_below_floor:
            run.fell += 1
        elif after is not None:
            run.recovered += 1
