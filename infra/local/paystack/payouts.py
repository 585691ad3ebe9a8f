"""
Paystack's transfers to partners (https://paystack.com/docs/api/transfer).
"""

import json
import re
import secrets
from collections.abc import Callable, Mapping

from infra.local.courier import Courier, Notice
from infra.local.kept import Kept
from infra.local.payouts import TooLittle, Transfers
from infra.local.paystack.refused import Refused
from infra.local.playing import Json
from infra.local.stand_in import Request

_CURRENCIES = {"nuban": "NGN", "ghipss": "GHS", "basa": "ZAR", "mobile_money": "GHS KES"}
_REFERENCE = re.compile(r"[a-z0-9_-]{16,50}", re.ASCII)
_STATUS = {"paid": "success"}
_EVENTS = {"paid": "transfer.success", "failed": "transfer.failed", "reversed": "transfer.reversed"}
UNKNOWN_ACCOUNT = "0000000000"
"""What no bank knows."""


class Payouts:
    """
    Recipients, and transfers to them.
    """

    def __init__(self, kept: Kept, courier: Courier) -> None:
        self._kept = kept
        self._courier = courier
        self.transfers = Transfers(kept, self._tell)

    def routes(self) -> Mapping[str, Callable[..., object]]:
        """
        The API's operations.
        """
        return {
            r"POST /transferrecipient": self._name,
            r"POST /transfer": self._send,
            r"GET /transfer/verify/([^/]+)": self._verify,
        }

    def _name(self, request: Request) -> Json:
        asked: Json = request.json()
        if asked["currency"] not in _CURRENCIES.get(asked["type"], "").split():
            raise Refused("Invalid recipient type")
        if asked["account_number"] == UNKNOWN_ACCOUNT:
            raise Refused("Cannot resolve account", 422, "invalid_account_number")
        account = {name: asked[name] for name in ("type", "account_number", "bank_code")}
        found = self._kept.find("recipient", **account)
        if found is None:
            found = {**asked, "recipient_code": f"RCP_{secrets.token_hex(8)}"}
            self._kept.all("recipient").append(found)
        return {"recipient_code": found["recipient_code"], "active": True}

    def _send(self, request: Request) -> Json:
        asked: Json = request.json()
        if not _REFERENCE.fullmatch(asked["reference"]):
            raise Refused("Invalid transfer reference")
        recipient = self._kept.find("recipient", recipient_code=asked["recipient"])
        if recipient is None or asked["source"] != "balance":
            raise Refused("Recipient specified is invalid", code="invalid_recipient")
        if not isinstance(asked["amount"], int) or asked["amount"] <= 0:
            raise Refused("Invalid amount passed")
        if self.transfers.find(asked["reference"]):
            raise Refused("Please provide a unique reference", code="duplicate_reference")
        said = {name: asked[name] for name in ("amount", "currency", "recipient")}
        try:
            made = self.transfers.send(
                asked["reference"], code=f"TRF_{secrets.token_hex(8)}", why=asked["reason"], **said
            )
        except TooLittle as error:
            text = "Your balance is not enough to fulfil this request"
            raise Refused(text, code="insufficient_balance") from error
        return self._shown(made)

    def _verify(self, _: Request, reference: str) -> Json:
        found = self.transfers.find(reference)
        if found is None:
            raise Refused("Transfer not found", 404, "transfer_not_found")
        return self._shown(found)

    def _shown(self, transfer: Json) -> Json:
        recipient = self._kept.must_find("recipient", recipient_code=transfer["recipient"])
        return {
            "id": transfer["number"],
            "domain": "test",
            "amount": transfer["amount"],
            "currency": transfer["currency"],
            "reference": transfer["reference"],
            "source": "balance",
            "reason": transfer["why"],
            "status": _STATUS.get(transfer["status"], transfer["status"]),
            "failures": None,
            "transfer_code": transfer["code"],
            "recipient": {"name": recipient["name"], "type": recipient["type"], "active": True},
            "createdAt": transfer["at"],
        }

    def _tell(self, transfer: Json) -> None:
        kind = _EVENTS[transfer["status"]]
        body = json.dumps({"event": kind, "data": self._shown(transfer)})
        self._courier.send(Notice(f"{kind}-{transfer['number']}", kind, body))
