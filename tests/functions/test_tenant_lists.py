"""
What stands in a reseller's lists, and who sees it.
"""

import pytest

from tenantry.principals import Role
from tests.calling import call
from tests.functions import cast
from tests.functions.cast import Json, a_reseller, a_tenant, expect


def pages_of(path: str, secret: str) -> list[Json]:
    """
    Everything in a list, read one by one.
    """
    page = cast.made(call("GET", f"{path}?limit=1", secret=secret), 200)
    shown: list[Json] = list(page["items"])
    while page["next_cursor"]:
        following = f"{path}?limit=1&cursor={page['next_cursor']}"
        page = cast.made(call("GET", following, secret=secret), 200)
        shown += page["items"]
    return shown


def test_what_comes_between_two_pages_is_neither_lost_nor_doubled(operator: str) -> None:
    reseller = a_reseller(operator)
    path = f"/v1/resellers/{reseller['id']}/invites?limit=2"
    old = [cast.an_invite(operator, reseller)["id"] for _ in range(4)]
    first = call("GET", path, secret=operator).json
    cast.an_invite(operator, reseller)

    second = call("GET", f"{path}&cursor={first['next_cursor']}", secret=operator).json

    assert [item["id"] for item in first["items"] + second["items"]] == old[::-1]
    assert second["next_cursor"] is None


def test_tenants_are_listed_by_name_and_status(operator: str) -> None:
    reseller = a_reseller(operator)
    names = ["Banana", "apple", "Cherry", "Éclair", "Zoo"]
    tenants = {name: a_tenant(operator, reseller, tenant_name=name) for name in names}
    path = f"/v1/resellers/{reseller['id']}/tenants"
    expect(call("POST", f"/v1/tenants/{tenants['Cherry']['id']}/deactivate", secret=operator), 200)
    expect(call("DELETE", f"/v1/tenants/{tenants['Zoo']['id']}", secret=operator), 200)

    def named(query: str) -> list[str]:
        return [item["name"] for item in call("GET", path + query, secret=operator).json["items"]]

    assert named("") == ["apple", "Banana", "Cherry", "Zoo", "Éclair"]
    assert named("?status=active") == ["apple", "Banana", "Éclair"]
    assert named("?status=inactive") == ["Cherry"]
    assert named("?status=deleted") == ["Zoo"]


@pytest.mark.requirement("R-RES-13")
def test_a_limited_support_member_pages_through_the_chosen_tenants(operator: str) -> None:
    reseller = a_reseller(operator)
    tenants = [a_tenant(operator, reseller, tenant_name=f"shop {n}") for n in range(4)]
    chosen = [tenants[number]["id"] for number in (1, 3)]
    foreign = a_tenant(operator, a_reseller(operator))
    limited = cast.a_member(operator, reseller, Role.RESELLER_SUPPORT, [*chosen, foreign["id"]])
    path = f"/v1/resellers/{reseller['id']}/tenants"

    shown = pages_of(path, limited)

    assert [item["id"] for item in shown] == chosen
