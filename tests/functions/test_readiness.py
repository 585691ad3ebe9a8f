"""
The checklist over HTTP, from what is really there.
"""

import pytest

from tenantry.ids import TenantId
from tests.calling import call
from tests.functions.cast import Json, a_reseller, an_owner, expect, made
from tests.functions.composed import a_payment_key
from tests.functions.keys import answer_trials
from tests.functions.signing import a_document, a_signature
from tests.hosting import prove

pytestmark = pytest.mark.requirement("R-RES-8")


def ready(operator: str, reseller: Json) -> dict[str, bool]:
    shown = made(call("GET", f"/v1/resellers/{reseller['id']}/readiness", secret=operator), 200)
    return {point["point"]: point["is_ready"] for point in shown["points"]}


def test_the_list_follows_what_a_reseller_sets(
    operator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_trials(monkeypatch)
    reseller = a_reseller(operator)
    owner, at = an_owner(reseller), f"/v1/resellers/{reseller['id']}"
    before = ready(operator, reseller)

    branding = {"primary_color": "#0f766e", "terms_url": "https://partner.example/terms"}
    expect(call("PATCH", at, body={"branding": branding}, secret=owner), 200)
    expect(call("PUT", f"{at}/payment-key", body=a_payment_key(), secret=owner), 200)
    text = call("POST", "/v1/data-processing-agreement", body=a_document(), secret=operator)
    made(text)
    made(call("POST", f"{at}/data-processing-agreement", body=a_signature(), secret=owner))
    prove(TenantId(reseller["id"]))
    after = ready(operator, reseller)

    changed = {point for point in after if after[point] and not before[point]}
    agreed = {"payment_key", "data_processing_agreement"}
    assert changed == {"root_domain", "brand_colors", "terms_link", *agreed}
    assert len(after) == 12


def test_a_reseller_without_anything_is_told_the_routes(operator: str) -> None:
    reseller = a_reseller(operator)

    shown = made(
        call("GET", f"/v1/resellers/{reseller['id']}/readiness", secret=an_owner(reseller)), 200
    )

    domain = shown["points"][0]
    assert (shown["is_ready"], domain["point"], domain["is_ready"]) == (False, "root_domain", False)
    assert domain["route"] == "POST /v1/resellers/{reseller_id}/domains"


def test_the_route_of_one_point_takes_no_other_away(operator: str) -> None:
    reseller = a_reseller(operator, branding={"primary_color": "#0f766e"})
    owner, at = an_owner(reseller), f"/v1/resellers/{reseller['id']}/readiness"
    shown = made(call("GET", at, secret=owner), 200)
    [route] = [one["route"] for one in shown["points"] if one["point"] == "website_link"]

    method, path = route.format(reseller_id=reseller["id"]).split(" ")
    link = {"website_url": "https://partner.example"}
    expect(call(method, path, body=link, secret=owner), 200)

    now = ready(operator, reseller)
    assert (now["website_link"], now["brand_colors"]) == (True, True)
