"""
An inactive reseller brings in no customers and cannot sign in; its tenants go on working.
"""

import pytest

from tenantry.principals import Role
from tests.calling import call
from tests.functions.cast import (
    Json,
    a_member,
    a_reseller,
    a_sign_in_link,
    a_tenant,
    a_tenant_owner,
    accept,
    an_invite,
    an_offer,
    an_owner,
    expect,
    link_of,
    token_of,
)
from tests.functions.stored import everything

pytestmark = pytest.mark.requirement("R-RES-5")

REFUSED = (403, "reseller.inactive")
FILE = b"email,tenant_name,plan_code\nkofi@shop.example,Shop,growth\n"
TENANT = {"name": "Shop", "plan_code": "growth", "owner_email": "o@shop.example", "owner_name": "O"}


def deactivate(operator: str, reseller: Json) -> None:
    expect(call("POST", f"/v1/resellers/{reseller['id']}/deactivate", secret=operator), 200)


@pytest.mark.parametrize(
    "role", [Role.RESELLER_OWNER, Role.RESELLER_BILLING, Role.RESELLER_SUPPORT]
)
def test_its_members_api_keys_are_refused(operator: str, role: Role) -> None:
    reseller = a_reseller(operator)
    member = a_member(operator, reseller, role)
    deactivate(operator, reseller)

    answers = [
        call("GET", path, secret=member)
        for path in ("/v1/me", "/v1/plans", f"/v1/resellers/{reseller['id']}")
    ]

    assert [(answer.status, answer.json["code"]) for answer in answers] == [REFUSED] * 3


def test_its_sessions_are_refused(operator: str) -> None:
    reseller = a_reseller(operator)
    link_id, token = a_sign_in_link(reseller["personal"]["email"])
    body = {"link_id": link_id, "token": token}
    session = expect(call("POST", "/v1/sessions", body=body), 201).json["secret"]
    deactivate(operator, reseller)

    answer = call("GET", "/v1/me", secret=session)

    assert (answer.status, answer.json["code"]) == REFUSED


def test_its_sign_in_links_open_no_session(operator: str) -> None:
    reseller = a_reseller(operator)
    link_id, token = a_sign_in_link(reseller["personal"]["email"])
    deactivate(operator, reseller)
    before = everything()

    by_api = call("POST", "/v1/sessions", body={"link_id": link_id, "token": token})
    by_page = call("POST", f"/sign-in/{link_id}", form={"token": token})

    assert (by_api.status, by_api.json["code"]) == REFUSED
    assert (by_page.status, "set-cookie" in by_page.headers) == (403, False)
    assert everything() == before


@pytest.mark.parametrize(
    ("path", "request_"),
    [
        ("invites", {"body": an_offer()}),
        ("invites/bulk", {"raw": FILE}),
        ("tenants", {"body": TENANT}),
    ],
)
def test_not_even_an_operator_brings_in_customers_for_it(
    operator: str, path: str, request_: Json
) -> None:
    reseller = a_reseller(operator)
    deactivate(operator, reseller)

    answer = call("POST", f"/v1/resellers/{reseller['id']}/{path}", secret=operator, **request_)

    assert (answer.status, answer.json["code"]) == REFUSED


def test_its_open_invites_are_refused_with_a_clear_answer_and_kept(operator: str) -> None:
    reseller = a_reseller(operator)
    invite = an_invite(operator, reseller)
    deactivate(operator, reseller)
    before = everything()

    by_api, page = accept(invite), call("GET", link_of(invite))
    form = {"token": token_of(invite), "name": "Kofi"}
    by_page = call("POST", link_of(invite).rpartition("/")[0], form=form)

    assert (by_api.status, by_api.json["code"]) == REFUSED
    assert (page.status, by_page.status) == (409, 409)
    assert everything() == before


def test_an_accepted_link_still_shows_that_it_was_accepted(operator: str) -> None:
    reseller = a_reseller(operator)
    invite = an_invite(operator, reseller)
    first = expect(accept(invite), 200)
    deactivate(operator, reseller)

    assert accept(invite).json == first.json
    assert call("GET", link_of(invite)).status == 200


def test_its_tenants_go_on_working(operator: str) -> None:
    reseller = a_reseller(operator)
    tenant = a_tenant(operator, reseller)
    owner = a_tenant_owner(tenant)
    at = f"/v1/tenants/{tenant['id']}"
    deactivate(operator, reseller)

    recorded = call(
        "POST", f"{at}/records", body={"kind": "purchase_order", "reference": "1"}, secret=owner
    )
    renamed = call("PATCH", at, body={"name": "Renamed"}, secret=owner)
    read = call("GET", at, secret=owner)

    assert [recorded.status, renamed.status, read.status] == [201, 200, 200]
    assert read.json["status"] == "active"


def test_its_tenants_owners_sign_in(operator: str) -> None:
    reseller = a_reseller(operator)
    a_tenant(operator, reseller, email="esi@shop.example")
    deactivate(operator, reseller)
    link_id, token = a_sign_in_link("esi@shop.example")

    opened = call("POST", "/v1/sessions", body={"link_id": link_id, "token": token})

    assert call("GET", "/v1/me", secret=opened.json["secret"]).json["role"] == "tenant_owner"


def test_a_reactivated_reseller_works_again(operator: str) -> None:
    reseller = a_reseller(operator)
    invite = an_invite(operator, reseller)
    deactivate(operator, reseller)
    expect(call("POST", f"/v1/resellers/{reseller['id']}/reactivate", secret=operator), 200)

    assert an_invite(an_owner(reseller), reseller)["status"] == "open"
    assert accept(invite).status == 200


def test_a_reseller_can_be_created_inactive(operator: str) -> None:
    reseller = a_reseller(operator, is_active=False)
    path = f"/v1/resellers/{reseller['id']}/invites"

    answer = call("POST", path, body=an_offer(), secret=operator)

    assert reseller["is_active"] is False
    assert (answer.status, answer.json["code"]) == REFUSED
