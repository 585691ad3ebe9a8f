"""
Resellers subscribe themselves to plans, and may then sell what needs it.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tenantry.intervals import Interval
from tenantry.money import Money
from tenantry.pilots import commands as pilots
from tenantry.plans import commands as plans
from tenantry.plans.model import WholesalePrice
from tenantry.resellers.model import Reseller
from tenantry.service_subscriptions import commands, store
from tenantry.service_subscriptions.model import ServiceSubscription, SubscriptionNeeded
from tenantry.subscribing import commands as subscribing
from tenantry.subscriptions.model import Terms
from tenantry.tenants.model import Tenant
from tests.acting import DAY, NOON, SECOND, an_act
from tests.builders import GROWTH, bring_in, make_reseller, once, refusal_of
from tests.commands.composing import FLEET, PARTS, compose, make_fleet, subscribe
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-PRI-2")]

NEEDED = "plan.subscription_needed"


@pytest.fixture
def reseller() -> Reseller:
    """
    A reseller, where only who is subscribed to `fleet` (5 dollars a month) may sell it.
    """
    make_fleet(needs_subscription=True)
    return make_reseller()


@pytest.fixture
def tenant(reseller: Reseller) -> Tenant:
    """
    A pilot of that reseller.
    """
    return bring_in(reseller)


def upgrade(tenant: Tenant, plan_code: str = FLEET, days: int = 0) -> object:
    return pilots.upgrade(tenant.id, Terms(plan_code), an_act(now=NOON + days * DAY))


def change(tenant: Tenant, **changes: object) -> str | None:
    return refusal_of(lambda: subscribing.change(tenant.id, changes, an_act()))


def cancel(reseller: Reseller, *, at_once: bool = True) -> ServiceSubscription:
    return commands.cancel(reseller.id, FLEET, an_act(), at_once=at_once)


def test_the_wholesale_price_of_the_beginning_stays(reseller: Reseller) -> None:
    subscribe(reseller)
    plans.set_prices(FLEET, NOON + DAY, (WholesalePrice(Money(9_00, "USD")),), an_act())

    act = an_act(now=NOON + 2 * DAY)
    service = commands.change_quantity(reseller.id, FLEET, 7, act)

    assert (service.unit, service.quantity) == (Money(5_00, "USD"), 7)


def test_who_subscribes_after_the_end_pays_the_price_of_then(reseller: Reseller) -> None:
    subscribe(reseller)
    cancel(reseller)
    plans.set_prices(FLEET, NOON + DAY, (WholesalePrice(Money(9_00, "USD")),), an_act())

    service = subscribe(reseller, now=NOON + DAY)

    assert (service.unit, service.ends_at, service.version) == (Money(9_00, "USD"), None, 3)


@pytest.mark.parametrize(
    ("plan_code", "currency", "refused"),
    [
        ("gold", "USD", "plan.not_found"),
        ("own-bundle", "USD", "plan.not_found"),
        ("retired", "USD", "plan.not_offered"),
        (FLEET, "EUR", "plan.not_priced"),
    ],
)
def test_only_what_the_catalogue_offers_in_the_currency_is_subscribed_to(
    reseller: Reseller, plan_code: str, currency: str, refused: str
) -> None:
    plans.create("retired", "Retired", (), an_act())
    plans.change("retired", an_act(), is_active=False)

    def ask() -> object:
        return commands.subscribe(
            reseller.id, plan_code, Interval.MONTH, an_act(), quantity=1, currency=currency
        )

    assert refusal_of(ask) == refused


def test_a_repeat_subscribes_once(reseller: Reseller) -> None:
    def ask() -> object:
        act = replace(an_act(), once=once())
        return commands.subscribe(
            reseller.id, FLEET, Interval.YEAR, act, quantity=1, currency="USD"
        )

    refusals = [refusal_of(ask) for _ in range(2)]

    assert refusals == [None, "service.exists"]
    assert events_written().count("service.subscribed") == 1


def test_of_two_who_subscribe_at_once_one_is_told(reseller: Reseller) -> None:
    with tapped() as line:
        subscribe(reseller, GROWTH)

    with tapped({len(line.calls) - 1: meanwhile(lambda: subscribe(reseller))}):
        refused = refusal_of(lambda: subscribe(reseller))

    assert refused == "service.exists"
    assert len(items_of("ServiceSubscription")) == 2


def test_a_change_that_meets_a_cancellation_is_told(reseller: Reseller) -> None:
    subscribe(reseller)

    with tapped({1: meanwhile(lambda: cancel(reseller))}):
        refused = refusal_of(lambda: commands.change_quantity(reseller.id, FLEET, 2, an_act()))

    assert refused == "conflict"
    kept = store.get_service(reseller.id, FLEET)
    assert (kept and kept.quantity, kept and kept.ends_at) == (1, NOON)


def test_a_cancellation_is_taken_back_before_its_end_and_not_after(reseller: Reseller) -> None:
    subscribe(reseller)
    ends_at = cancel(reseller, at_once=False).ends_at
    assert ends_at is not None

    resumed = commands.resume(reseller.id, FLEET, an_act(now=ends_at - SECOND))
    cancel(reseller)

    assert resumed.ends_at is None
    late = refusal_of(lambda: commands.resume(reseller.id, FLEET, an_act(now=ends_at)))
    assert late == "service.ended"


def test_who_has_never_subscribed_has_nothing_to_change(reseller: Reseller) -> None:
    asks: list[Callable[[], object]] = [
        lambda: commands.change_quantity(reseller.id, FLEET, 2, an_act()),
        lambda: cancel(reseller),
        lambda: commands.resume(reseller.id, FLEET, an_act()),
    ]

    assert [refusal_of(ask) for ask in asks] == ["service.not_found"] * 3


def test_what_needs_a_subscription_is_sold_by_who_has_one(tenant: Tenant) -> None:
    refused = refusal_of(lambda: upgrade(tenant))
    reseller_id = tenant.held_by
    commands.subscribe(reseller_id, FLEET, Interval.MONTH, an_act(), quantity=1, currency="USD")

    upgrade(tenant)

    assert refused == NEEDED
    assert subscribing.read(tenant.id, an_act().principal).plan_code == FLEET


def test_the_refusal_names_the_plan(reseller: Reseller, tenant: Tenant) -> None:
    subscribe(reseller)
    compose(reseller)
    cancel(reseller)

    with pytest.raises(SubscriptionNeeded) as refused:
        upgrade(tenant, "own-bundle")

    assert refused.value.context == {"plan_code": FLEET}


def test_what_was_cancelled_for_the_period_s_end_is_sold_until_then(
    reseller: Reseller, tenant: Tenant
) -> None:
    subscribe(reseller)
    cancel(reseller, at_once=False)
    late = bring_in(reseller, "late@shop.example")

    refusals = [
        refusal_of(lambda: upgrade(tenant, days=29)),
        refusal_of(lambda: upgrade(late, days=30)),
    ]

    assert refusals == [None, NEEDED]


def test_a_sale_that_meets_the_cancellation_sells_nothing(
    reseller: Reseller, tenant: Tenant
) -> None:
    subscribe(reseller)
    other = bring_in(reseller, "other@shop.example")
    with tapped() as line:
        upgrade(other)

    with tapped({len(line.calls) - 1: meanwhile(lambda: cancel(reseller))}):
        refused = refusal_of(lambda: upgrade(tenant))

    assert refused == NEEDED
    assert subscribing.read(tenant.id, an_act().principal).status.value == "pilot"


def test_a_composition_of_it_is_refused_too(reseller: Reseller) -> None:
    refused = refusal_of(lambda: compose(reseller))
    subscribe(reseller)

    plan = compose(reseller)

    assert (refused, plan.components) == (NEEDED, PARTS)


def test_without_it_nobody_changes_to_the_plan_or_to_more_of_it(
    reseller: Reseller, tenant: Tenant
) -> None:
    other = bring_in(reseller, "other@shop.example")
    upgrade(other, GROWTH)
    subscribe(reseller)
    upgrade(tenant)
    assert change(tenant, quantity=3) is None
    cancel(reseller)

    refusals = [change(other, plan_code=FLEET), change(tenant, quantity=4)]

    assert refusals == [NEEDED, NEEDED]
    assert change(tenant, interval=Interval.YEAR) == NEEDED


def test_what_was_sold_stays_and_may_shrink_and_leave(reseller: Reseller, tenant: Tenant) -> None:
    subscribe(reseller)
    upgrade(tenant)
    change(tenant, quantity=3)
    cancel(reseller)

    refusals = [change(tenant, quantity=2), change(tenant, plan_code=GROWTH)]

    assert refusals == [None, None]


def test_a_plan_that_needs_it_no_more_is_sold_by_everybody(tenant: Tenant) -> None:
    plans.change(FLEET, an_act(), needs_subscription=False)

    assert refusal_of(lambda: upgrade(tenant)) is None
