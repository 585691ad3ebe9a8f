"""
The queue of tenants that may be their reseller's own, and what operators and partners see.
"""

import json

import pytest

from commissions.suspect import handler as suspect
from tenantry import queue_settings
from tenantry.commissions import suspecting
from tests.calling import CONTEXT, call
from tests.functions import cast
from tests.functions.cast import Json, a_reseller, made
from tests.functions.lambdas import failed_in, messages, on_the_bus, received
from tests.reading import snapshot

pytestmark = pytest.mark.requirement("R-COM-8")


@pytest.fixture
def reseller(operator: str) -> Json:
    received(queue_settings.self_dealing_queue_url())
    return a_reseller(operator, type="commission", initial_licenses=0)


def a_tenant_of(operator: str, reseller: Json, email: str) -> Json:
    body = {"name": "Shop", "plan_code": "growth", "owner_email": email, "owner_name": "Kofi"}
    path = f"/v1/resellers/{reseller['id']}/tenants"
    return made(call("POST", path, body=body, secret=operator))


def tell(kind: str) -> None:
    """
    Work what the bus brings of one kind, and what is queued by it.
    """
    stored = [one for one in snapshot().values() if one["kind"]["S"] == "Event"]
    events = [one for one in on_the_bus(stored) if one["detail"]["kind"] == kind]
    assert events, f"{kind} happened"
    bodies = events
    while bodies:
        assert failed_in(suspect(messages(*bodies), CONTEXT)) == []
        bodies = [json.loads(one) for one in received(queue_settings.self_dealing_queue_url())]


def held(operator: str) -> list[str]:
    listed = made(call("GET", "/v1/self-dealing", secret=operator), 200)["items"]
    return [one["tenant_id"] for one in listed]


def test_a_tenant_of_the_resellers_own_people_is_held_when_it_is_made(
    operator: str, reseller: Json
) -> None:
    name, domain = reseller["personal"]["email"].split("@")
    own = a_tenant_of(operator, reseller, f"{name}+shop@{domain}")
    a_tenant_of(operator, reseller, "kofi@a-shop.example")

    tell("tenant.created")

    assert held(operator) == [own["id"]]


def test_a_new_colleague_makes_all_tenants_be_looked_at(
    operator: str, reseller: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suspecting, "TOGETHER", 1)
    tenants = [
        a_tenant_of(operator, reseller, f"{name}@its-own-shop.example") for name in ("a", "b")
    ]
    colleague = {"email": "b@its-own-shop.example", "name": "B", "role": "reseller_support"}
    path = f"/v1/resellers/{reseller['id']}/members"
    made(call("POST", path, body=colleague, secret=operator))

    tell("member.added")

    assert set(held(operator)) == {one["id"] for one in tenants}


def test_an_operator_decides_and_the_partner_sees_what_is_held(
    operator: str, reseller: Json
) -> None:
    path = f"/v1/resellers/{reseller['id']}/self-dealing"
    tenant = a_tenant_of(operator, reseller, reseller["personal"]["email"])
    tell("tenant.created")

    said = {"status": "released", "reason": "two shops of one family"}
    decided = call("POST", f"{path}/{tenant['id']}/decide", body=said, secret=operator)

    assert [word["status"] for word in made(decided, 200)["words"]] == ["held", "released"]
    seen = made(call("GET", path, secret=cast.an_owner(reseller)), 200)["items"]
    assert [(one["tenant_id"], one["status"]) for one in seen] == [(tenant["id"], "released")]
    assert "two shops" not in json.dumps(seen)
