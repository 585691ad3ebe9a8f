"""
Every command about prices, licences and payments, each with something to do in the town.
"""

from decimal import Decimal

from tenantry.billing import commands as billing
from tenantry.billing.model import Mode
from tenantry.clock import Month
from tenantry.commissions import commands as commissions
from tenantry.commissions.model import Agreement
from tenantry.dunning import commands as dunning
from tenantry.intervals import Interval
from tenantry.ledger import commands as ledger
from tenantry.license_prices import commands as prices
from tenantry.license_prices.model import Tier
from tenantry.license_purchases import commands as purchases
from tenantry.licenses import commands as licenses
from tenantry.list_prices import commands as list_prices
from tenantry.list_prices.model import Article
from tenantry.money import Money
from tenantry.payment_keys import commands as payment_keys
from tenantry.payments.model import Refund, RefundStatus
from tenantry.plans import commands as plans
from tenantry.plans.model import WholesalePrice
from tenantry.product_plans import commands as product_plans
from tenantry.product_plans.model import Component
from tenantry.service_subscriptions import commands as services
from tenantry.subscriptions.model import DunningSchedule
from tests.acting import DAY, NOON
from tests.builders import GROWTH
from tests.commands.command import LATER, Command, an_owner
from tests.commands.composing import BUNDLE, set_key
from tests.commands.town import A_MONTH, AGREED, Town
from tests.licensing import PretendProvider
from tests.receiving import a_receipt

A_YEAR = Article(GROWTH, "USD", Interval.YEAR)


def _returned(town: Town) -> Refund:
    return next(refund for refund in town.pack.facts.refunds.values() if refund.is_ours)


