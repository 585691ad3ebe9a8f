"""
How a reseller's own subscription begins, changes and ends.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from tenantry.errors import TenantryError
from tenantry.intervals import Interval
from tenantry.money import Money
from tenantry.plans.model import WholesalePrice
from tenantry.service_subscriptions import rules
from tenantry.service_subscriptions.model import ServiceSubscription
from tests.acting import DAY, NOON, SECOND
from tests.builders import GROWTH, RESELLER_ID, refusal_of

pytestmark = pytest.mark.requirement("R-PRI-2")

PRICES = (WholesalePrice(Money(10_00, "USD"), Money(100_00, "USD")),)
RUNNING = ServiceSubscription(
    RESELLER_ID, GROWTH, Interval.MONTH, 2, Money(10_00, "USD"), starts_at=NOON
)
PERIOD_END = datetime(2026, 12, 21, 12, tzinfo=NOON.tzinfo)
LATER = NOON + DAY

STATES = {
    "running": RUNNING,
    "ending": replace(RUNNING, ends_at=PERIOD_END),
    "ended": replace(RUNNING, ends_at=NOON + SECOND),
}
ACTIONS: dict[str, Callable[[ServiceSubscription], ServiceSubscription]] = {
    "subscribe": lambda service: rules.begin(service, replace(RUNNING, starts_at=LATER)),
    "change": lambda service: rules.change_quantity(service, 3, LATER),
    "cancel_now": lambda service: rules.cancel(service, LATER, at_once=True),
    "cancel_later": lambda service: rules.cancel(service, LATER, at_once=False),
    "resume": lambda service: rules.resume(service, LATER),
}
LIFECYCLE = """
running  subscribe     service.exists
running  change        running
running  cancel_now    ended
running  cancel_later  ending
running  resume        service.not_cancelled
ending   subscribe     service.exists
ending   change        ending
ending   cancel_now    ended
ending   cancel_later  ending
ending   resume        running
ended    subscribe     running
ended    change        service.ended
ended    cancel_now    ended
ended    cancel_later  ended
ended    resume        service.ended
"""


def state_after(action: str, service: ServiceSubscription) -> str:
    try:
        after = ACTIONS[action](service)
    except TenantryError as error:
        return error.code
    if after.ends_at is None:
        return "running"
    return "ending" if rules.is_running(after, LATER) else "ended"


@pytest.mark.parametrize("row", LIFECYCLE.strip().splitlines())
def test_the_life_of_a_subscription(row: str) -> None:
    before, action, expected = row.split()

    assert state_after(action, STATES[before]) == expected


def test_it_holds_to_the_very_instant_of_its_end() -> None:
    ending = STATES["ending"]

    moments = [PERIOD_END - SECOND, PERIOD_END]

    assert [rules.is_running(ending, moment) for moment in moments] == [True, False]


def test_a_change_of_quantity_keeps_the_price_and_the_end() -> None:
    changed = rules.change_quantity(STATES["ending"], 5, LATER)

    assert changed == replace(STATES["ending"], quantity=5, version=2)
    assert rules.change_quantity(changed, 5, LATER) is changed


def test_a_year_ends_with_its_year() -> None:
    yearly = replace(RUNNING, interval=Interval.YEAR)

    ends_at = rules.cancel(yearly, LATER, at_once=False).ends_at

    assert ends_at == datetime(2027, 11, 21, 12, tzinfo=NOON.tzinfo)


def test_what_begins_anew_has_the_price_of_then() -> None:
    dearer = replace(RUNNING, unit=Money(12_00, "USD"), starts_at=LATER)

    begun = rules.begin(STATES["ended"], dearer)

    assert begun == replace(dearer, version=2)


@pytest.mark.parametrize(
    ("interval", "expected"), [(Interval.MONTH, 10_00), (Interval.YEAR, 100_00)]
)
def test_a_unit_costs_the_wholesale_price_of_its_interval(
    interval: Interval, expected: int
) -> None:
    assert rules.unit_price(PRICES, "USD", interval) == Money(expected, "USD")


def test_no_wholesale_price_is_converted() -> None:
    refused = refusal_of(lambda: rules.unit_price(PRICES, "KES", Interval.MONTH))

    assert refused == "plan.not_priced"
