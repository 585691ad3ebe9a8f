"""
The signed-in person's page: their workspaces, ending a reseller's access, and signing out.
"""

import pytest

from tests.calling import call
from tests.functions.browsing import COOKIE, form_token_in, sign_in
from tests.functions.cast import (
    Json,
    a_reseller,
    a_tenant,
    an_owner,
    expect,
)
from tests.functions.stored import everything


def a_customer(operator: str, email: str = "esi@shop.example") -> tuple[Json, str]:
    """
    A tenant, and the cookie of its owner.
    """
    tenant = a_tenant(
        operator, a_reseller(operator, branding={"display_name": "Savanna"}), email=email
    )
    return tenant, sign_in(email)


def consent_path(tenant: Json) -> str:
    return f"/workspace/{tenant['id']}/consent"


def records_of_reseller(secret: str, tenant: Json, reference: str) -> int:
    order = {"kind": "shipment", "reference": reference}
    return call("POST", f"/v1/tenants/{tenant['id']}/records", body=order, secret=secret).status


def test_it_shows_every_workspace_of_the_person(operator: str) -> None:
    a_reseller(
        operator,
        personal={"name": "Esi", "email": "esi@shop.example"},
        company={"legal_name": "Esi Partners"},
    )
    tenant, cookie = a_customer(operator)

    page = call("GET", "/workspace", cookie=cookie)

    assert page.status == 200
    assert all(
        part in page.text for part in (tenant["name"].replace("'", "&#x27;"), "Esi Partners")
    )
    assert "Savanna" in page.text
    assert page.text.count('<section class="workspace">') == 2


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing_and_is_kept_nowhere(operator: str, method: str) -> None:
    _, cookie = a_customer(operator)
    before = everything()

    page = call(method, "/workspace", cookie=cookie)

    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert everything() == before


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(
    "cookie", [None, f"{COOKIE}=", f"{COOKIE}=tns_test_x", "tenantry=x", "a=b"]
)
def test_whoever_is_not_signed_in_is_asked_to(cookie: str | None) -> None:
    page = call("GET", "/workspace", cookie=cookie)

    assert 'action="/sign-in"' in page.text
    assert "workspace" not in page.headers.get("location", "")


@pytest.mark.requirement("R-RES-15")
def test_the_owner_ends_the_resellers_access(operator: str) -> None:
    reseller = a_reseller(operator)
    tenant = a_tenant(operator, reseller, email="esi@shop.example")
    partner, cookie = an_owner(reseller), sign_in("esi@shop.example")
    assert records_of_reseller(partner, tenant, "before") == 201
    token = form_token_in(call("GET", "/workspace", cookie=cookie))

    answer = call("POST", consent_path(tenant), form={"token": token}, cookie=cookie)

    page = call("GET", answer.headers["location"], cookie=cookie)
    assert (answer.status, records_of_reseller(partner, tenant, "after")) == (303, 403)
    assert consent_path(tenant) not in page.text
    assert 'role="status"' in page.text


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "ключ", "\ud7ff" * 64])
def test_a_forged_form_changes_nothing(operator: str, token: str) -> None:
    tenant, cookie = a_customer(operator)
    before = everything()

    for path in (consent_path(tenant), "/sign-out"):
        call("POST", path, form={"token": token}, cookie=cookie)

    assert everything() == before


def test_a_form_of_another_session_is_forged_too(operator: str) -> None:
    tenant, cookie = a_customer(operator)
    other = form_token_in(call("GET", "/workspace", cookie=sign_in("esi@shop.example")))
    before = everything()

    call("POST", consent_path(tenant), form={"token": other}, cookie=cookie)

    assert everything() == before


def test_nobody_ends_access_in_somebody_elses_tenant(operator: str) -> None:
    tenant, _ = a_customer(operator)
    stranger = sign_in(str(a_reseller(operator)["personal"]["email"]))
    token = form_token_in(call("GET", "/workspace", cookie=stranger))
    before = everything()

    answer = call("POST", consent_path(tenant), form={"token": token}, cookie=stranger)

    assert answer.status == 404
    assert everything() == before


def test_the_partner_does_not_end_its_own_access_by_the_page(operator: str) -> None:
    reseller = a_reseller(operator)
    tenant = a_tenant(operator, reseller)
    cookie = sign_in(reseller["personal"]["email"])
    token = form_token_in(call("GET", "/workspace", cookie=cookie))

    answer = call("POST", consent_path(tenant), form={"token": token}, cookie=cookie)

    assert answer.status == 404


def test_access_can_be_ended_in_a_workspace_that_was_not_signed_in_to(operator: str) -> None:
    a_reseller(operator, personal={"name": "Esi", "email": "esi@shop.example"})
    tenant, cookie = a_customer(operator)
    token = form_token_in(call("GET", "/workspace", cookie=cookie))

    answer = call("POST", consent_path(tenant), form={"token": token}, cookie=cookie)

    assert (answer.status, answer.headers["location"]) == (303, "/workspace?ended")


def test_signing_out_ends_the_session_and_its_cookie(operator: str) -> None:
    _, cookie = a_customer(operator)
    token = form_token_in(call("GET", "/workspace", cookie=cookie))

    answer = call("POST", "/sign-out", form={"token": token}, cookie=cookie)

    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}=; Max-Age=0;")
    assert call("GET", "/v1/me", secret=cookie.partition("=")[2]).status == 401


def test_a_cookie_is_no_credential_for_the_api(operator: str) -> None:
    _, cookie = a_customer(operator)

    assert call("GET", "/v1/me", cookie=cookie).status == 401


def test_a_member_of_an_inactive_reseller_sees_no_workspace(operator: str) -> None:
    reseller = a_reseller(operator)
    secret = an_owner(reseller)
    expect(call("POST", f"/v1/resellers/{reseller['id']}/deactivate", secret=operator), 200)

    page = call("GET", "/workspace", cookie=f"{COOKIE}={secret}")

    assert page.status == 403
    assert "<section" not in page.text


def test_the_page_speaks_the_persons_language(operator: str) -> None:
    a_tenant(operator, a_reseller(operator), email="noor@shop.example", locale="ar")

    page = call("GET", "/workspace", cookie=sign_in("noor@shop.example"))

    assert page.headers["content-language"] == "ar"
    assert 'dir="rtl"' in page.text
