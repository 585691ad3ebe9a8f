"""
Flutterwave's things as version 4 shows and tells them.

Shapes: https://flutterwaveinc.mintlify.app/v4-api-reference.
"""

from datetime import datetime

from infra.local.flutterwave.version3 import number
from infra.local.kept import Kept
from infra.local.playing import Json

_STATUS = {"successful": "succeeded"}
_KINDS = {"charge": "charge.completed", "refund": "refund.completed"}


def charge(thing: Json) -> Json:
    """
    A charge.
    """
    return {
        "id": f"chg_{thing['number']}",
        "amount": number(thing["amount"]),
        "currency": thing["currency"],
        "customer": {"id": "cus_1", "email": thing["email"], "name": {"first": "Ada"}},
        "meta": {},
        "payment_method": {"type": "card", "card": {"first6": "408408", "last4": "1234"}},
        "reference": thing["reference"],
        "status": _STATUS.get(thing["status"], thing["status"]),
        "created_datetime": thing["at"],
    }


def refund(thing: Json) -> Json:
    """
    A refund; nothing in it is of whoever asked for it.
    """
    return {
        "id": f"rfd_{thing['number']}",
        "amount_refunded": number(thing["amount"]),
        "meta": {},
        "reason": "requested_by_customer",
        "status": thing["status"],
        "charge_id": f"chg_{thing['charge']}",
        "created_datetime": thing["at"],
    }


def chargeback(thing: Json) -> Json:
    """
    A chargeback.
    """
    return {
        "id": f"chb_{thing['number']}",
        "amount": number(thing["amount"]),
        "status": thing["status"],
        "stage": "new",
        "charge_id": f"chg_{thing['charge']}",
        "created_datetime": thing["at"],
    }


SHOWN = {"charge": charge, "refund": refund, "chargeback": chargeback}


def event(kind: str, thing: Json, kept: Kept) -> Json:
    """
    What is told of a thing.
    """
    opened = "chargeback.created" if thing["status"] == "initiated" else "chargeback.updated"
    return {
        "webhook_id": f"wbk_{kept.number()}",
        "timestamp": int(datetime.fromisoformat(thing["at"]).timestamp() * 1000),
        "type": _KINDS.get(kind, opened),
        "data": SHOWN[kind](thing),
    }
