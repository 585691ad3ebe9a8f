"""
What tests of product plans and of resellers' own subscriptions start from.
"""

from datetime import datetime

from tenantry.acts import Act
from tenantry.clock import Month
from tenantry.commissions import commands as commissions
from tenantry.commissions.model import Agreement
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.list_prices import commands as list_prices
from tenantry.list_prices.model import Article
from tenantry.money import Money
from tenantry.payment_keys import commands as payment_keys
from tenantry.payment_keys.model import PaymentKey
from tenantry.plans import commands as plans
from tenantry.plans.model import Plan, WholesalePrice
from tenantry.product_plans import commands as product_plans
from tenantry.product_plans.model import Component, ProductPlan, Status
from tenantry.resellers.model import Reseller
from tenantry.service_subscriptions import commands as services
from tenantry.service_subscriptions.model import ServiceSubscription
from tests.acting import DAY, NOON, an_act, owner_of
from tests.builders import GROWTH

FLEET = "fleet"
BUNDLE = "own-bundle"
PARTS = (Component(GROWTH, 2), Component(FLEET, 3))


def make_fleet(*, needs_subscription: bool = False) -> Plan:
    """
    A second plan of the catalogue, for 5 dollars or 600 shillings a month.
    """
    prices = (WholesalePrice(Money(5_00, "USD")), WholesalePrice(Money(600_00, "KES")))
    made = plans.create(FLEET, "Fleet", prices, an_act(), needs_subscription=needs_subscription)
    return made.plan


def make_fleet_dearer(minor: int, day: int) -> None:
    """
    What `fleet` costs in dollars from so many days after noon on.
    """
    prices = (WholesalePrice(Money(minor, "USD")),)
    plans.set_prices(FLEET, NOON + day * DAY, prices, an_act())


def retire(reseller: Reseller) -> None:
    """
    Offer the plan `own-bundle` to nobody any more.
    """
    product_plans.change(reseller.id, BUNDLE, an_act(), status=Status.RETIRED)


def compose(
    reseller: Reseller, code: str = BUNDLE, parts: tuple[Component, ...] = PARTS
) -> ProductPlan:
    """
    A plan of a reseller's own: two of `growth` and three of `fleet`, 35 dollars a month.
    """
    return product_plans.create(reseller.id, code, parts, an_act(), name="Bundle").plan


def subscribe(
    reseller: Reseller, plan_code: str = FLEET, now: datetime = NOON
) -> ServiceSubscription:
    """
    A reseller's own subscription to a plan, by the month.
    """
    return services.subscribe(
        reseller.id, plan_code, Interval.MONTH, an_act(now=now), quantity=1, currency="USD"
    )


def set_key(reseller_id: TenantId, act: Act) -> PaymentKey:
    """
    A key of a reseller's own, which passes its trial.
    """
    key = f"rk_test_{'51Example9' * 4}"
    return payment_keys.set_key(reseller_id, key, act, try_key=lambda _: None)


def begin_to_sell(reseller: Reseller, article: Article, month: Month) -> None:
    """
    Set a price and a key, compose a plan, subscribe until a month's end, and agree on a share.
    """
    list_prices.set_price(reseller.id, article, 11_00, an_act(owner_of(reseller.id)))
    compose(reseller, parts=(Component(GROWTH, 3),))
    subscribe(reseller, GROWTH)
    services.cancel(reseller.id, GROWTH, an_act(), at_once=False)
    set_key(reseller.id, an_act())
    commissions.agree(reseller.id, Agreement(month), an_act())
