"""
What a tenant is sold at: the list price of the moment, frozen with the wholesale price under it.
"""

import pytest

from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.list_prices import commands as list_prices
from tenantry.list_prices.model import Article
from tenantry.money import Money
from tenantry.pilots import commands as pilots
from tenantry.subscribing import commands as subscribing
from tenantry.subscriptions.model import Sold, Subscription, Terms
from tenantry.tenants.model import Tenant
from tests.acting import DAY, NOON, OPERATOR, an_act
from tests.builders import GROWTH, bring_in, make_reseller, refusal_of

MONTHLY = Article(GROWTH, "USD", Interval.MONTH)
YEARLY = Article(GROWTH, "USD", Interval.YEAR)
# The plan's wholesale price is 10.00 a month, so 120.00 a year.
SOLD = Sold(Money(15_00, "USD"), Money(10_00, "USD"))

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-PRI-1")]


@pytest.fixture
def tenant() -> Tenant:
    """
    A pilot of a reseller that sells the plan `growth` for 15.00 USD a month.
    """
    tenant = bring_in(make_reseller())
    ask(tenant.held_by, MONTHLY, 15_00)
    return tenant


def ask(reseller_id: TenantId, article: Article, minor: int, day: int = 0) -> None:
    list_prices.set_price(reseller_id, article, minor, an_act(now=NOON + day * DAY))


def upgrade(tenant: Tenant, currency: str | None = "USD") -> Subscription:
    act = an_act(now=NOON + DAY)
    return pilots.upgrade(tenant.id, Terms(GROWTH, quantity=2), act, currency=currency)


def change(tenant: Tenant, day: int, **changes: object) -> Subscription:
    return subscribing.change(tenant.id, changes, an_act(now=NOON + day * DAY))


def test_an_upgrade_is_sold_at_the_list_price_of_its_moment(tenant: Tenant) -> None:
    assert upgrade(tenant).terms == Terms(GROWTH, quantity=2, sold=SOLD)


def test_an_upgrade_without_a_currency_names_no_price(tenant: Tenant) -> None:
    assert upgrade(tenant, None).sold is None


def test_what_has_no_list_price_in_a_currency_is_not_sold_in_it(tenant: Tenant) -> None:
    assert refusal_of(lambda: upgrade(tenant, "KES")) == "price.not_for_sale"


def test_a_price_that_is_set_later_moves_nobody(tenant: Tenant) -> None:
    upgrade(tenant)
    ask(tenant.held_by, MONTHLY, 20_00, day=2)

    more = change(tenant, 3, quantity=5)

    assert more.terms == Terms(GROWTH, quantity=5, sold=SOLD)


def test_another_interval_is_sold_at_its_own_price_of_now(tenant: Tenant) -> None:
    upgrade(tenant)
    refused = refusal_of(lambda: change(tenant, 2, interval=Interval.YEAR))
    ask(tenant.held_by, YEARLY, 150_00, day=2)

    yearly = change(tenant, 3, interval=Interval.YEAR)

    assert refused == "price.not_for_sale"
    assert yearly.sold == Sold(Money(150_00, "USD"), Money(120_00, "USD"))


def test_the_same_upgrade_again_is_the_same_sale(tenant: Tenant) -> None:
    first = upgrade(tenant)
    ask(tenant.held_by, MONTHLY, 20_00, day=2)

    assert upgrade(tenant) == first


def test_the_price_of_any_past_instant_is_remembered(tenant: Tenant) -> None:
    upgrade(tenant)
    ask(tenant.held_by, YEARLY, 150_00, day=2)
    change(tenant, 3, interval=Interval.YEAR)

    past = subscribing.read_as_of(tenant.id, NOON + 2 * DAY, OPERATOR)

    assert past.terms.sold == SOLD
