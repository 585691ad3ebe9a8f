"""
Paddle's objects, with the fields that its API gives them.
"""

from decimal import ROUND_HALF_EVEN, Decimal

from infra.local.paddle.account import Account
from infra.local.playing import Json

HUNDRED = 100


def transaction(account: Account, asked: Json, url: str | None) -> Json:
    """
    A transaction that is ready to be paid.
    """
    transaction_id, now = account.new_id("txn"), account.now()
    currency = asked["currency_code"]
    lines = [_line(account, item) for item in asked["items"]]
    totals = {name: str(sum(int(line["totals"][name]) for line in lines)) for name in _TOTALS}
    return {
        "id": transaction_id,
        "status": "ready",
        "origin": "api",
        "currency_code": currency,
        "collection_mode": asked.get("collection_mode", "automatic"),
        "custom_data": asked.get("custom_data"),
        "customer_id": None,
        "subscription_id": None,
        "invoice_id": None,
        "items": asked["items"],
        "details": {"totals": _grand(totals, currency), "line_items": lines},
        "payments": [],
        "checkout": {"url": f"{url}?_ptxn={transaction_id}"} if url else None,
        "created_at": now,
        "updated_at": now,
        "billed_at": None,
    }


def paid(account: Account, before: Json) -> Json:
    """
    The same transaction, of which the money was taken.
    """
    now = account.now()
    payment = {
        "amount": before["details"]["totals"]["grand_total"],
        "status": "captured",
        "error_code": None,
        "method_details": {"type": "card", "card": {"type": "visa", "last4": "4242"}},
        "created_at": now,
        "captured_at": now,
    }
    payments = [payment, *before["payments"]]
    return {**before, "payments": payments, "billed_at": now, "updated_at": now}


def declined(account: Account, before: Json) -> Json:
    """
    The same transaction, after a card was declined.
    """
    payment = {
        "amount": before["details"]["totals"]["grand_total"],
        "status": "error",
        "error_code": "declined",
        "method_details": {"type": "card", "card": {"type": "visa", "last4": "0002"}},
        "created_at": account.now(),
        "captured_at": None,
    }
    return {**before, "payments": [payment, *before["payments"]], "updated_at": account.now()}


def adjustment(account: Account, about: Json, asked: Json) -> Json:
    """
    An adjustment of a transaction: of its lines as they are named, or of all that it has.
    """
    lines = {line["id"]: line for line in about["details"]["line_items"]}
    parts = asked.get("items") or [
        {"item_id": line["id"], "type": "full", "amount": line["totals"]["total"]}
        for line in lines.values()
    ]
    items = [
        {
            **part,
            "id": account.new_id("adjitm"),
            "totals": _part(lines[part["item_id"]]["totals"], int(part["amount"])),
        }
        for part in parts
    ]
    names = ("subtotal", "tax", "total")
    totals = {name: str(sum(int(item["totals"][name]) for item in items)) for name in names}
    return {
        "id": account.new_id("adj"),
        "action": asked["action"],
        "type": asked.get("type", "partial"),
        "transaction_id": about["id"],
        "subscription_id": about["subscription_id"],
        "customer_id": about["customer_id"],
        "currency_code": about["currency_code"],
        "reason": asked["reason"],
        "status": "pending_approval" if asked["action"] == "refund" else "approved",
        "items": items,
        "totals": {**totals, "currency_code": about["currency_code"]},
        "created_at": account.now(),
        "updated_at": account.now(),
    }


def _line(account: Account, item: Json) -> Json:
    subtotal = int(item["price"]["unit_price"]["amount"]) * int(item["quantity"])
    percent = Decimal(account.settings["tax_percent"])
    tax = int((subtotal * percent / HUNDRED).quantize(Decimal(1), ROUND_HALF_EVEN))
    totals = {"subtotal": subtotal, "discount": 0, "tax": tax, "total": subtotal + tax}
    return {
        "id": account.new_id("txnitm"),
        "quantity": item["quantity"],
        "tax_rate": str(percent / HUNDRED),
        "totals": {name: str(amount) for name, amount in totals.items()},
    }


def _part(totals: Json, amount: int) -> Json:
    """
    A part of a line, with its share of the tax.
    """
    tax = round(Decimal(totals["tax"]) * amount / (int(totals["total"]) or 1))
    return {"subtotal": str(amount - tax), "tax": str(tax), "total": str(amount)}


def _grand(totals: Json, currency: str) -> Json:
    return {
        **totals,
        "credit": "0",
        "balance": totals["total"],
        "grand_total": totals["total"],
        "grand_total_tax": totals["tax"],
        "fee": None,
        "earnings": None,
        "currency_code": currency,
    }


_TOTALS = ("subtotal", "discount", "tax", "total")
