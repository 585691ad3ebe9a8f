"""
What happens to charges: by who pays, by banks, and by Flutterwave itself.
"""

import hmac
import json
import secrets
from base64 import b64encode
from decimal import Decimal
from hashlib import sha256

from infra.local import payouts
from infra.local.courier import Courier, Notice
from infra.local.flutterwave import version3, version4
from infra.local.kept import Kept
from infra.local.playing import Json, NotPossible


def new(version: str) -> Json:
    """
    A new account of a version, without charges.
    """
    keys = {
        "version": version,
        "api_key": f"FLWSECK_TEST-{secrets.token_hex(16)}",
        "client_id": secrets.token_hex(16),
        "client_secret": secrets.token_hex(16),
        "secret_hashes": [secrets.token_hex(16)],
        "mode": "test",
    }
    settings = {"refunds_wait": False, "tells_refunds": False, "repeats_comments": True}
    settings |= payouts.SETTINGS
    kinds = ("page", "charge", "refund", "chargeback", "customer", payouts.KIND)
    things: Json = {kind: [] for kind in kinds}
    return {"keys": keys, "settings": settings, "answers": [], **things}


def proof(body: bytes, keys: Json) -> dict[str, str]:
    """
    The header that shows where a body comes from, as the account's version has it.
    """
    key = keys["secret_hashes"][0]
    if keys["version"] == "v3":
        return {"verif-hash": key}
    digest = hmac.new(key.encode(), body, sha256).digest()
    return {"flutterwave-signature": b64encode(digest).decode()}


class Till:
    """
    Pages, tries to pay on them, refunds and chargebacks, and what is told of them.

    A page is named by its address or by our reference; amounts are texts of major units.
    """

    def __init__(self, kept: Kept, courier: Courier) -> None:
        self._kept = kept
        self._courier = courier

    def open(self, reference: str, amount: object, currency: str, **more: object) -> Json:
        """
        A page for a charge.
        """
        made: Json = {
            "code": secrets.token_hex(8),
            "reference": reference,
            "amount": str(amount),
            "currency": currency,
            **more,
        }
        self._kept.all("page").append(made)
        return made

    def pay(self, page: str, status: str = "successful") -> Json:
        """
        Somebody pays on a page, or tries to.
        """
        with self._kept.lock:
            found = self._page(page)
            tries = [
                charge["status"]
                for charge in self._kept.all("charge")
                if charge["reference"] == found["reference"]
            ]
            if "successful" in tries or "pending" in tries:
                raise NotPossible(f"the charge is {tries[-1]}")
            made: Json = {
                "number": self._kept.number(),
                "reference": found["reference"],
                "amount": found["amount"],
                "currency": found["currency"],
                "email": found.get("email", "ada@example.com"),
                "status": status,
                "at": self._kept.clock().isoformat(),
            }
            self._kept.all("charge").append(made)
            if status != "pending":
                self._tell("charge", made)
            return made

    def settle(self, number: int, status: str) -> Json:
        """
        A payment under way has come, or will not.
        """
        with self._kept.lock:
            found = self._kept.must_find("charge", number=number)
            if found["status"] != "pending":
                raise NotPossible(f"the charge is {found['status']}")
            found["status"] = status
            self._tell("charge", found)
            return found

    def refund(self, number: int, amount: str | None = None, comments: str | None = None) -> Json:
        """
        Pay back a part, or all that is left.
        """
        with self._kept.lock:
            paid = self._kept.find("charge", number=number, status="successful")
            if paid is None:
                raise NotPossible("there is no such payment")
            left = Decimal(paid["amount"]) - sum(
                Decimal(refund["amount"])
                for refund in self._kept.all("refund")
                if refund["charge"] == number and refund["status"] != "failed"
            )
            wanted = left if amount is None else Decimal(amount)
            if not 0 < wanted <= left:
                raise NotPossible("more than is left of the payment")
            made: Json = {
                "number": self._kept.number(),
                "charge": number,
                "amount": str(wanted),
                "status": "pending",
                "comments": comments,
                "at": self._kept.clock().isoformat(),
            }
            self._kept.all("refund").append(made)
            if not self._kept.settings["refunds_wait"]:
                self.end_refund(made["number"], "completed")
            return made

    def end_refund(self, number: int, status: str) -> Json:
        """
        A refund has reached who paid, or failed.
        """
        with self._kept.lock:
            found = self._kept.must_find("refund", number=number)
            if found["status"] != "pending":
                raise NotPossible(f"the refund is {found['status']}")
            found["status"] = status
            self._tell("refund", found)
            return found

    def dispute(self, number: int, amount: str | None = None) -> Json:
        """
        The payer's bank wants money back.
        """
        with self._kept.lock:
            paid = self._kept.must_find("charge", number=number, status="successful")
            made: Json = {
                "number": self._kept.number(),
                "charge": number,
                "reference": paid["reference"],
                "amount": amount or paid["amount"],
                "status": "initiated",
                "at": self._kept.clock().isoformat(),
            }
            self._kept.all("chargeback").append(made)
            self._tell("chargeback", made)
            return made

    def decide(self, number: int, status: str) -> Json:
        """
        A chargeback ends: `won`, `lost`.
        """
        with self._kept.lock:
            found = self._kept.must_find("chargeback", number=number)
            found["status"] = status
            self._tell("chargeback", found)
            return found

    def _page(self, named: str) -> Json:
        last = named.rpartition("/")[2]
        found = self._kept.find("page", code=last)
        return found or self._kept.must_find("page", reference=last)

    def _tell(self, kind: str, about: Json) -> None:
        is_v4 = self._kept.keys["version"] == "v4"
        content = (version4 if is_v4 else version3).event(kind, about, self._kept)
        if content is not None:
            notice_id = f"{kind}-{self._kept.number()}"
            self._courier.send(Notice(notice_id, kind, json.dumps(content)))
