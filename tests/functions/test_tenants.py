"""
Tenants: made, changed, closed and opened, deleted; their licence, their gate, and who is let in.
"""

import pytest

from tests.calling import Answer, call
from tests.functions.cast import Json, a_reseller, a_tenant, a_tenant_owner, an_owner, expect, made

NEW = {
    "name": "Kofi's Shop",
    "plan_code": "growth",
    "owner_email": "kofi@shop.example",
    "owner_name": "Kofi",
}


def path_of(tenant: Json, rest: str = "") -> str:
    return f"/v1/tenants/{tenant['id']}{rest}"


def create(secret: str, reseller: Json, **changes: object) -> Answer:
    return call(
        "POST", f"/v1/resellers/{reseller['id']}/tenants", body=NEW | changes, secret=secret
    )


def order(secret: str, tenant: Json, reference: object = "1", **changes: object) -> Answer:
    body = {"kind": "purchase_order", "reference": reference} | changes
    return call("POST", path_of(tenant, "/records"), body=body, secret=secret)


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


@pytest.mark.requirement("R-TEN-3")
def test_a_tenant_made_without_an_invite_has_a_pilot_and_no_consent(operator: str) -> None:
    reseller = a_reseller(operator)
    owner = an_owner(reseller)

    tenant = made(create(owner, reseller, branding={"display_name": "Kofi"}))

    consent = call("GET", path_of(tenant, "/consent"), secret=operator)
    assert tenant["parent_tenant_id"] == reseller["id"]
    assert (tenant["status"], tenant["holds_license"]) == ("active", True)
    assert tenant["records_until"] > tenant["created_at"]
    assert refusal(consent) == (404, "consent.not_found")
    assert refusal(order(owner, tenant)) == (403, "consent.missing")


@pytest.mark.requirement("R-TEN-3")
def test_a_deleted_tenants_licence_is_free_and_a_closed_ones_is_not(operator: str) -> None:
    reseller = a_reseller(operator, initial_licenses=1)
    tenant = made(create(operator, reseller))

    full = create(operator, reseller)
    expect(call("POST", path_of(tenant, "/deactivate"), secret=operator), 200)
    closed = create(operator, reseller)
    expect(call("DELETE", path_of(tenant), secret=operator), 200)
    freed = create(operator, reseller)

    assert refusal(full) == refusal(closed) == (409, "license.none_available")
    assert freed.status == 201


@pytest.mark.parametrize(
    ("plan_code", "code"), [("gone", "plan.not_offered"), ("no", "plan.not_found")]
)
def test_a_tenant_has_a_plan_that_is_offered(operator: str, plan_code: str, code: str) -> None:
    reseller = a_reseller(operator)
    expect(call("POST", "/v1/plans", body={"code": "gone", "name": "G"}, secret=operator), 201)
    expect(call("PATCH", "/v1/plans/gone", body={"is_active": False}, secret=operator), 200)

    answer = create(operator, reseller, plan_code=plan_code)

    assert (answer.json["code"], answer.json["field"]) == (code, "plan_code")


def test_reseller_and_owner_rename_a_tenant(operator: str) -> None:
    reseller = a_reseller(operator)
    tenant = a_tenant(operator, reseller)
    look = {"branding": {"primary_color": "#7C2D12"}}

    by_reseller = call("PATCH", path_of(tenant), body={"name": "متجر"}, secret=an_owner(reseller))
    by_owner = call("PATCH", path_of(tenant), body=look, secret=a_tenant_owner(tenant))

    assert (by_reseller.json["name"], by_owner.json["name"]) == ("متجر", "متجر")
    assert by_owner.json["branding"]["primary_color"] == "#7c2d12"
    assert by_owner.json["version"] == 3


def test_a_closed_tenant_records_nothing_until_it_is_opened(operator: str) -> None:
    tenant = a_tenant(operator, a_reseller(operator))
    owner = a_tenant_owner(tenant)

    closed = made(call("POST", path_of(tenant, "/deactivate"), secret=operator), 200)
    refused = order(owner, tenant)
    opened = made(call("POST", path_of(tenant, "/reactivate"), secret=operator), 200)

    assert (closed["status"], opened["status"]) == ("inactive", "active")
    assert refusal(refused) == (409, "tenant.not_active")
    assert order(owner, tenant).status == 201


