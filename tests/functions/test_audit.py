"""
What happened, and what a workspace is told: who, on whose behalf, where and when.
"""

import pytest

from tests.calling import call
from tests.functions.cast import (
    Json,
    a_reseller,
    a_tenant,
    a_tenant_owner,
    accept,
    an_address,
    an_invite,
    an_owner,
    expect,
    made,
)


def log(secret: str, path: str) -> list[Json]:
    items: list[Json] = made(call("GET", path, secret=secret), 200)["items"]
    return items


def month_of(reseller: Json) -> str:
    return str(reseller["created_at"][:7])


def rename(secret: str, tenant: Json, name: str) -> None:
    path = f"/v1/tenants/{tenant['id']}"
    expect(call("PATCH", path, body={"name": name}, secret=secret), 200)


@pytest.mark.requirement("R-CMP-4")
def test_every_act_is_written_under_the_person_and_their_workspace(operator: str) -> None:
    reseller = a_reseller(operator)
    tenant = a_tenant(operator, reseller)
    me = made(call("GET", "/v1/me", secret=operator), 200)["person_id"]
    rename(an_owner(reseller), tenant, "By the reseller")
    rename(a_tenant_owner(tenant), tenant, "By the owner")
    rename(operator, tenant, "By the operator")

    events = log(operator, f"/v1/tenants/{tenant['id']}/audit")[:3]

    assert [(event["actor_id"], event["on_behalf_of"]) for event in events] == [
        (me, "ten_PLATFORM"),
        (tenant["owner_id"], tenant["id"]),
        (reseller["owner_id"], reseller["id"]),
    ]
    assert {event["kind"] for event in events} == {"tenant.changed"}
    assert {event["reseller_id"] for event in events} == {reseller["id"]}


@pytest.mark.requirement("R-CMP-4")
def test_a_reseller_reads_its_own_and_its_tenants_events(operator: str) -> None:
    reseller, other = a_reseller(operator), a_reseller(operator)
    tenant = a_tenant(operator, reseller)
    a_tenant(operator, other)

    events = log(
        an_owner(reseller), f"/v1/resellers/{reseller['id']}/audit?month={month_of(reseller)}"
    )

    kinds = [event["kind"] for event in events]
    assert kinds == ["invite.accepted", "invite.minted", "reseller.created"]
    assert {event["tenant_id"] for event in events} == {reseller["id"], tenant["id"]}
    assert log(operator, f"/v1/resellers/{reseller['id']}/audit?month=2020-01") == []


def test_operators_read_everything_of_a_day_newest_first(operator: str) -> None:
    reseller, other = a_reseller(operator), a_reseller(operator)
    a_tenant(operator, other)
    day = reseller["created_at"][:10]

    events = log(operator, f"/v1/audit?day={day}&limit=200")

    moments = [event["occurred_at"] for event in events]
    assert moments == sorted(moments, reverse=True)
    assert {reseller["id"], other["id"]} <= {event["tenant_id"] for event in events}


def test_the_log_holds_no_names_and_no_addresses(operator: str) -> None:
    reseller = a_reseller(operator, company={"legal_name": "Savanna Cloud"})
    tenant = a_tenant(operator, reseller, email="esi@shop.example", tenant_name="Nyota")
    rename(operator, tenant, "Nyota ya pili")

    path = f"/v1/resellers/{reseller['id']}/audit?month={month_of(reseller)}"
    text = call("GET", path, secret=operator).text

    assert not any(name in text for name in ("Savanna", "esi@", "Nyota", "Kofi", "Ama"))


@pytest.mark.requirement("R-INV-2")
def test_the_reseller_is_told_of_an_activation_and_marks_it_read(operator: str) -> None:
    reseller = a_reseller(operator)
    owner, path = an_owner(reseller), f"/v1/resellers/{reseller['id']}/notifications"
    invite = an_invite(operator, reseller)
    tenant_id = made(accept(invite, address=an_address()), 200)["tenant_id"]

    [told] = log(owner, path)
    read = made(call("POST", f"{path}/{told['id']}/read", secret=owner), 200)
    again = made(call("POST", f"{path}/{told['id']}/read", secret=owner), 200)

    assert (told["kind"], told["read_at"]) == ("partner.activation", None)
    assert told["data"]["tenant_id"] == tenant_id
    assert told["data"]["invite_id"] == invite["id"]
    assert read["read_at"] is not None
    assert log(owner, path) == [read] == [again]


def test_notifications_come_newest_first(operator: str) -> None:
    reseller = a_reseller(operator)
    tenants = [a_tenant(operator, reseller)["id"] for _ in range(3)]

    told = log(operator, f"/v1/resellers/{reseller['id']}/notifications")

    assert [one["data"]["tenant_id"] for one in told] == tenants[::-1]
