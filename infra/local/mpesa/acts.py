"""
What happens on phones, and how it is told.
"""

import hmac
import json
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from infra.local.courier import Courier, Notice
from infra.local.mpesa.account import Account
from infra.local.mpesa.api import NAIROBI
from infra.local.playing import Json, NotPossible

UNANSWERED = "1037"
PAYER = {"FirstName": "WANJIKU", "MiddleName": "", "LastName": "KAMAU"}


class Phones:
    """
    The phones of those who pay, and M-Pesa behind them.
    """

    def __init__(self, account: Account, courier: Courier) -> None:
        self._account = account
        self._courier = courier

    def pay(self, phone: str) -> Json:
        """
        Enter the PIN at the newest prompt, also at one that was not answered in time.
        """
        with self._account.lock:
            prompt = self._open(phone)
            payment = self._receive(phone, prompt["Amount"], prompt["AccountReference"])
            prompt["result"] = "0"
        items = [
            {"Name": "Amount", "Value": float(payment["amount"])},
            {"Name": "MpesaReceiptNumber", "Value": payment["receipt"]},
            {"Name": "Balance"},
            {"Name": "TransactionDate", "Value": int(_digits(payment))},
            {"Name": "PhoneNumber", "Value": int(phone)},
        ]
        self._tell(prompt, "0", {"CallbackMetadata": {"Item": items}})
        if self._account.settings["tells_twice"]:
            self._confirm(payment)
        return payment

    def end(self, phone: str, code: str) -> None:
        """
        Let the newest prompt end without payment, with this result.
        """
        with self._account.lock:
            prompt = self._open(phone)
            prompt["result"] = code
        self._tell(prompt, code, {})

    def pay_unasked(self, reference: str, amount: str, phone: str) -> Json:
        """
        Pay to our number, with a reference that the payer types; we may say no before.
        """
        asked = {**self._payment(phone, amount, reference), "receipt": "SKLCHECK"}
        check = Notice("check", "validation", _confirmation(asked), self._address("paybill-check"))
        # Not under the lock: the product may ask something meanwhile.
        status, answer = self._courier.ask(check)
        # As our number is registered: who cannot be asked says yes.
        if status is not None and str(json.loads(answer).get("ResultCode")) != "0":
            raise NotPossible("the payment is refused")
        with self._account.lock:
            payment = self._receive(phone, amount, reference)
        self._confirm(payment)
        return payment

    def _open(self, phone: str) -> Json:
        for prompt in reversed(self._account.prompts.values()):
            if prompt["PhoneNumber"] == phone and prompt["result"] in {None, UNANSWERED}:
                return prompt
        raise NotPossible(f"there is no prompt on {phone}")

    def _receive(self, phone: str, amount: object, reference: str) -> Json:
        payment = self._payment(phone, amount, reference)
        self._account.payments[payment["receipt"]] = payment
        return payment

    def _payment(self, phone: str, amount: object, reference: str) -> Json:
        return {
            "receipt": f"SKL{self._account.number():07}",
            "at": self._account.clock().isoformat(),
            "phone": phone,
            "amount": f"{Decimal(str(amount)):.2f}",
            "reference": reference,
        }

    def _tell(self, prompt: Json, code: str, more: dict[str, Any]) -> None:
        request_id = prompt["CheckoutRequestID"]
        callback = {
            "MerchantRequestID": prompt["MerchantRequestID"],
            "CheckoutRequestID": request_id,
            "ResultCode": int(code) if code.isdigit() else code,
            "ResultDesc": "What became of the prompt.",
            **more,
        }
        body = json.dumps({"Body": {"stkCallback": callback}})
        path = urlsplit(prompt["CallBackURL"]).path
        self._courier.send(Notice(f"{request_id}-{code}", "stkCallback", body, path))

    def _confirm(self, payment: Json) -> None:
        path = self._address("paybill")
        self._courier.send(Notice(payment["receipt"], "c2b", _confirmation(payment), path))

    def _address(self, subject: str) -> str:
        """
        What was registered with Safaricom: operators make it with our secret (docs/operations.md).
        """
        secret = self._account.keys["path_secrets"][0].encode()
        token = hmac.new(secret, subject.encode(), sha256).hexdigest()[:40]
        return f"/v1/notices/{subject}/{token}"


def _confirmation(payment: Json) -> str:
    told = {
        "TransactionType": "Pay Bill",
        "TransID": payment["receipt"],
        "TransTime": _digits(payment),
        "TransAmount": payment["amount"],
        "BusinessShortCode": "174379",
        "BillRefNumber": payment["reference"],
        "InvoiceNumber": "",
        "OrgAccountBalance": "49197.00",
        "ThirdPartyTransID": "",
        "MSISDN": f"{payment['phone'][:4]} ***** {payment['phone'][-3:]}",
        **PAYER,
    }
    return json.dumps(told)


def _digits(payment: Json) -> str:
    return datetime.fromisoformat(payment["at"]).astimezone(NAIROBI).strftime("%Y%m%d%H%M%S")
