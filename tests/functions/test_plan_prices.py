"""
What plans cost at wholesale, over the API.
"""

import pytest

from tests.calling import Answer, call
from tests.functions.cast import Json, a_plan, a_reseller, an_owner, expect, made, price_plan

pytestmark = pytest.mark.requirement("R-PRI-1")

LATER = "2099-01-01T00:00:00Z"
USD = {"amount_minor": 2_000, "currency": "USD"}
YEARLY = {"amount_minor": 2_000, "currency": "KES", "yearly_amount_minor": 20_000}


def try_prices(operator: str, code: str = "growth", changes: Json | None = None) -> Answer:
    body = {"starts_at": LATER, "prices": [USD]} | (changes or {})
    return call("POST", f"/v1/plans/{code}/prices", body=body, secret=operator)


def listed(secret: str, code: str = "growth") -> list[Json]:
    items: list[Json] = made(call("GET", f"/v1/plans/{code}/prices", secret=secret), 200)["items"]
    return items


def test_prices_that_start_later_are_listed_and_hold_later(operator: str) -> None:
    a_plan(operator, "scale", wholesale_prices=[{"amount_minor": 1_000, "currency": "USD"}])

    later = made(try_prices(operator, "scale", {"prices": [USD, YEARLY]}))

    shown = [price["yearly_amount_minor"] for price in later["prices"]]
    assert shown == [24_000, 20_000]
    assert listed(operator, "scale")[1:] == [later]
    [now] = call("GET", "/v1/plans/scale", secret=operator).json["wholesale_prices"]
    assert now == {"amount_minor": 1_000, "yearly_amount_minor": 12_000, "currency": "USD"}


def test_prices_that_are_changed_with_the_plan_are_kept_with_those_before(operator: str) -> None:
    a_plan(operator, "grow", wholesale_prices=[USD])
    price_plan(operator, "grow", 3_000)

    shown = [prices["prices"][0]["amount_minor"] for prices in listed(operator, "grow")]

    assert shown == [2_000, 3_000]
    plans = made(call("GET", "/v1/plans", secret=operator), 200)["items"]
    [grow] = [plan for plan in plans if plan["code"] == "grow"]
    assert grow["wholesale_prices"][0]["amount_minor"] == 3_000


def test_resellers_see_prices_and_do_not_set_them(operator: str) -> None:
    owner = an_owner(a_reseller(operator))
    before = listed(operator)

    assert listed(owner) == before
    expect(try_prices(owner), 403)
    assert listed(operator) == before


def test_prices_of_a_moment_are_set_once(operator: str) -> None:
    a_plan(operator, "once")
    expect(try_prices(operator, "once"), 201)

    answer = try_prices(operator, "once", {"prices": [YEARLY]})

    assert (answer.status, answer.json["code"]) == (409, "plan.prices_exist")
    assert answer.json["field"] == "starts_at"


def test_a_plan_that_does_not_exist_has_no_prices(operator: str) -> None:
    answers = [
        try_prices(operator, "nothing"),
        call("GET", "/v1/plans/nothing/prices", secret=operator),
    ]

    assert [answer.json["code"] for answer in answers] == ["plan.not_found"] * 2


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("prices", [], "prices"),
        ("prices", None, "prices"),
        ("prices", [USD, USD], "prices"),
        ("prices", [USD | {"amount_minor": -1}], "prices.0.amount_minor"),
        ("prices", [USD | {"amount_minor": 1.5}], "prices.0.amount_minor"),
        ("prices", [USD | {"yearly_amount_minor": -1}], "prices.0.yearly_amount_minor"),
        ("prices", [USD | {"currency": "usd"}], "prices.0.currency"),
        ("prices", [USD | {"currency": "XQX"}], "prices.0.currency"),
        ("starts_at", "2026-01-01T00:00:00Z", "starts_at"),
        ("starts_at", "2099-01-01", "starts_at"),
        ("name", "spring", "name"),
    ],
)
def test_a_wrong_field_of_prices_is_named(
    operator: str,
    field: str,
    value: object,
    named: str,
) -> None:
    answer = try_prices(operator, changes={field: value})

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, named)