SELLING: dict[str, Command] = {
    "plans.create": Command(lambda _, act: plans.create("xl", "XL", (), act), "plan.created"),
    "plans.change": Command(lambda _, act: plans.change(GROWTH, act, name="G"), "plan.changed"),
    "plans.set_prices": Command(
        lambda _, act: plans.set_prices(GROWTH, LATER, (WholesalePrice(Money(1, "USD")),), act),
        "plan.priced",
    ),
    "product_plans.create": Command(
        lambda town, act: product_plans.create(
            town.reseller.id, "own-two", (Component(GROWTH, 2),), act, name="Two"
        ),
        "product_plan.created",
        an_owner,
    ),
    "product_plans.change": Command(
        lambda town, act: product_plans.change(town.reseller.id, BUNDLE, act, name="B"),
        "product_plan.changed",
        an_owner,
    ),
    "service_subscriptions.subscribe": Command(
        lambda town, act: services.subscribe(
            town.sleeping.id, GROWTH, Interval.MONTH, act, quantity=1, currency="USD"
        ),
        "service.subscribed",
    ),
    "service_subscriptions.change_quantity": Command(
        lambda town, act: services.change_quantity(town.reseller.id, GROWTH, 2, act),
        "service.changed",
        an_owner,
    ),
    "service_subscriptions.cancel": Command(
        lambda town, act: services.cancel(town.reseller.id, GROWTH, act, at_once=True),
        "service.cancelled",
        an_owner,
    ),
    "service_subscriptions.resume": Command(
        lambda town, act: services.resume(town.reseller.id, GROWTH, act),
        "service.resumed",
        an_owner,
    ),
    "payment_keys.set_key": Command(
        lambda town, act: set_key(town.sleeping.id, act), "payment_key.set"
    ),
    "payment_keys.set_key, another": Command(
        lambda town, act: set_key(town.reseller.id, act), "payment_key.rotated", an_owner
    ),
    "payment_keys.remove_key": Command(
        lambda town, act: payment_keys.remove_key(town.reseller.id, act),
        "payment_key.removed",
        an_owner,
    ),
    "list_prices.set_price": Command(
        lambda town, act: list_prices.set_price(town.reseller.id, A_YEAR, 120_00, act),
        "list_price.set",
        an_owner,
    ),
    "list_prices.set_price, another": Command(
        lambda town, act: list_prices.set_price(town.reseller.id, A_MONTH, 12_00, act),
        "list_price.set",
        an_owner,
    ),
    "list_prices.remove_price": Command(
        lambda town, act: list_prices.remove_price(town.reseller.id, A_MONTH, act),
        "list_price.removed",
        an_owner,
    ),
    "commissions.agree": Command(
        lambda town, act: commissions.agree(town.reseller.id, Agreement(Month("2026-12")), act),
        "agreement.set",
    ),
    "commissions.agree, anew": Command(
        lambda town, act: commissions.agree(
            town.reseller.id, Agreement(AGREED, Decimal("0.3")), act
        ),
        "agreement.set",
    ),
    "billing.set_for_tenant": Command(
        lambda town, act: billing.set_for_tenant(town.tenant.id, Mode.PROVIDER, act),
        "billing.set",
        an_owner,
    ),
    "billing.set_for_reseller": Command(
        lambda town, act: billing.set_for_reseller(town.reseller.id, Mode.MANUAL, act),
        "billing.set",
    ),
    "dunning.set_schedule": Command(
        lambda town, act: dunning.set_schedule(town.reseller.id, DunningSchedule((1,), 5), act),
        "dunning.set",
        an_owner,
    ),
    "dunning.settle": Command(
        lambda town, act: dunning.settle(town.owing.id, act),
        "subscription.past_due",
        is_job=True,
    ),
    "dunning.settle, three days late": Command(
        lambda town, act: dunning.settle(town.owing.id, act),
        "subscription.payment_reminder",
        now=NOON + 3 * DAY,
        is_job=True,
    ),
    "dunning.settle, too late": Command(
        lambda town, act: dunning.settle(town.owing.id, act),
        "subscription.suspended",
        now=NOON + 8 * DAY,
        is_job=True,
    ),
    "ledger.record": Command(
        lambda town, act: ledger.record(town.tenant.id, a_receipt("R-2"), act),
        "payment.recorded",
        an_owner,
    ),
    "ledger.give_back": Command(
        lambda town, act: ledger.give_back(
            town.tenant.id, town.payment.id, act, reference="B-1", minor=50_00
        ),
        "payment.refunded",
        an_owner,
    ),
    "license_prices.set_prices": Command(
        lambda _, act: prices.set_prices(LATER, (Tier(1, None, Money(1_00, "USD")),), act),
        "license_prices.set",
    ),
    "license_prices.quote": Command(
        lambda town, act: prices.quote(town.reseller, 10, act), "license_quote.made", an_owner
    ),
    "licenses.grant": Command(
        lambda town, act: licenses.grant(town.reseller.id, 5, "welcome", act), "licenses.granted"
    ),
    "licenses.grant, below zero": Command(
        lambda town, act: licenses.grant(town.reseller.id, -5, "wrong", act), "licenses.removed"
    ),
    "licenses.set_low_stock": Command(
        lambda town, act: licenses.set_low_stock(town.reseller.id, 3, act),
        "licenses.threshold_set",
        an_owner,
    ),
    "license_purchases.buy": Command(
        lambda town, act: purchases.buy(
            town.reseller.id, town.begun.quote_id, PretendProvider(), act
        ),
        "license_purchase.opened",
        an_owner,
    ),
    "license_purchases.open_checkout": Command(
        lambda town, act: purchases.open_checkout(town.begun, PretendProvider(), act),
        "license_purchase.opened",
        is_job=True,
    ),
    "license_purchases.expire": Command(
        lambda town, act: purchases.expire(town.begun, act),
        "license_purchase.expired",
        is_job=True,
    ),
    "license_purchases.give_back": Command(
        lambda town, act: purchases.give_back(
            town.reseller.id, town.pack.id, PretendProvider(), act, quantity=20
        ),
        "license_purchase.updated",
        an_owner,
    ),
    "license_purchases.settle_refund": Command(
        lambda town, act: purchases.settle_refund(
            town.pack, _returned(town).id, PretendProvider(), act
        ),
        "license_purchase.updated",
        is_job=True,
    ),
    "license_purchases.finish_refund": Command(
        lambda town, act: purchases.finish_refund(
            town.pack, _returned(town), PretendProvider(), act
        ),
        "license_purchase.updated",
        is_job=True,
    ),
    "license_purchases.note_refund": Command(
        lambda town, act: purchases.note_refund(
            town.pack, _returned(town), RefundStatus.FAILED, act
        ),
        "license_purchase.updated",
        is_job=True,
    ),
    "license_purchases.name_quantity": Command(
        lambda town, act: purchases.name_quantity(
            town.reseller.id, town.pack.id, "re_1", act, quantity=1
        ),
        "license_purchase.updated",
    ),
    "license_purchases.accept_payment": Command(
        lambda town, act: purchases.accept_payment(town.reseller.id, town.held.id, 1, act),
        "license_purchase.paid",
    ),
}
