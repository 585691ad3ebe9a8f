"""
The people of a reseller, and the operators.
"""

import pytest

from tenantry.principals import Role
from tests.calling import Answer, call
from tests.functions.cast import Json, a_reseller, a_tenant, add_member, an_owner, expect, made

pytestmark = pytest.mark.requirement("R-RES-13")

NIA = {"email": "nia@partner.example", "name": "Nia"}


def path_of(reseller: Json, user_id: str = "") -> str:
    return f"/v1/resellers/{reseller['id']}/members{f'/{user_id}' if user_id else ''}"


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


@pytest.mark.parametrize("role", ["reseller_owner", "reseller_billing", "reseller_support"])
def test_an_owner_adds_a_member_in_any_role_of_a_reseller(operator: str, role: str) -> None:
    reseller = a_reseller(operator)
    owner = an_owner(reseller)

    added = made(call("POST", path_of(reseller), body={**NIA, "role": role}, secret=owner))

    listed = made(call("GET", path_of(reseller), secret=owner), 200)["items"]
    assert (added["role"], added["tenant_ids"]) == (role, None)
    assert added in listed
    assert len(listed) == 2


@pytest.mark.requirement("R-RES-6")
@pytest.mark.parametrize("role", ["operator", "tenant_owner", "system", "anonymous", "", None])
def test_nobody_is_made_more_than_a_resellers_member(operator: str, role: str | None) -> None:
    reseller = a_reseller(operator)
    owner = an_owner(reseller)
    member = add_member(operator, reseller, Role.RESELLER_BILLING)

    added = call("POST", path_of(reseller), body={**NIA, "role": role}, secret=owner)
    path = path_of(reseller, member["user_id"])
    changed = call("PATCH", path, body={"role": role}, secret=owner)

    assert [answer.status for answer in (added, changed)] == [422, 422]
    assert added.json["errors"][0]["field"] == changed.json["errors"][0]["field"] == "role"


def test_a_support_member_is_limited_to_chosen_tenants(operator: str) -> None:
    reseller = a_reseller(operator)
    chosen = [a_tenant(operator, reseller)["id"]]
    body = {**NIA, "role": "reseller_support", "tenant_ids": chosen}

    added = made(call("POST", path_of(reseller), body=body, secret=operator))
    path = path_of(reseller, added["user_id"])
    freed = made(call("PATCH", path, body={"role": "reseller_support"}, secret=operator), 200)

    assert (added["tenant_ids"], freed["tenant_ids"]) == (chosen, None)


def test_only_support_is_limited(operator: str) -> None:
    reseller = a_reseller(operator)
    body = {**NIA, "role": "reseller_billing", "tenant_ids": []}

    answer = call("POST", path_of(reseller), body=body, secret=operator)

    assert refusal(answer) == (409, "member.limit_needs_support")
    assert answer.json["field"] == "tenant_ids"


@pytest.mark.parametrize("chosen", [["ten_1"], ["usr_01KAHZE4000000000000000000"], "all", [None]])
def test_chosen_tenants_are_named_by_their_ids(operator: str, chosen: object) -> None:
    body = {**NIA, "role": "reseller_support", "tenant_ids": chosen}

    answer = call("POST", path_of(a_reseller(operator)), body=body, secret=operator)

    assert answer.status == 422
    assert answer.json["errors"][0]["field"].startswith("tenant_ids")


def test_the_last_owner_neither_leaves_nor_steps_down(operator: str) -> None:
    reseller = a_reseller(operator)
    path = path_of(reseller, reseller["owner_id"])

    left = call("DELETE", path, secret=an_owner(reseller))
    stepped_down = call("PATCH", path, body={"role": "reseller_support"}, secret=operator)
    add_member(operator, reseller, Role.RESELLER_OWNER)

    assert refusal(left) == refusal(stepped_down) == (409, "member.last_owner")
    assert call("DELETE", path, secret=operator).status == 204


def test_a_member_who_has_left_is_gone(operator: str) -> None:
    reseller = a_reseller(operator)
    member = add_member(operator, reseller, Role.RESELLER_BILLING)
    path = path_of(reseller, member["user_id"])

    left = call("DELETE", path, secret=operator)
    again = call("DELETE", path, secret=operator)

    assert (left.status, left.text) == (204, "")
    assert refusal(again) == (404, "member.not_found")


def test_operators_add_and_remove_each_other_but_never_the_last(operator: str) -> None:
    me = made(call("GET", "/v1/me", secret=operator), 200)["person_id"]
    last = call("DELETE", f"/v1/operators/{me}", secret=operator)
    added = made(call("POST", "/v1/operators", body=NIA, secret=operator))

    listed = made(call("GET", "/v1/operators", secret=operator), 200)["items"]
    removed = call("DELETE", f"/v1/operators/{added['user_id']}", secret=operator)

    assert refusal(last) == (409, "member.last_owner")
    assert {one["user_id"] for one in listed} == {me, added["user_id"]}
    assert {one["role"] for one in listed} == {"operator"}
    assert removed.status == 204


def test_a_person_may_be_a_member_of_several_resellers(operator: str) -> None:
    first, second = a_reseller(operator), a_reseller(operator)
    body = {**NIA, "role": "reseller_support"}

    members = [
        made(call("POST", path_of(one), body=body, secret=operator)) for one in (first, second)
    ]

    assert members[0]["user_id"] == members[1]["user_id"]
    expect(call("GET", path_of(second), secret=an_owner(first)), 404)
