"""
Resellers: both parts of the form, what each side may change, terms, diagnosis and funnel.
"""

import pytest

from tests.acting import NOON
from tests.calling import Answer, call
from tests.functions.cast import (
    Json,
    a_form,
    a_reseller,
    a_tenant,
    an_invite,
    an_offer,
    an_owner,
    expect,
    made,
)
from tests.functions.pilots import a_pilot

BRANDING = {
    "display_name": "Savanna Cloud",
    "primary_color": "#0F766E",
    "logo_url": "https://savanna.example/logo.png",
    "website_url": "https://savanna.example",
    "support_url": "https://savanna.example/help",
    "billing_url": "https://savanna.example/billing",
    "terms_url": "https://savanna.example/terms",
    "privacy_url": "https://savanna.example/privacy",
    "support_email": "help@savanna.example",
    "secondary_color": "#ffdd00",
    "favicon_url": "https://savanna.example/icon.png",
    "login_background_url": "https://savanna.example/back.jpg",
}
WHOLE = {
    "slug": "savanna",
    "type": "commission",
    "personal": {
        "name": "Ama Owusu",
        "email": "ama@savanna.example",
        "phone": "+233 20 000 0000",
        "address": "1 Ring Road\nAccra",
    },
    "company": {
        "legal_name": "Savanna Cloud Ltd",
        "registration_number": "CS-1",
        "tax_number": "GH-1",
        "address": "1 Ring Road\nAccra",
        "website": "https://savanna.example",
    },
    "signatures": {"sales": "Sales", "support": "Support", "billing": "Billing"},
    "branding": BRANDING,
    "initial_licenses": 7,
}


def path_of(reseller: Json, rest: str = "") -> str:
    return f"/v1/resellers/{reseller['id']}{rest}"


def read(reseller: Json, secret: str) -> Json:
    return made(call("GET", path_of(reseller), secret=secret), 200)


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


@pytest.mark.requirement("R-RES-3")
def test_the_whole_form_is_kept(operator: str) -> None:
    reseller = made(call("POST", "/v1/resellers", body=WHOLE, secret=operator))

    shown = read(reseller, an_owner(reseller))

    kept = {name: shown[name] for name in WHOLE if name not in {"initial_licenses", "branding"}}
    assert kept == {name: part for name, part in WHOLE.items() if name in kept}
    assert shown["branding"] == {**BRANDING, "primary_color": "#0f766e"}
    assert (shown["is_active"], shown["is_reseller"], shown["version"]) == (True, True, 1)
    assert reseller == shown


@pytest.mark.requirement("R-RES-2")
def test_an_existing_person_becomes_the_owner(operator: str) -> None:
    tenant = a_tenant(operator, a_reseller(operator), email="esi@shop.example")
    person = {"name": "Esi", "email": "ESI@shop.example"}

    reseller = a_reseller(operator, personal=person)

    assert reseller["owner_id"] == tenant["owner_id"]


def test_a_reseller_edits_its_own_profile_and_branding(operator: str) -> None:
    reseller = a_reseller(operator)
    body = {"branding": BRANDING, "company": {"legal_name": "Another Ltd"}, "signatures": {}}

    changed = made(call("PATCH", path_of(reseller), body=body, secret=an_owner(reseller)), 200)

    assert changed["company"]["legal_name"] == "Another Ltd"
    assert changed["branding"]["display_name"] == "Savanna Cloud"
    assert (changed["personal"], changed["version"]) == (reseller["personal"], 2)


def test_what_is_left_out_stays_and_nothing_is_no_change(operator: str) -> None:
    reseller = a_reseller(operator, branding=BRANDING)

    changed = made(call("PATCH", path_of(reseller), body={}, secret=operator), 200)

    assert changed == reseller


@pytest.mark.requirement("R-RES-6")
@pytest.mark.parametrize("field", ["slug", "is_active", "owner_id", "initial_licenses", "version"])
def test_nobody_changes_what_is_not_theirs_to_change(operator: str, field: str) -> None:
    reseller = a_reseller(operator)

    answer = call("PATCH", path_of(reseller), body={field: 1}, secret=an_owner(reseller))

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)


@pytest.mark.requirement("R-RES-4")
def test_only_an_operator_changes_the_type(operator: str) -> None:
    reseller = a_reseller(operator)
    body = {"type": "commission"}

    refused = call("PATCH", path_of(reseller), body=body, secret=an_owner(reseller))
    changed = call("PATCH", path_of(reseller), body=body, secret=operator)

    assert refusal(refused) == (403, "access.forbidden")
    assert (changed.status, changed.json["type"]) == (200, "commission")


