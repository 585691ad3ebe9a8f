"""
What happens to transactions: by who pays, by banks, and by Paystack itself.
"""

import hmac
import json
import secrets
from datetime import datetime
from hashlib import sha512

from infra.local import payouts
from infra.local.courier import Courier, Notice
from infra.local.kept import Kept
from infra.local.playing import Json, NotPossible

PAYER = {"first_name": "Ada", "last_name": "Lovelace", "phone": "2348000000000"}


def new() -> Json:
    """
    A new account, without transactions.
    """
    key = f"sk_test_{secrets.token_hex(20)}"
    return {
        "keys": {"api_key": key, "webhook_keys": [key]},
        "settings": {"refunds_wait": False, **payouts.SETTINGS},
        "transaction": [],
        "refund": [],
        "dispute": [],
        "recipient": [],
        payouts.KIND: [],
    }


def proof(body: bytes, keys: Json) -> dict[str, str]:
    """
    The header that shows where a body comes from: signed under the newest key.
    """
    key = keys["webhook_keys"][0].encode()
    return {"x-paystack-signature": hmac.new(key, body, sha512).hexdigest()}


def moment(at: datetime) -> str:
    """
    A moment as Paystack spells it.
    """
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"


class Till:
    """
    Transactions, refunds and disputes, and what is told of them.

    A transaction is named by its reference, or by the address of its page.
    """

    def __init__(self, kept: Kept, courier: Courier) -> None:
        self._kept = kept
        self._courier = courier

    def open(self, asked: Json) -> Json:
        """
        A transaction that nobody has paid; Paystack calls it abandoned from the start.
        """
        now = moment(self._kept.clock())
        made: Json = {
            "id": self._kept.number(),
            "domain": "test",
            "status": "abandoned",
            "reference": asked["reference"],
            "amount": asked["amount"],
            "currency": asked["currency"],
            "channel": "card",
            "paid_at": None,
            "created_at": now,
            "metadata": asked.get("metadata", ""),
            "fees": None,
            "customer": {"id": self._kept.number(), "email": asked["email"], **PAYER},
            "authorization": {},
            "plan": None,
            "access_code": secrets.token_hex(8),
            "callback_url": asked.get("callback_url"),
        }
        self._kept.all("transaction").append(made)
        return made

    def pay(self, transaction: str) -> Json:
        """
        The payer pays, however often it failed before.
        """
        with self._kept.lock:
            found = self._transaction(transaction)
            if found["status"] not in {"abandoned", "failed"}:
                raise NotPossible(f"the transaction is {found['status']}")
            now = moment(self._kept.clock())
            found.update(status="success", paid_at=now, fees=found["amount"] // 66)
            found["authorization"] = {"authorization_code": "AUTH_1", "bin": "408408"}
            self._tell("charge.success", found)
            return shown(found)

    def fail(self, transaction: str) -> Json:
        """
        The payer tries, and is refused; Paystack tells nobody.
        """
        with self._kept.lock:
            found = self._transaction(transaction)
            if found["status"] not in {"abandoned", "failed"}:
                raise NotPossible(f"the transaction is {found['status']}")
            found["status"] = "failed"
            return shown(found)

    def refund(self, transaction: str, amount: int | None = None, note: str = "") -> Json:
        """
        Pay back a part, or all that is left.
        """
        with self._kept.lock:
            paid = self._transaction(transaction)
            left = paid["amount"] - sum(
                refund["amount"]
                for refund in self._kept.all("refund")
                if refund["transaction"] == paid["id"] and refund["status"] != "failed"
            )
            wanted = left if amount is None else amount
            if paid["status"] != "success" or not 0 < wanted <= left:
                raise NotPossible("this cannot be refunded")
            now = moment(self._kept.clock())
            made: Json = {
                "id": self._kept.number(),
                "integration": 412829,
                "domain": "test",
                "transaction": paid["id"],
                "transaction_reference": paid["reference"],
                "dispute": None,
                "amount": wanted,
                "currency": paid["currency"],
                "channel": "card",
                "status": "pending",
                "refunded_by": "staff@example.com",
                "customer_note": f"Refund for transaction {paid['reference']}",
                "merchant_note": note or f"Refund by staff of {paid['reference']}",
                "createdAt": now,
                "updatedAt": now,
            }
            self._kept.all("refund").append(made)
            self._tell("refund.pending", _told(made))
            if not self._kept.settings["refunds_wait"]:
                self._end_refund(made, "processed")
            return dict(made)

    def settle_refund(self, refund: int) -> Json:
        """
        A pending refund has reached the payer.
        """
        with self._kept.lock:
            return self._end_refund(self._kept.must_find("refund", id=refund), "processed")

    def fail_refund(self, refund: int) -> Json:
        """
        A pending refund will not.
        """
        with self._kept.lock:
            return self._end_refund(self._kept.must_find("refund", id=refund), "failed")

    def dispute(self, transaction: str, amount: int | None = None) -> Json:
        """
        The payer's bank wants money back.
        """
        with self._kept.lock:
            paid = self._transaction(transaction)
            now = moment(self._kept.clock())
            made: Json = {
                "id": self._kept.number(),
                "refund_amount": amount,
                "currency": paid["currency"] if amount else None,
                "status": "awaiting-merchant-feedback",
                "resolution": None,
                "domain": "test",
                "transaction": shown(paid),
                "category": "chargeback",
                "customer": paid["customer"],
                "history": [{"status": "pending", "by": paid["customer"]["email"]}],
                "createdAt": now,
                "updatedAt": now,
            }
            self._kept.all("dispute").append(made)
            self._tell("charge.dispute.create", made)
            return dict(made)

    def resolve(self, dispute: int, resolution: str) -> Json:
        """
        A dispute ends: `declined` for us, `merchant-accepted` for the payer.
        """
        with self._kept.lock:
            found = self._kept.must_find("dispute", id=dispute)
            if found["status"] == "resolved":
                raise NotPossible("the dispute is resolved")
            now = moment(self._kept.clock())
            found.update(status="resolved", resolution=resolution, updatedAt=now)
            self._tell("charge.dispute.resolve", found)
            return dict(found)

    def _transaction(self, named: str) -> Json:
        last = named.rpartition("/")[2]
        found = self._kept.find("transaction", access_code=last)
        return found or self._kept.must_find("transaction", reference=last)

    def _end_refund(self, refund: Json, status: str) -> Json:
        if refund["status"] != "pending":
            raise NotPossible(f"the refund is {refund['status']}")
        refund.update(status=status, updatedAt=moment(self._kept.clock()))
        self._tell(f"refund.{status}", _told(refund))
        return dict(refund)

    def _tell(self, kind: str, about: Json) -> None:
        body = json.dumps({"event": kind, "data": shown(about)})
        self._courier.send(Notice(f"{kind}-{self._kept.number()}", kind, body))


def shown(transaction: Json) -> Json:
    """
    A transaction as others see it.
    """
    hidden = {"access_code", "callback_url"}
    return {name: value for name, value in transaction.items() if name not in hidden}


def _told(refund: Json) -> Json:
    """
    A refund as its event has it: without its own id and notes, and its amount as text.
    """
    is_over = refund["status"] in {"processed", "failed"}
    return {
        "status": refund["status"],
        "transaction_reference": refund["transaction_reference"],
        "refund_reference": f"TRF_{refund['id']}" if is_over else None,
        "amount": str(refund["amount"]),
        "currency": refund["currency"],
        "processor": "instant-transfer",
        "customer": {**PAYER, "email": "ada@example.com"},
        "integration": refund["integration"],
        "domain": refund["domain"],
    }
