"""
What a reseller itself is subscribed to, over the API.
"""

import pytest

from tenantry.principals import Role
from tests.calling import Answer, call
from tests.functions.cast import (
    Json,
    a_member,
    a_plan,
    a_reseller,
    a_tenant,
    an_owner,
    expect,
    made,
)
from tests.functions.composed import a_composition, a_service

pytestmark = pytest.mark.requirement("R-PRI-2")

PRICE = {"amount_minor": 500, "yearly_amount_minor": 5_000, "currency": "USD"}


@pytest.fixture
def reseller(operator: str) -> Json:
    """
    A reseller, where only who is subscribed to `fleet` may sell it.
    """
    a_plan(operator, "fleet", wholesale_prices=[PRICE], needs_subscription=True)
    return a_reseller(operator)


def at(reseller: Json, part: str = "") -> str:
    return f"/v1/resellers/{reseller['id']}/services{part and '/'}{part}"


def cancel(owner: str, reseller: Json, when: str) -> Json:
    return made(call("POST", at(reseller, "fleet/cancel"), body={"when": when}, secret=owner), 200)


def upgrade(operator: str, tenant: Json) -> Answer:
    path = f"/v1/tenants/{tenant['id']}/upgrade"
    return call("POST", path, body={"plan_code": "fleet"}, secret=operator)


def test_a_reseller_subscribes_itself_at_the_wholesale_price(reseller: Json) -> None:
    owner = an_owner(reseller)

    service = a_service(owner, reseller, "fleet", interval="year", quantity=4)

    assert (service["unit_minor"], service["currency"]) == (5_000, "USD")
    assert (service["interval"], service["quantity"], service["ends_at"]) == ("year", 4, None)
    assert made(call("GET", at(reseller, "fleet"), secret=owner), 200) == service
    assert made(call("GET", at(reseller), secret=owner), 200)["items"] == [service]


def test_a_subscription_is_changed_cancelled_and_resumed(reseller: Json) -> None:
    owner = an_owner(reseller)
    service = a_service(owner, reseller, "fleet")

    changed = made(call("PATCH", at(reseller, "fleet"), body={"quantity": 9}, secret=owner), 200)
    ending = cancel(owner, reseller, "period_end")
    resumed = made(call("POST", at(reseller, "fleet/resume"), secret=owner), 200)

    assert changed == service | {"quantity": 9}
    assert ending["ends_at"] > service["starts_at"]
    assert resumed == changed


def test_what_has_ended_is_told_so(reseller: Json) -> None:
    owner = an_owner(reseller)
    a_service(owner, reseller, "fleet")
    cancel(owner, reseller, "now")

    answers = [
        call("PATCH", at(reseller, "fleet"), body={"quantity": 2}, secret=owner),
        call("POST", at(reseller, "fleet/resume"), secret=owner),
    ]

    assert [(one.status, one.json["code"]) for one in answers] == [(409, "service.ended")] * 2
    assert a_service(owner, reseller, "fleet")["ends_at"] is None


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"plan_code": "gold"}, 404, "plan.not_found"),
        ({"currency": "EUR"}, 409, "plan.not_priced"),
        ({"currency": "XXX"}, 422, "request.invalid"),
        ({"quantity": 0}, 422, "request.invalid"),
        ({"quantity": 100_001}, 422, "request.invalid"),
        ({"interval": "week"}, 422, "request.invalid"),
    ],
)
def test_what_cannot_be_subscribed_to_is_refused(
    reseller: Json, changes: Json, status: int, code: str
) -> None:
    body = {"plan_code": "fleet", "currency": "USD"} | changes

    answer = call("POST", at(reseller), body=body, secret=an_owner(reseller))

    assert (answer.status, answer.json["code"]) == (status, code)


def test_a_plan_that_needs_it_is_sold_while_it_holds(operator: str, reseller: Json) -> None:
    owner = an_owner(reseller)
    tenants = [a_tenant(owner, reseller) for _ in range(3)]
    before = upgrade(operator, tenants[0])
    a_service(owner, reseller, "fleet")
    meanwhile = upgrade(operator, tenants[1])
    cancel(owner, reseller, "now")

    after = upgrade(operator, tenants[2])

    assert [before.status, meanwhile.status, after.status] == [409, 200, 409]
    assert {one.json["code"] for one in (before, after)} == {"plan.subscription_needed"}
    assert after.json["plan_code"] == "fleet"


def test_nothing_is_composed_of_it_without_a_subscription(reseller: Json) -> None:
    owner, path = an_owner(reseller), f"/v1/resellers/{reseller['id']}/product-plans"
    body = a_composition(components=[{"plan_code": "fleet"}])

    answer = call("POST", path, body=body, secret=owner)

    assert (answer.status, answer.json["code"]) == (409, "plan.subscription_needed")


def test_an_operator_says_which_plans_need_it(operator: str, reseller: Json) -> None:
    tenant = a_tenant(operator, reseller)
    body = {"needs_subscription": False}

    plan = made(call("PATCH", "/v1/plans/fleet", body=body, secret=operator), 200)

    assert plan["needs_subscription"] is False
    expect(upgrade(operator, tenant), 200)


def test_support_reads_and_does_not_subscribe(operator: str, reseller: Json) -> None:
    support = a_member(operator, reseller, Role.RESELLER_SUPPORT)
    body = {"plan_code": "fleet", "currency": "USD"}

    answers = [
        call("GET", at(reseller), secret=support),
        call("POST", at(reseller), body=body, secret=support),
    ]

    assert [answer.status for answer in answers] == [200, 403]