@pytest.mark.parametrize("step", ["deactivate", "reactivate"])
def test_a_step_that_was_taken_changes_nothing_when_taken_again(operator: str, step: str) -> None:
    tenant = a_tenant(operator, a_reseller(operator))
    first = made(call("POST", path_of(tenant, f"/{step}"), secret=operator), 200)

    assert made(call("POST", path_of(tenant, f"/{step}"), secret=operator), 200) == first


def test_a_deleted_tenant_is_still_shown_and_takes_nothing(operator: str) -> None:
    tenant = a_tenant(operator, a_reseller(operator))
    deleted = made(call("DELETE", path_of(tenant), secret=operator), 200)

    answers = [
        order(operator, tenant),
        call("PATCH", path_of(tenant), body={"name": "x"}, secret=operator),
        call("POST", path_of(tenant, "/deactivate"), secret=operator),
        call("POST", path_of(tenant, "/reactivate"), secret=operator),
        call("POST", path_of(tenant, "/upgrade"), body={"plan_code": "growth"}, secret=operator),
    ]

    assert {answer.status for answer in answers} == {409}
    assert call("DELETE", path_of(tenant), secret=operator).json == deleted
    assert deleted["deleted_at"] is not None
    assert call("GET", path_of(tenant), secret=operator).json == deleted


def test_a_reseller_is_no_tenant_of_anybody(operator: str) -> None:
    reseller = a_reseller(operator)

    for secret in (operator, an_owner(reseller)):
        assert call("GET", path_of(reseller), secret=secret).status == 404
        assert call("DELETE", path_of(reseller), secret=secret).status == 404
        assert order(secret, reseller).status == 404


@pytest.mark.requirement("R-RES-15")
def test_the_owner_lets_the_reseller_in_and_out(operator: str) -> None:
    reseller = a_reseller(operator)
    tenant = a_tenant(operator, reseller)
    partner, owner, path = an_owner(reseller), a_tenant_owner(tenant), path_of(tenant, "/consent")

    met = [order(partner, tenant, "1").status]
    out = made(call("DELETE", path, secret=owner), 200)
    again = made(call("DELETE", path, secret=owner), 200)
    met.append(order(partner, tenant, "2").status)
    back = made(call("PUT", path, secret=owner), 200)
    met.append(order(partner, tenant, "3").status)

    assert met == [201, 403, 201]
    assert again == out
    assert (back["granted_by"], back["reseller_id"]) == (tenant["owner_id"], reseller["id"])
    assert back["ends_at"] > out["ends_at"]


def test_an_upgraded_tenants_gate_has_no_end(operator: str) -> None:
    tenant = a_tenant(operator, a_reseller(operator))
    body = {"plan_code": "growth"}

    first = made(call("POST", path_of(tenant, "/upgrade"), body=body, secret=operator), 200)
    again = made(call("POST", path_of(tenant, "/upgrade"), body=body, secret=operator), 200)

    shown = made(call("GET", path_of(tenant), secret=operator), 200)
    assert (first["status"], first["ends_at"]) == ("active", None)
    assert again == first
    assert shown["records_until"] is None


@pytest.mark.requirement("R-TEN-2")
def test_a_reference_is_taken_once_for_each_kind(operator: str) -> None:
    tenant = a_tenant(operator, a_reseller(operator))
    owner = a_tenant_owner(tenant)

    first, second = order(owner, tenant, "PO 1"), order(owner, tenant, "PO 1")
    another_kind = order(owner, tenant, "PO 1", kind="shipment")

    assert (first.status, first.json["reference"]) == (201, "PO 1")
    assert refusal(second) == (409, "record.exists")
    assert second.json["field"] == "reference"
    assert another_kind.status == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "invoice"),
        ("kind", None),
        ("reference", ""),
        ("reference", "x" * 101),
        ("reference", "números"),
        ("reference", "a\nb"),
        ("content", []),
        ("content", {"lines": "x" * 100_000}),
        ("contents", {}),
    ],
)
def test_a_record_that_is_none_is_refused(operator: str, field: str, value: object) -> None:
    tenant = a_tenant(operator, a_reseller(operator))

    answer = order(a_tenant_owner(tenant), tenant, **{field: value})

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)
