"""
Daraja's payments to phones (B2C), and what became of them: told later, to the addresses given.

https://developer.safaricom.co.ke/apis/BusinessToCustomer and /apis/TransactionStatus.
"""

import json
import re
import secrets
from urllib.parse import urlsplit

from infra.local.courier import Courier, Notice
from infra.local.mpesa.account import Account
from infra.local.mpesa.refused import Refused
from infra.local.payouts import TooLittle, Transfers
from infra.local.playing import Acts, Json

LARGEST = 250_000
REFUSED_WORDS = re.compile(r"m-?pesa|safaricom|exec?|cmd|sql|query", re.IGNORECASE)
TOO_LITTLE, TOO_LARGE = "1", "3"
ACCEPTED = "Accept the service request successfully."

_URLS = ("ResultURL", "QueueTimeOutURL")
_FIELDS = {
    "OriginatorConversationID": r"\S{1,100}",
    "CommandID": r"BusinessPayment|SalaryPayment|PromotionPayment",
    "Amount": r"[1-9]\d{0,6}",
    "PartyB": r"254[17]\d{8}",
    "Remarks": r".{2,100}",
    "ResultURL": r"https?://\S+",
    "QueueTimeOutURL": r"https?://\S+",
}
_STATUS = {"paid": "Completed", "failed": "Failed", "reversed": "Reversed", "pending": "Pending"}


class Payouts:
    """
    Payments to phones, from our utility account.
    """

    def __init__(self, account: Account, courier: Courier) -> None:
        self._account = account
        self._courier = courier
        self.transfers = Transfers(account, self._tell)

    def acts(self) -> Acts:
        """
        What a `PayoutPlayer` plays, and that a payout is not worked in time.
        """
        return {**self.transfers.acts(), "time_out_payout": self.time_out}

    def send(self, asked: Json) -> Json:
        """
        `POST /mpesa/b2c/v3/paymentrequest`.
        """
        self._check(asked, "InitiatorName")
        for field, form in _FIELDS.items():
            if not re.fullmatch(form, str(asked.get(field, ""))):
                raise Refused(400, "400.002.02", f"Bad Request - Invalid {field}")
        reference = asked["OriginatorConversationID"]
        if self.transfers.find(reference):
            raise Refused(500, "500.002.1001", "Duplicate OriginatorConversationID.")
        # Daraja takes it, and M-Pesa says later whether there was enough.
        reason = TOO_LARGE if int(asked["Amount"]) > LARGEST else None
        said = {"amount": f"{asked['Amount']}.00", "phone": asked["PartyB"], "told": asked}
        try:
            if reason is None:
                self.transfers.send(reference, receipt=self._receipt(), **said)
        except TooLittle:
            reason = TOO_LITTLE
        if reason:
            self._refuse(reference, reason, said)
        return self._taken(reference)

    def ask(self, asked: Json) -> Json:
        """
        `POST /mpesa/transactionstatus/v1/query`.
        """
        self._check(asked, "Initiator")
        if asked.get("CommandID") != "TransactionStatusQuery" or asked.get("IdentifierType") != "4":
            raise Refused(400, "400.002.02", "Bad Request - Invalid CommandID")
        found = self.transfers.find(str(asked.get("OriginalConversationID")))
        conversation = f"3213-416199-{self._account.number()}"
        result: Json = {"ResultCode": 2032, "ResultDesc": "The transaction is not found."}
        if found is not None:
            result = {"ResultCode": 0, "ResultDesc": "Done.", **_parameters(found)}
        self._post("asked", asked["ResultURL"], {**_result(conversation), **result})
        return self._taken(conversation)

    def time_out(self, reference: str) -> None:
        """
        Say that a payout waits for too long; it is worked all the same.
        """
        with self._account.lock:
            found = self._account.must_find("transfer", reference=reference)
            self._post("late", found["told"]["QueueTimeOutURL"], _result(reference))

    def _refuse(self, reference: str, reason: str, said: Json) -> None:
        settings = self._account.settings
        before, waits = settings["lacks_balance"], settings["payouts_wait"]
        settings.update(lacks_balance=False, payouts_wait=True)
        self.transfers.send(reference, receipt=self._receipt(), **said)
        settings.update(lacks_balance=before, payouts_wait=waits)
        self.transfers.fail(reference, reason)

    def _check(self, asked: Json, named: str) -> None:
        keys = self._account.keys
        ours = (keys["initiator_name"], keys["security_credential"], keys["short_code"])
        given = (asked.get(named), asked.get("SecurityCredential"), str(asked.get("PartyA")))
        if given != ours:
            raise Refused(400, "400.002.02", f"Bad Request - Invalid {named}")
        if any(REFUSED_WORDS.search(str(asked.get(url))) for url in _URLS):
            raise Refused(400, "400.002.02", "Bad Request - Invalid ResultURL")

    def _tell(self, transfer: Json) -> None:
        if transfer["status"] == "reversed":
            # M-Pesa's portal reverses, and tells nobody.
            return
        reference, receipt = transfer["reference"], transfer["receipt"]
        result: Json = {**_result(reference), "TransactionID": receipt}
        if transfer["status"] == "failed":
            code = transfer["reason"] or "2001"
            result |= {"ResultCode": int(code) if code.isdigit() else code, "ResultDesc": "No."}
        else:
            name = f"{transfer['phone']} - WANJIKU KAMAU"
            rows = [
                {"Key": "TransactionAmount", "Value": float(transfer["amount"])},
                {"Key": "TransactionReceipt", "Value": receipt},
                {"Key": "ReceiverPartyPublicName", "Value": name},
            ]
            result |= {"ResultCode": 0, "ResultParameters": {"ResultParameter": rows}}
        self._post("result", transfer["told"]["ResultURL"], result)

    def _post(self, kind: str, url: str, result: Json) -> None:
        notice_id = f"{kind}-{self._account.number()}"
        body = json.dumps({"Result": result})
        self._courier.send(Notice(notice_id, kind, body, urlsplit(url).path))

    def _taken(self, reference: str) -> Json:
        return {
            "ConversationID": f"AG_20261122_{secrets.token_hex(10)}",
            "OriginatorConversationID": reference,
            "ResponseCode": "0",
            "ResponseDescription": ACCEPTED,
        }

    def _receipt(self) -> str:
        return f"SKP{self._account.number():07}"


def _result(conversation: str) -> Json:
    item = {"Key": "QueueTimeoutURL", "Value": "https://internal.example.com/submit"}
    return {
        "ResultType": 0,
        "OriginatorConversationID": conversation,
        "ConversationID": f"AG_20261122_{secrets.token_hex(10)}",
        "TransactionID": "SKP0000000",
        "ReferenceData": {"ReferenceItem": item},
    }


def _parameters(transfer: Json) -> Json:
    rows = [
        {"Key": "DebitPartyName", "Value": "174379 - Tenantry"},
        {"Key": "CreditPartyName", "Value": f"{transfer['phone']} - WANJIKU KAMAU"},
        {"Key": "OriginatorConversationID", "Value": transfer["reference"]},
        {"Key": "TransactionReason"},
        {"Key": "TransactionStatus", "Value": _STATUS[transfer["status"]]},
        {"Key": "Amount", "Value": float(transfer["amount"])},
        {"Key": "ReceiptNo", "Value": transfer["receipt"]},
    ]
    return {"ResultParameters": {"ResultParameter": rows}}
