"""
A good request for each route: whoever may call it with these ids is answered with success.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests import stripe_events
from tests.calling import Answer, call
from tests.functions import (
    branded,
    cast,
    composed,
    deciding,
    mailing,
    naming,
    paid_out,
    secured,
    signing,
)

TERMS = "2026-10"

type Ids = Mapping[str, str]
type Parts = dict[str, Any]

_PURCHASE = "/v1/resellers/{reseller_id}/license-purchases/{purchase_id}"
_PAY = "POST /v1/resellers/{reseller_id}/disbursements"
_PERSON = {"email": "new@partner.example", "name": "Nia New"}

PARTS: dict[str, Callable[[Ids], Parts]] = {
    "PATCH /v1/programme": lambda _: {"body": {"types": ["subscription"]}},
    "POST /v1/operators": lambda _: {"body": _PERSON},
    "GET /v1/audit": lambda _: {"query": "?day=2026-11-21"},
    "POST /v1/plans": lambda _: {"body": {"code": "new-plan", "name": "New"}},
    "PATCH /v1/plans/{plan_code}": lambda _: {"body": {"name": "Growth 2"}},
    "POST /v1/plans/{plan_code}/prices": lambda _: {
        "body": {
            "starts_at": "2099-01-01T00:00:00Z",
            "prices": [{"amount_minor": 2_000, "currency": "USD"}],
        }
    },
    "PUT /v1/resellers/{reseller_id}/list-prices/{plan_code}/{currency}/{interval}": lambda _: {
        "body": {"amount_minor": 2_000}
    },
    "PUT /v1/resellers/{reseller_id}/agreements/{month}": lambda _: {
        "body": cast.agreement_terms()
    },
    "POST /v1/resellers/{reseller_id}/statements/{month}/exports": lambda _: {
        "body": {"format": "pdf"}
    },
    "POST /v1/resellers/{reseller_id}/product-plans": lambda _: {
        "body": composed.a_composition("own-another")
    },
    "PATCH /v1/resellers/{reseller_id}/product-plans/{plan_code}": lambda _: {
        "body": {"status": "retired"}
    },
    "POST /v1/resellers/{reseller_id}/services": lambda _: {
        "body": {"plan_code": "fleet", "currency": "USD"}
    },
    "PATCH /v1/resellers/{reseller_id}/services/{plan_code}": lambda _: {"body": {"quantity": 3}},
    "POST /v1/resellers/{reseller_id}/services/{plan_code}/cancel": lambda _: {
        "body": {"when": "now"}
    },
    "PUT /v1/resellers/{reseller_id}/hosts/{host}": lambda _: {"body": {"tenant_id": None}},
    "PUT /v1/resellers/{reseller_id}/payment-key": lambda _: {"body": composed.a_payment_key()},
    "PUT /v1/resellers/{reseller_id}/payout-account": lambda _: {"body": paid_out.an_account()},
    "POST /v1/statements/approvals": lambda ids: {
        "body": {"statements": [{"reseller_id": ids["reseller_id"], "month": ids["month"]}]}
    },
    "POST /v1/resellers/{reseller_id}/statements/{month}/reject": lambda _: {
        "body": {"reason": "wrong rate", "restates": True}
    },
    f"{_PAY}/{{disbursement_id}}/give-up": lambda _: {"body": {"reason": "closed"}},
    f"{_PAY}/{{disbursement_id}}/outcome": lambda _: {
        "body": {"outcome": "paid", "reference": "B-1"}
    },
    "POST /v1/resellers": lambda _: {"body": cast.a_form()},
    "PATCH /v1/resellers/{reseller_id}": lambda _: {"body": {"branding": {"display_name": "A"}}},
    "POST /v1/data-processing-agreement": lambda _: {"body": signing.a_document("2026-12")},
    "POST /v1/resellers/{reseller_id}/data-processing-agreement": lambda _: {
        "body": signing.a_signature()
    },
    "POST /v1/resellers/{reseller_id}/terms": lambda _: {"body": {"version": TERMS}},
    "GET /v1/resellers/{reseller_id}/funnel": lambda _: {"query": "?month=2026-11"},
    "GET /v1/resellers/{reseller_id}/audit": lambda _: {"query": "?month=2026-11"},
    "POST /v1/resellers/{reseller_id}/members": lambda _: {
        "body": {**_PERSON, "role": "reseller_billing"}
    },
    "PATCH /v1/resellers/{reseller_id}/members/{user_id}": lambda _: {
        "body": {"role": "reseller_support"}
    },
    **branded.PARTS,
    **mailing.PARTS,
    **naming.PARTS,
    **secured.PARTS,
    "POST /v1/resellers/{reseller_id}/invites": lambda _: {"body": cast.an_offer()},
    "POST /v1/resellers/{reseller_id}/invites/bulk": lambda _: {
        "raw": b"email,tenant_name,plan_code\nkofi@shop.example,Kofi,growth\n"
    },
    "POST /v1/resellers/{reseller_id}/invites/{invite_id}/accept": lambda ids: {
        "body": {"token": ids["invite_token"], "name": "Kofi"}
    },
    "POST /v1/resellers/{reseller_id}/tenants": lambda _: {
        "body": {
            "name": "Shop",
            "plan_code": "growth",
            "owner_email": "kofi@shop.example",
            "owner_name": "Kofi",
        }
    },
    "PATCH /v1/tenants/{tenant_id}": lambda _: {"body": {"name": "Another name"}},
    "POST /v1/tenants/{tenant_id}/upgrade": lambda _: {
        "body": {"plan_code": "growth", "currency": "USD"}
    },
    "GET /v1/tenants/{tenant_id}/subscription/history": lambda _: {
        "query": "?at=2099-01-01T00:00:00Z"
    },
    "PATCH /v1/tenants/{tenant_id}/subscription": lambda _: {"body": {"quantity": 2}},
    "POST /v1/tenants/{tenant_id}/subscription/cancel": lambda _: {"body": {"when": "now"}},
    "PUT /v1/tenants/{tenant_id}/billing": lambda _: {"body": {"mode": "provider"}},
    "PUT /v1/resellers/{reseller_id}/billing": lambda _: {"body": {"mode": "provider"}},
    "PUT /v1/resellers/{reseller_id}/dunning": lambda _: {
        "body": {"reminder_days": [2, 5], "suspend_after": 10}
    },
    "POST /v1/tenants/{tenant_id}/payments": lambda _: {"body": cast.a_receipt()},
    "POST /v1/tenants/{tenant_id}/payments/{payment_id}/refunds": lambda _: {
        "body": {"reference": "B-1", "amount_minor": 1}
    },
    "POST /v1/tenants/{tenant_id}/payments/{payment_id}/confirm": lambda _: {
        "body": {"reason": "found at our bank"}
    },
    "POST /v1/resellers/{reseller_id}/corrections": lambda ids: {"body": deciding.a_proposal(ids)},
    "POST /v1/resellers/{reseller_id}/corrections/{correction_id}/approve": lambda _: {
        "body": {"comment": "checked"}
    },
    "POST /v1/resellers/{reseller_id}/corrections/{correction_id}/decline": lambda _: {
        "body": {"comment": "not so"}
    },
    "POST /v1/resellers/{reseller_id}/self-dealing/{tenant_id}/decide": lambda _: {
        "body": {"status": "released", "reason": "two shops of one family"}
    },
    "POST /v1/tenants/{tenant_id}/charges": lambda _: {
        "body": {"provider": "stripe", "account": "reseller"}
    },
    "POST /v1/suspended-payments/{suspended_id}/match": lambda ids: {
        "body": {"charge_id": ids["charge_id"], "comment": "told us by phone"}
    },
    "POST /v1/suspended-payments/{suspended_id}/return": lambda _: {
        "body": {"comment": "reversed in the portal"}
    },
    "POST /v1/tenants/{tenant_id}/move": lambda ids: {
        "body": {"reseller_id": ids["receiver_id"], "comment": "agreed by both"}
    },
    "POST /v1/resellers/{reseller_id}/transfers": lambda ids: {
        "body": {"token": ids["transfer_token"], "comment": "welcome"}
    },
    "POST /v1/tenants/{tenant_id}/records": lambda _: {
        "body": {"kind": "shipment", "reference": "S-1"}
    },
    "POST /v1/api-keys": lambda _: {"body": {"name": "key", "scopes": ["keys:write"]}},
    "PATCH /v1/resellers/{reseller_id}/licenses": lambda _: {"body": {"low_stock_at": 5}},
    "POST /v1/resellers/{reseller_id}/licenses/grants": lambda _: {
        "body": {"quantity": 5, "reason": "a gift"}
    },
    "POST /v1/resellers/{reseller_id}/license-quotes": lambda _: {"body": {"quantity": 9}},
    "POST /v1/resellers/{reseller_id}/license-purchases": lambda ids: {
        "body": {"quote_id": ids["quote_id"]}
    },
    f"POST {_PURCHASE}/returns": lambda _: {"body": {"quantity": 10}},
    f"PUT {_PURCHASE}/refunds/{{refund_id}}": lambda _: {"body": {"quantity": 0}},
    f"POST {_PURCHASE}/accept": lambda _: {"body": {"quantity": 3}},
    "GET /v1/fx-rates/{day}/conversion": lambda _: {
        "query": "?amount_minor=12950000&currency=KES&to=USD"
    },
    "POST /v1/license-prices": lambda _: {
        "body": {
            "starts_at": "2099-01-01T00:00:00Z",
            "currency": "USD",
            "tiers": [{"first": 1, "unit_price_minor": 2_000}],
        }
    },
    "POST /v1/webhooks/{provider}": lambda _: {
        "raw": b"{}",
        "headers": {"stripe-signature": stripe_events.signature(b"{}")},
    },
    "POST /v1/notices/{subject}/{token}": lambda _: {"raw": b"{}"},
    "POST /v1/sign-in-links": lambda _: {"body": {"email": "nobody@partner.example"}},
    "POST /v1/sessions": lambda ids: {
        "body": {"link_id": ids["link_id"], "token": ids["link_token"]}
    },
    "POST /invites/{reseller_id}/{invite_id}": lambda ids: {
        "form": {"token": ids["invite_token"], "name": "Kofi"}
    },
    "POST /sign-in": lambda _: {"form": {"email": "nobody@partner.example"}},
    "POST /sign-in/{link_id}": lambda ids: {"form": {"token": ids["link_token"]}},
}
"""What a request needs besides its path."""


def send(route: str, ids: Ids, secret: str | None) -> Answer:
    """
    Send a route's good request with these ids in its path, from an address that has no limit near.
    """
    method, pattern = route.split(" ")
    parts = PARTS[route](ids) if route in PARTS else {}
    path = pattern.format_map(in_path(route, ids)) + parts.pop("query", "")
    return call(method, path, secret=secret, address=cast.an_address(), **parts)


def in_path(route: str, ids: Ids) -> dict[str, str]:
    """
    The ids that stand in a route's path, by the names that they have there.
    """
    names = re.findall(r"\{(\w+)\}", route)
    kind = {"sign-in": "link", "v1": "notice"}.get(route.split("/")[1], "invite")
    special = {
        "token": f"{kind}_token",
        "user_id": _user(route),
        "plan_code": "own_plan_code" if "/product-plans/" in route else "plan_code",
        "month": "month_to_come" if "/agreements/" in route else "month",
        "correction_id": "approved_id" if route.startswith("GET") else "correction_id",
        # Who is being paid cannot be paid at once.
        "reseller_id": "owed_reseller_id" if route == _PAY else "reseller_id",
        "suppression_id": "suppression_id" if "{reseller_id}" in route else "any_suppression_id",
        "upload_id": "tenant_upload_id" if "/tenants/" in route else "upload_id",
        "purchase_id": "held_purchase_id" if route.endswith("/accept") else "purchase_id",
    }
    return {name: ids[special.get(name, name)] for name in names}


def _user(route: str) -> str:
    return "operator_id" if "/operators/" in route else "user_id"
