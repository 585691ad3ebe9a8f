"""
List prices over the API, and the nightly job that compares them with their floors.
"""

from datetime import UTC, datetime, timedelta

import pytest

from prices.recheck import handler as recheck
from tenantry.clock import stamp
from tenantry.principals import Role
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tests.calling import CONTEXT, Answer, call
from tests.functions.cast import (
    Json,
    a_list_price,
    a_member,
    a_plan,
    a_reseller,
    an_owner,
    expect,
    made,
    price_plan,
)
from tests.functions.lambdas import at as scheduled_at
from tests.pricing import publish

pytestmark = pytest.mark.requirement("R-PRI-1")

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def priced(operator: str) -> str:
    """
    An operator, where the plan `fleet` costs 10 dollars a month at wholesale.
    """
    price = {"amount_minor": 1_000, "currency": "USD"}
    a_plan(operator, "fleet", wholesale_prices=[price])
    return operator


@pytest.fixture
def reseller(priced: str) -> Json:
    return a_reseller(priced)


def try_price(
    secret: str, reseller: Json, minor: object = 1_000, place: str = "fleet/USD/month"
) -> Answer:
    path = f"/v1/resellers/{reseller['id']}/list-prices/{place}"
    return call("PUT", path, body={"amount_minor": minor}, secret=secret)


def listed(secret: str, reseller: Json) -> list[Json]:
    path = f"/v1/resellers/{reseller['id']}/list-prices"
    items: list[Json] = made(call("GET", path, secret=secret), 200)["items"]
    return items


def told(secret: str, reseller: Json) -> list[Json]:
    path = f"/v1/resellers/{reseller['id']}/notifications"
    items = made(call("GET", path, secret=secret), 200)["items"]
    return [one for one in items if one["kind"] == "price.below_floor"]


def test_an_owner_sets_a_price_and_lists_it(reseller: Json) -> None:
    owner = an_owner(reseller)

    price = made(try_price(owner, reseller, 1_250), 200)

    shown = {name: price[name] for name in ("plan_code", "currency", "interval", "amount_minor")}
    assert shown == {
        "plan_code": "fleet",
        "currency": "USD",
        "interval": "month",
        "amount_minor": 1_250,
    }
    assert (price["is_below_floor"], price["below_floor_since"]) == (False, None)
    assert listed(owner, reseller) == [price]


def test_a_price_in_another_currency_shows_the_day_and_the_rates_of_its_floor(
    priced: str, reseller: Json
) -> None:
    yesterday = (datetime.now(UTC) - DAY).date()
    publish(yesterday)

    floor = a_list_price(priced, reseller, 1290_00, "fleet/KES/month")["floor"]

    assert (floor["amount_minor"], floor["day"]) == (1290_00, str(yesterday))
    assert (floor["wholesale_minor"], floor["wholesale_currency"]) == (1_000, "USD")
    assert sorted(rate["currency"] for rate in floor["rates"]) == ["KES", "USD"]


def test_a_price_below_the_floor_is_refused_with_the_floor(priced: str, reseller: Json) -> None:
    answer = try_price(priced, reseller, 999)

    assert (answer.status, answer.json["code"]) == (409, "price.below_floor")
    assert (answer.json["floor_minor"], answer.json["currency"]) == (1_000, "USD")
    assert answer.json["floor_day"] is None
    assert listed(priced, reseller) == []


def test_without_a_rate_there_is_no_floor_to_compare_with(priced: str, reseller: Json) -> None:
    answer = try_price(priced, reseller, 10**12, "fleet/TZS/month")

    assert (answer.status, answer.json["code"]) == (409, "fx.rate_missing")


def test_an_operator_lets_a_reseller_sell_below_the_floor(priced: str, reseller: Json) -> None:
    path, owner = f"/v1/resellers/{reseller['id']}", an_owner(reseller)
    warn = {"floor_policy": "warn"}

    refused = call("PATCH", path, body=warn, secret=owner)
    changed = made(call("PATCH", path, body=warn, secret=priced), 200)

    assert (refused.status, refused.json["field"]) == (403, "floor_policy")
    assert (reseller["floor_policy"], changed["floor_policy"]) == ("refuse", "warn")
    assert a_list_price(owner, reseller, 1, "fleet/USD/month")["is_below_floor"]


