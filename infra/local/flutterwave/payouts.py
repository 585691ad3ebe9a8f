"""
Flutterwave's transfers to partners, in both versions.

https://developer.flutterwave.com/docs/making-payments/transfers/overview and
https://flutterwaveinc.mintlify.app/v4-api-reference.
"""

import json
from decimal import Decimal

from infra.local.courier import Courier, Notice
from infra.local.flutterwave.refused import Refused
from infra.local.flutterwave.version3 import moment, number
from infra.local.kept import Kept
from infra.local.payouts import KIND, TooLittle, Transfers
from infra.local.playing import Json, NotPossible
from infra.local.stand_in import Request

TOO_LITTLE = "Insufficient funds in customer wallet"
UNKNOWN_ACCOUNT = "0000000000"
"""What no bank knows."""

_STATUS3 = {"pending": "NEW", "paid": "SUCCESSFUL", "failed": "FAILED", "reversed": "REVERSED"}
_STATUS4 = {**_STATUS3, "paid": "SUCCEEDED"}


class Payouts:
    """
    Transfers; their amounts are texts of major units.
    """

    def __init__(self, kept: Kept, courier: Courier) -> None:
        self._kept = kept
        self._courier = courier
        self.transfers = Transfers(kept, self._tell)

    def send3(self, request: Request) -> Json:
        """
        `POST /v3/transfers`.
        """
        asked: Json = request.json()
        said = {name: asked[name] for name in ("account_number", "currency")}
        return self._send(asked["reference"], asked["amount"], bank=asked["account_bank"], **said)

    def send4(self, request: Request) -> Json:
        """
        `POST /direct-transfers`.
        """
        key = request.headers.get("x-idempotency-key", "")
        given = self._kept.find("answers", key=key)
        if given is None:
            asked: Json = request.json()
            told = asked["payment_instruction"]
            bank = told["recipient"]["bank"]
            sent = self._send(
                asked["reference"],
                told["amount"]["value"],
                currency=told["destination_currency"],
                bank=bank["code"],
                account_number=bank["account_number"],
            )
            given = {"key": key, **sent}
            self._kept.all("answers").append(given)
        return {"data": given["data"]}

    def shown(self) -> list[Json]:
        """
        All transfers, newest first.
        """
        return [self._shown(one) for one in reversed(self._kept.all(KIND))]

    def _send(self, reference: str, amount: object, **said: str) -> Json:
        if not Decimal(str(amount)) > 0:
            raise Refused("amount should be above zero")
        if said["account_number"] == UNKNOWN_ACCOUNT:
            raise Refused("Account resolve failed")
        try:
            made = self.transfers.send(reference, amount=str(amount), **said)
        except TooLittle:
            raise Refused(TOO_LITTLE) from None
        except NotPossible:
            raise Refused("Transfer with reference already exists") from None
        # However fast it is, the answer says that it is new.
        return {"data": self._shown({**made, "status": "pending"})}

    def _shown(self, transfer: Json) -> Json:
        is_v4 = self._kept.keys["version"] == "v4"
        if is_v4:
            return {
                "id": f"trf_{transfer['number']}",
                "type": "bank",
                "action": "instant",
                "reference": transfer["reference"],
                "status": _STATUS4[transfer["status"]],
                "amount": {
                    "value": number(transfer["amount"]),
                    "applies_to": "destination_currency",
                },
                "source_currency": transfer["currency"],
                "destination_currency": transfer["currency"],
                "created_datetime": transfer["at"],
            }
        return {
            "id": transfer["number"],
            "account_number": transfer["account_number"],
            "bank_code": transfer["bank"],
            "full_name": "Ada Lovelace",
            "created_at": moment(transfer["at"]),
            "currency": transfer["currency"],
            "debit_currency": transfer["currency"],
            "amount": number(transfer["amount"]),
            "fee": 10.75,
            "status": _STATUS3[transfer["status"]],
            "reference": transfer["reference"],
            "complete_message": transfer["reason"] or "",
            "requires_approval": 0,
            "is_approved": 1,
        }

    def _tell(self, transfer: Json) -> None:
        kind, told = "transfer.completed", self._shown(transfer)
        is_v4 = self._kept.keys["version"] == "v4"
        notice_id = f"transfer-{transfer['number']}-{transfer['status']}"
        envelope = {"type": kind, "webhook_id": notice_id} if is_v4 else {"event": kind}
        self._courier.send(Notice(notice_id, kind, json.dumps({**envelope, "data": told})))