@pytest.mark.requirement("R-RES-4")
def test_a_type_that_is_switched_off_is_taken_no_more(operator: str) -> None:
    settings = {"types": ["commission"]}
    shown = made(call("PATCH", "/v1/programme", body=settings, secret=operator), 200)

    refused = call("POST", "/v1/resellers", body=a_form(type="subscription"), secret=operator)
    taken = call("POST", "/v1/resellers", body=a_form(type="commission"), secret=operator)

    assert shown["types"] == ["commission"]
    assert refusal(refused) == (409, "reseller.type_switched_off")
    assert taken.status == 201


def test_terms_are_accepted_by_the_owner_before_anything_is_sold(operator: str) -> None:
    reseller = a_reseller(operator)
    owner, path = an_owner(reseller), path_of(reseller, "/terms")
    terms = {"terms": {"subscription": "2026-10"}}
    expect(call("PATCH", "/v1/programme", body=terms, secret=operator), 200)

    refused = call("POST", path_of(reseller, "/invites"), body=an_offer(), secret=owner)
    wrong = call("POST", path, body={"version": "2025-01"}, secret=owner)
    accepted = made(call("POST", path, body={"version": "2026-10"}, secret=owner), 200)
    again = made(call("POST", path, body={"version": "2026-10"}, secret=owner), 200)

    assert refusal(refused) == (409, "reseller.terms_not_accepted")
    assert refusal(wrong) == (409, "reseller.terms_version_differs")
    assert accepted["terms_version"] == "2026-10"
    assert again == accepted
    assert an_invite(owner, reseller)["status"] == "open"


def test_deactivating_and_reactivating_twice_change_nothing_more(operator: str) -> None:
    reseller = a_reseller(operator)

    steps = ["deactivate", "deactivate", "reactivate", "reactivate"]
    shown = [
        made(call("POST", path_of(reseller, f"/{step}"), secret=operator), 200) for step in steps
    ]

    assert [one["is_active"] for one in shown] == [False, False, True, True]
    assert [one["version"] for one in shown] == [2, 2, 3, 3]


def reasons(secret: str, reseller: Json, query: str = "") -> list[str]:
    diagnosis = made(call("GET", path_of(reseller, "/diagnosis") + query, secret=secret), 200)
    assert diagnosis["can_create_tenants"] == (not diagnosis["reasons"])
    return [reason["code"] for reason in diagnosis["reasons"]]


@pytest.mark.requirement("R-RES-16")
def test_a_diagnosis_names_every_reason_that_holds(operator: str) -> None:
    reseller = a_reseller(operator, initial_licenses=0)
    a_reseller(operator, personal={"name": "Zed", "email": "zed@elsewhere.example"})
    owner = reseller["personal"]["email"]

    fine = reasons(operator, a_reseller(operator))
    without_licence = reasons(operator, reseller, f"?email={owner}")
    unknown = reasons(operator, reseller, "?email=nobody@shop.example")
    elsewhere = reasons(operator, reseller, "?email=zed@elsewhere.example")
    expect(call("POST", path_of(reseller, "/deactivate"), secret=operator), 200)

    assert (fine, without_licence) == ([], ["license.none_available"])
    assert unknown == ["license.none_available", "user.not_linked"]
    assert elsewhere == ["license.none_available", "user.signed_in_elsewhere"]
    assert reasons(operator, reseller)[0] == "reseller.inactive"


@pytest.mark.requirement("R-TEN-4")
def test_the_funnel_counts_a_months_stages(operator: str) -> None:
    reseller = a_reseller(operator)
    month = reseller["created_at"][:7]
    pilot = a_pilot(reseller, NOON.replace(year=2026, month=1))
    for _ in range(2):
        an_invite(operator, reseller)
    a_tenant(operator, reseller)
    upgraded = call(
        "POST", f"/v1/tenants/{pilot}/upgrade", body={"plan_code": "growth"}, secret=operator
    )

    funnel = made(call("GET", path_of(reseller, f"/funnel?month={month}"), secret=operator), 200)

    assert upgraded.status == 200
    counts = [funnel[stage] for stage in ("invited", "accepted", "converted", "expired")]
    assert counts == [3, 1, 1, 0]


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "202611", "", "2026-11-21", "1066-10"])
def test_what_is_no_month_is_named(operator: str, month: str) -> None:
    reseller = a_reseller(operator)

    for path in ("/funnel", "/audit"):
        answer = call("GET", path_of(reseller, f"{path}?month={month}"), secret=operator)
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "month")