def test_a_price_that_is_taken_away_is_gone(priced: str, reseller: Json) -> None:
    path = f"/v1/resellers/{reseller['id']}/list-prices/fleet/USD/month"
    expect(try_price(priced, reseller), 200)

    answers = [call("DELETE", path, secret=an_owner(reseller)) for _ in range(2)]

    assert [answer.status for answer in answers] == [204, 404]
    assert listed(priced, reseller) == []


def test_billing_sets_prices_and_support_only_reads_them(priced: str, reseller: Json) -> None:
    billing = a_member(priced, reseller, Role.RESELLER_BILLING)
    support = a_member(priced, reseller, Role.RESELLER_SUPPORT)

    answers = [try_price(secret, reseller) for secret in (billing, support)]

    assert [answer.status for answer in answers] == [200, 403]
    assert len(listed(support, reseller)) == 1


def test_prices_of_another_reseller_are_nowhere_to_be_found(priced: str, reseller: Json) -> None:
    stranger = an_owner(a_reseller(priced))
    path = f"/v1/resellers/{reseller['id']}/list-prices"

    answers = [
        try_price(stranger, reseller),
        call("GET", path, secret=stranger),
        call("DELETE", f"{path}/fleet/USD/month", secret=stranger),
    ]

    assert {answer.status for answer in answers} == {404}


@pytest.mark.parametrize("minor", [-1, 1.5, "9", True, None, 10**12 + 1])
def test_a_wrong_amount_is_named(priced: str, reseller: Json, minor: object) -> None:
    answer = try_price(priced, reseller, minor)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "amount_minor")


PLACES = """
none/USD/month   404 plan.not_found
fleet/usd/month  404 not_found
fleet/USD/week   404 not_found
fleet/XQX/month  404 not_found
"""


@pytest.mark.parametrize("row", PLACES.strip().splitlines())
def test_a_price_of_nothing_is_refused(priced: str, reseller: Json, row: str) -> None:
    place, status, code = row.split()

    answer = try_price(priced, reseller, place=place)

    assert (answer.status, answer.json["code"]) == (int(status), code)


@pytest.mark.requirement("R-PRI-3")
def test_the_nightly_job_tells_of_a_price_that_fell_once(priced: str, reseller: Json) -> None:
    a_plan(priced, "night", wholesale_prices=[{"amount_minor": 1_000, "currency": "USD"}])
    a_list_price(priced, reseller, 1_000, "night/USD/month")
    price_plan(priced, "night", 1_001)
    now = datetime.now(UTC)

    facts = [recheck(scheduled_at(now + number * DAY), CONTEXT) for number in (1, 2)]

    assert [one["fell"] for one in facts] == [1, 0]
    [notification] = told(priced, reseller)
    assert notification["data"]["floor_minor"] == 1_001
    [price] = listed(priced, reseller)
    assert price["below_floor_since"] == stamp(now + DAY)
    assert runs.last_finished(Job.LIST_PRICE_CHECK) == now + 2 * DAY


@pytest.mark.requirement("R-PRI-3")
def test_a_run_for_a_past_day_changes_nothing_after_a_later_one(
    priced: str, reseller: Json
) -> None:
    a_plan(priced, "past", wholesale_prices=[{"amount_minor": 1_000, "currency": "USD"}])
    a_list_price(priced, reseller, 1_000, "past/USD/month")
    now = datetime.now(UTC)
    recheck(scheduled_at(now + 10 * DAY), CONTEXT)
    price_plan(priced, "past", 1_001)

    facts = recheck(scheduled_at(now + 5 * DAY), CONTEXT)

    assert facts == {"fell": 0, "recovered": 0}
    assert told(priced, reseller) == []
