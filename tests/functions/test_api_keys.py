"""
API keys: made by people for themselves, shown once, listed without secrets, revoked for good.
"""

import pytest

from tenantry.principals import Role
from tests.calling import Answer, call
from tests.functions.cast import (
    Json,
    a_key,
    a_member,
    a_reseller,
    a_revoked_key,
    a_tenant,
    a_tenant_owner,
    add_member,
    an_owner,
    expect,
    made,
)


def create(secret: str, **changes: object) -> Answer:
    body = {"name": "build server", "scopes": ["plans:read"]} | changes
    return call("POST", "/v1/api-keys", body=body, secret=secret)


def keys(secret: str) -> list[Json]:
    items: list[Json] = made(call("GET", "/v1/api-keys", secret=secret), 200)["items"]
    return items


def test_a_key_is_shown_once_and_then_by_its_last_four(operator: str) -> None:
    owner = an_owner(a_reseller(operator))

    issued = made(create(owner))

    [listed] = [key for key in keys(owner) if key["name"] == "build server"]
    assert issued["secret"].startswith("tnt_test_")
    assert listed == issued["key"]
    assert issued["secret"].endswith(listed["last_four"])
    assert issued["secret"] not in call("GET", "/v1/api-keys", secret=owner).text


def test_a_key_does_what_its_scopes_say(operator: str) -> None:
    reseller = a_reseller(operator)
    narrow = made(create(an_owner(reseller)))["secret"]

    allowed = call("GET", "/v1/plans", secret=narrow)
    refused = call("GET", f"/v1/resellers/{reseller['id']}", secret=narrow)

    assert allowed.status == 200
    assert (refused.status, refused.json["code"]) == (403, "access.forbidden")
    assert refused.json["scope"] == "resellers:read"


def test_a_key_never_makes_a_wider_one(operator: str) -> None:
    owner = an_owner(a_reseller(operator))
    narrow = made(create(owner, scopes=["keys:write", "plans:read"]))["secret"]

    wider = create(narrow, scopes=["plans:read", "resellers:write"])
    everything = create(narrow, scopes=["*"])

    assert {answer.json["code"] for answer in (wider, everything)} == {"api_key.scope_too_wide"}
    assert wider.json["scopes"] == ["resellers:write"]
    assert create(narrow, scopes=["plans:read"]).status == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("scopes", []),
        ("scopes", ["everything"]),
        ("scopes", "plans:read"),
        ("scopes", None),
        ("name", ""),
        ("name", "x" * 201),
        ("expires_at", "tomorrow"),
        ("expires_at", "2027-01-01"),
        ("expires_at", "2027-01-01T00:00:00"),
        ("role", "operator"),
        ("workspace_id", "ten_PLATFORM"),
    ],
)
def test_a_wrong_key_is_not_made(operator: str, field: str, value: object) -> None:
    answer = create(operator, **{field: value})

    assert answer.status == 422
    assert answer.json["errors"][0]["field"].startswith(field)


def test_a_key_ends_when_it_is_said_to(operator: str) -> None:
    ending = made(create(operator, expires_at="2099-01-01T01:00:00+01:00"))["key"]
    ended = made(create(operator, expires_at="2026-01-01T00:00:00Z"))

    assert ending["expires_at"] == "2099-01-01T00:00:00.000000Z"
    assert call("GET", "/v1/plans", secret=ended["secret"]).status == 401


def test_a_revoked_key_is_listed_and_good_for_nothing(operator: str) -> None:
    reseller = a_reseller(operator)
    secret = a_revoked_key(reseller)

    [revoked] = [key for key in keys(an_owner(reseller)) if key["revoked_at"]]

    assert secret.endswith(revoked["last_four"])
    assert call("GET", "/v1/plans", secret=secret).status == 401


def test_revoking_twice_is_no_error(operator: str) -> None:
    path = f"/v1/api-keys/{made(create(operator))['key']['id']}"

    answers = [call("DELETE", path, secret=operator) for _ in range(2)]

    assert [answer.status for answer in answers] == [204, 204]


def test_an_owner_revokes_colleagues_keys_and_colleagues_only_their_own(operator: str) -> None:
    reseller = a_reseller(operator)
    owner, billing = an_owner(reseller), a_member(operator, reseller, Role.RESELLER_BILLING)
    owners, own, theirs = (made(create(one))["key"]["id"] for one in (owner, billing, billing))

    met = [
        call("DELETE", f"/v1/api-keys/{key_id}", secret=secret).status
        for secret, key_id in ((billing, owners), (billing, own), (owner, theirs))
    ]

    assert met == [404, 204, 204]


def test_a_tenants_owner_has_keys_too(operator: str) -> None:
    tenant = a_tenant(operator, a_reseller(operator))
    issued = made(create(a_tenant_owner(tenant), scopes=["records:write"]))

    order = {"kind": "shipment", "reference": "1"}
    path = f"/v1/tenants/{tenant['id']}/records"

    assert call("POST", path, body=order, secret=issued["secret"]).status == 201


def test_a_key_works_as_its_person_stands_now(operator: str) -> None:
    reseller = a_reseller(operator)
    member = add_member(operator, reseller, Role.RESELLER_OWNER)
    path = f"/v1/resellers/{reseller['id']}/members/{member['user_id']}"
    expect(call("PATCH", path, body={"role": "reseller_billing"}, secret=operator), 200)
    secret = a_key(member["user_id"], Role.RESELLER_OWNER, reseller["id"])

    assert made(call("GET", "/v1/me", secret=secret), 200)["role"] == "reseller_billing"
