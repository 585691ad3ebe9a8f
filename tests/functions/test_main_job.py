"""
The main job through the handlers: a partner invites, and its prospect's pilot works.
"""

import pytest

from api_keys import bootstrap
from tenantry.ids import InviteId, TenantId
from tenantry.invites.tokens import token
from tests.calling import CONTEXT, call

pytestmark = pytest.mark.usefixtures("world")

RESELLER = {
    "slug": "acme-corp",
    "type": "subscription",
    "personal": {"name": "Ama Owusu", "email": "ama@acme.example"},
    "company": {"legal_name": "Acme Corp"},
    "initial_licenses": 1,
}


def operator_key() -> str:
    asked = {"email": "op@example.com", "name": "Olu Operator"}
    return bootstrap.handler(asked, CONTEXT)["api_key"]


def test_a_prospect_accepts_and_records_an_order() -> None:
    operator = operator_key()
    call("POST", "/v1/plans", body={"code": "growth", "name": "Growth"}, secret=operator)
    reseller = call("POST", "/v1/resellers", body=RESELLER, secret=operator).json
    at = f"/v1/resellers/{reseller['id']}"
    offer = {"email": "kofi@shop.example", "tenant_name": "Kofi's Shop", "plan_code": "growth"}
    minted = call("POST", f"{at}/invites", body=offer, secret=operator)
    assert minted.status == 201, minted.text
    link = token(TenantId(reseller["id"]), InviteId(minted.json["id"]), 1)
    page = call("GET", f"/invites/{reseller['id']}/{minted.json['id']}/{link}")
    assert page.status == 200
    assert "Kofi&#x27;s Shop" in page.text
    accepted = call(
        "POST", f"{at}/invites/{minted.json['id']}/accept", body={"token": link, "name": "Kofi"}
    )
    assert accepted.status == 200, accepted.text
    tenant_id = accepted.json["tenant_id"]
    order = {"kind": "purchase_order", "reference": "PO-1", "content": {"lines": [1]}}
    recorded = call("POST", f"/v1/tenants/{tenant_id}/records", body=order, secret=operator)
    assert recorded.status == 201, recorded.text
