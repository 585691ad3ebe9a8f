"""
Each reseller says when its customers are reminded and suspended.
"""

import json

import pytest

from tenantry.dunning import commands as dunning
from tenantry.resellers.model import Reseller
from tenantry.subscriptions.model import DunningSchedule
from tests.acting import DAY, NOON, an_act, owner_of
from tests.builders import a_form, make_reseller, refusal_of
from tests.commands.owing import run_night, sell, subscription_of
from tests.reading import events_written, items_of

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-BIL-4")]

USUAL = DunningSchedule((1, 3, 7), 8)


@pytest.fixture
def reseller(catalogue: None) -> Reseller:
    del catalogue
    return make_reseller()


def set_days(reseller: Reseller, *reminder_days: int, suspend_after: int) -> str | None:
    schedule = DunningSchedule(reminder_days, suspend_after)
    act = an_act(owner_of(reseller.id))
    return refusal_of(lambda: dunning.set_schedule(reseller.id, schedule, act))


def reminded_on(kind: str = "subscription.payment_reminder") -> list[int]:
    written = sorted(items_of("Event"), key=lambda item: item["sk"])
    return [json.loads(one["facts"])["days"] for one in written if one["name"] == kind]


def test_its_customers_are_reminded_and_suspended_on_its_days(reseller: Reseller) -> None:
    tenant = sell(reseller)
    set_days(reseller, 2, 30, suspend_after=45)

    for day in range(50):
        run_night(NOON + day * DAY)

    assert reminded_on() == [2, 30]
    assert subscription_of(tenant).suspended_at == NOON + 45 * DAY


def test_the_days_of_one_are_not_those_of_another(reseller: Reseller) -> None:
    other = make_reseller(a_form("other", email="o@o.example"))

    set_days(other, 2, suspend_after=3)

    assert (dunning.read(reseller.id), dunning.read(other.id).suspend_after) == (USUAL, 3)


def test_longer_days_hold_from_the_next_night_on(reseller: Reseller) -> None:
    tenant = sell(reseller)
    for day in range(8):
        run_night(NOON + day * DAY)
    set_days(reseller, 1, 3, 7, 14, suspend_after=21)

    for day in range(8, 30):
        run_night(NOON + day * DAY)

    assert reminded_on() == [1, 3, 7, 14]
    assert subscription_of(tenant).suspended_at == NOON + 21 * DAY


def test_a_gate_that_is_shut_stays_shut_whatever_is_said_later(reseller: Reseller) -> None:
    tenant = sell(reseller)
    run_night(NOON + 8 * DAY)

    set_days(reseller, 1, suspend_after=90)
    run_night(NOON + 9 * DAY)

    assert subscription_of(tenant).suspended_at == NOON + 8 * DAY


def test_the_usual_days_hold_until_something_is_said_and_the_same_again_says_nothing(
    reseller: Reseller,
) -> None:
    usual = dunning.read(reseller.id)

    for schedule in (usual, DunningSchedule((1,), 5), DunningSchedule((1,), 5)):
        dunning.set_schedule(reseller.id, schedule, an_act())

    assert (usual, dunning.read(reseller.id)) == (USUAL, DunningSchedule((1,), 5))
    assert events_written().count("dunning.set") == 1


@pytest.mark.parametrize(
    ("days", "suspend_after"), [((1,), 2), ((60,), 90), (tuple(range(1, 11)), 11), ((59, 60), 61)]
)
def test_days_at_the_limits_are_taken(
    reseller: Reseller, days: tuple[int, ...], suspend_after: int
) -> None:
    assert set_days(reseller, *days, suspend_after=suspend_after) is None
    assert dunning.read(reseller.id) == DunningSchedule(days, suspend_after)


@pytest.mark.parametrize(
    ("days", "suspend_after"),
    [
        ((), 8),
        ((0, 1), 8),
        ((-1,), 8),
        ((61,), 90),
        ((3, 1), 8),
        ((1, 1), 8),
        (tuple(range(1, 12)), 20),
        ((1, 3, 7), 7),
        ((1, 3, 7), 0),
        ((1,), 91),
    ],
)
def test_days_that_nobody_could_keep_to_are_refused(
    reseller: Reseller, days: tuple[int, ...], suspend_after: int
) -> None:
    assert set_days(reseller, *days, suspend_after=suspend_after) == "request.invalid"
    assert items_of("Dunning") == []


def test_only_a_reseller_has_days(reseller: Reseller) -> None:
    tenant = sell(reseller)

    refusals = [
        refusal_of(lambda: dunning.read(tenant.id)),
        refusal_of(lambda: dunning.set_schedule(tenant.id, USUAL, an_act())),
    ]

    assert refusals == ["reseller.not_found"] * 2
