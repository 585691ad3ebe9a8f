"""
Flutterwave's things as version 3 shows and tells them (https://developer.flutterwave.com/docs).
"""

from datetime import datetime

from infra.local.kept import Kept
from infra.local.playing import Json


def number(amount: str) -> int | float:
    """
    An amount as JSON has it: a number of major units.
    """
    value = float(amount)
    return int(value) if value.is_integer() else value


def moment(at: str) -> str:
    """
    A moment as version 3 spells it.
    """
    return f"{datetime.fromisoformat(at):%Y-%m-%dT%H:%M:%S}.000Z"


def charge(thing: Json) -> Json:
    """
    A transaction.
    """
    return {
        "id": thing["number"],
        "tx_ref": thing["reference"],
        "flw_ref": f"FLW-MOCK-{thing['number']}",
        "amount": number(thing["amount"]),
        "charged_amount": number(thing["amount"]),
        "currency": thing["currency"],
        "app_fee": 1.4,
        "ip": "197.210.54.33",
        "narration": "CARD Transaction",
        "status": thing["status"],
        "payment_type": "card",
        "created_at": moment(thing["at"]),
        "customer": {"id": 1, "name": "Ada Lovelace", "email": thing["email"]},
    }


def refund(thing: Json, *, repeats_comments: bool) -> Json:
    """
    A refund.
    """
    comments = {"comments": thing["comments"]} if repeats_comments else {}
    return {
        "id": thing["number"],
        "account_id": 73362,
        "tx_id": thing["charge"],
        "flw_ref": f"FLW-MOCK-{thing['charge']}",
        "amount_refunded": number(thing["amount"]),
        "status": "completed-mpgs" if thing["status"] == "completed" else thing["status"],
        "destination": "payment_source",
        "created_at": moment(thing["at"]),
        **comments,
    }


def chargeback(thing: Json) -> Json:
    """
    A chargeback.
    """
    return {
        "id": thing["number"],
        "amount": number(thing["amount"]),
        "flw_ref": f"FLW-MOCK-{thing['charge']}",
        "status": thing["status"],
        "stage": "new",
        "comment": "Product not received",
        "created_at": moment(thing["at"]),
        "transaction_id": thing["charge"],
        "tx_ref": thing["reference"],
    }


def event(kind: str, thing: Json, kept: Kept) -> Json | None:
    """
    What is told of a thing; None for what version 3 keeps to itself.
    """
    if kind == "charge":
        told = charge(thing)
        return {"event": "charge.completed", "event.type": "CARD_TRANSACTION", "data": told}
    if kind == "refund" and kept.settings["tells_refunds"]:
        return {
            "id": thing["number"],
            "AmountRefunded": number(thing["amount"]),
            "status": thing["status"],
            "FlwRef": f"FLW-MOCK-{thing['charge']}",
            "comments": thing["comments"],
            "createdAt": moment(thing["at"]),
            "TransactionId": thing["charge"],
        }
    return None
