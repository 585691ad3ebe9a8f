"""
Plans that resellers compose, over the API.
"""

import pytest

from tenantry.principals import Role
from tests.calling import call
from tests.functions.cast import (
    Json,
    a_list_price,
    a_member,
    a_plan,
    a_reseller,
    a_tenant,
    an_invite,
    an_owner,
    expect,
    made,
    price_plan,
)
from tests.functions.composed import a_composition, a_product_plan
from tests.functions.lambdas import mail_of
from tests.reading import snapshot

pytestmark = pytest.mark.requirement("R-PRI-2")


@pytest.fixture
def reseller(operator: str) -> Json:
    """
    A reseller, where `growth` costs 10 dollars and `fleet` 5.
    """
    price_plan(operator)
    price = {"amount_minor": 500, "yearly_amount_minor": 5_000, "currency": "USD"}
    a_plan(operator, "fleet", wholesale_prices=[price])
    return a_reseller(operator)


def at(reseller: Json, code: str = "") -> str:
    return f"/v1/resellers/{reseller['id']}/product-plans{code and '/'}{code}"


def test_an_owner_composes_a_plan_and_reads_what_it_costs(reseller: Json) -> None:
    owner = an_owner(reseller)
    parts = [{"plan_code": "growth", "quantity": 2}, {"plan_code": "fleet", "quantity": 3}]

    plan = a_product_plan(owner, reseller, components=parts, description="For a shop\nwith vans")

    price = {"amount_minor": 3_500, "yearly_amount_minor": 39_000, "currency": "USD"}
    assert (plan["components"], plan["wholesale_prices"]) == (parts, [price])
    assert (plan["status"], plan["description"]) == ("offered", "For a shop\nwith vans")
    assert made(call("GET", at(reseller, "own-bundle"), secret=owner), 200) == plan
    assert made(call("GET", at(reseller), secret=owner), 200)["items"] == [plan]


def test_a_plan_is_renamed_retired_and_offered_again(reseller: Json) -> None:
    owner = an_owner(reseller)
    plan = a_product_plan(owner, reseller)
    changes = [{"name": "Pack", "status": "retired"}, {"status": "offered"}]

    shown = [
        made(call("PATCH", at(reseller, "own-bundle"), body=change, secret=owner), 200)
        for change in changes
    ]

    assert shown == [plan | changes[0], plan | {"name": "Pack"}]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "bundle"}, "code"),
        ({"code": "own-Bundle"}, "code"),
        ({"name": ""}, "name"),
        ({"components": []}, "components"),
        ({"components": [{"plan_code": "growth", "quantity": 0}]}, "components.0.quantity"),
        ({"components": [{"plan_code": "growth", "quantity": 1_001}]}, "components.0.quantity"),
        ({"components": [{"plan_code": "growth", "quantity": "2"}]}, "components.0.quantity"),
        ({"components": [{"plan_code": "growth"}] * 2}, "components"),
        ({"components": [{"plan_code": "growth"}] * 21}, "components"),
        ({"components": [{"plan_code": "own-bundle"}]}, "components"),
        ({"status": "retired"}, "status"),
    ],
)
def test_what_is_no_composition_is_refused_by_its_field(
    reseller: Json, changes: Json, field: str
) -> None:
    body = a_composition() | changes

    answer = call("POST", at(reseller), body=body, secret=an_owner(reseller))

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)


def test_components_cannot_be_changed(reseller: Json) -> None:
    owner = an_owner(reseller)
    a_product_plan(owner, reseller)
    body = {"components": [{"plan_code": "fleet"}]}

    answer = call("PATCH", at(reseller, "own-bundle"), body=body, secret=owner)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "components")


def test_a_catalogue_has_no_code_of_resellers(operator: str) -> None:
    body = {"code": "own-bundle", "name": "Bundle"}

    answer = call("POST", "/v1/plans", body=body, secret=operator)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "code")


def test_support_reads_and_does_not_compose(operator: str, reseller: Json) -> None:
    support = a_member(operator, reseller, Role.RESELLER_SUPPORT)

    answers = [
        call("GET", at(reseller), secret=support),
        call("POST", at(reseller), body=a_composition(), secret=support),
    ]

    assert [answer.status for answer in answers] == [200, 403]


def test_a_customer_reads_the_plan_s_name_in_mail_and_page(operator: str, reseller: Json) -> None:
    owner, before = an_owner(reseller), snapshot()
    a_product_plan(owner, reseller, name="Shop and van")
    an_invite(owner, reseller, plan_code="own-bundle")

    mail = mail_of(before)
    page = expect(call("GET", mail.links[0]), 200)

    assert "Shop and van" in mail.html
    assert "Shop and van" in page.text
    assert operator


def test_a_customer_is_upgraded_to_it_at_its_list_price(operator: str, reseller: Json) -> None:
    owner = an_owner(reseller)
    a_product_plan(owner, reseller)
    tenant = a_tenant(owner, reseller, plan_code="own-bundle")
    a_list_price(owner, reseller, 2_500, "own-bundle/USD/month")
    body = {"plan_code": "own-bundle", "currency": "USD"}

    answer = call("POST", f"/v1/tenants/{tenant['id']}/upgrade", body=body, secret=operator)

    sold = {"unit_minor": 2_500, "wholesale_minor": 2_000, "currency": "USD"}
    assert (answer.status, answer.json["sold"]) == (200, sold)


def test_a_list_price_below_the_sum_is_refused_with_the_sum(reseller: Json) -> None:
    owner = an_owner(reseller)
    a_product_plan(owner, reseller)
    path = f"/v1/resellers/{reseller['id']}/list-prices/own-bundle/USD/month"

    answer = call("PUT", path, body={"amount_minor": 1_999}, secret=owner)

    assert (answer.status, answer.json["code"]) == (409, "price.below_floor")
    assert answer.json["floor_minor"] == 2_000
