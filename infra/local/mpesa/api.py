"""
Daraja's API: tokens, prompts, what became of them, and the list of what was paid.
"""

import re
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from infra.local.mpesa.account import Account
from infra.local.mpesa.payouts import REFUSED_WORDS, Payouts
from infra.local.mpesa.refused import Refused
from infra.local.playing import Json
from infra.local.stand_in import Reply, Request, json_reply

NAIROBI = timezone(timedelta(hours=3))
PAGE = 100
KEPT_FOR = timedelta(hours=48)
LARGEST = 250_000
STILL_THINKING = "4999"

_FIELDS: dict[str, str] = {
    "TransactionType": r"CustomerPayBillOnline|CustomerBuyGoodsOnline",
    "Amount": r"[1-9]\d{0,5}",
    "PartyA": r"254[17]\d{8}",
    "PartyB": r"\d{5,7}",
    "PhoneNumber": r"254[17]\d{8}",
    "CallBackURL": r"https?://\S+",
    "AccountReference": r".{1,12}",
    "TransactionDesc": r".{1,13}",
}


class Api:
    """
    The API of one account.
    """

    def __init__(self, account: Account, payouts: Payouts) -> None:
        self._account = account
        self._routes: dict[str, Callable[[Json], Json]] = {
            "POST /mpesa/stkpush/v1/processrequest": self._prompt,
            "POST /mpesa/stkpushquery/v1/query": self._result,
            "POST /pulltransactions/v1/query": self._pull,
            "POST /mpesa/b2c/v3/paymentrequest": payouts.send,
            "POST /mpesa/transactionstatus/v1/query": payouts.ask,
        }

    def answer(self, request: Request) -> Reply:
        """
        Do what is asked for.
        """
        try:
            return json_reply(self._answer(request))
        except Refused as refused:
            return json_reply(refused.body, refused.status)

    def _answer(self, request: Request) -> Json:
        if request.path == "/oauth/v1/generate":
            return self._token(request)
        route = self._routes.get(f"{request.method} {request.path}")
        if route is None:
            raise Refused(404, "404.001.01", "Resource not found")
        _, _, token = request.headers.get("authorization", "").partition("Bearer ")
        if token not in self._account.tokens:
            raise Refused(401, "404.001.03", "Invalid Access Token")
        return route(_object(request))

    def _token(self, request: Request) -> Json:
        _, _, pair = request.headers.get("authorization", "").partition("Basic ")
        keys = self._account.keys
        try:
            is_ours = (
                b64decode(pair).decode() == f"{keys['consumer_key']}:{keys['consumer_secret']}"
            )
        except (NotBase64, UnicodeDecodeError):
            is_ours = False
        if not is_ours:
            raise Refused(400, "400.008.01", "Invalid Authentication passed")
        if request.parameters().get("grant_type") != "client_credentials":
            raise Refused(400, "400.008.02", "Invalid grant type passed")
        token = secrets.token_urlsafe(21)
        self._account.tokens.add(token)
        return {"access_token": token, "expires_in": "3599"}

    def _prompt(self, asked: Json) -> Json:
        self._check_password(asked)
        for field, form in _FIELDS.items():
            if not re.fullmatch(form, str(asked.get(field, ""))):
                raise Refused(400, "400.002.02", f"Bad Request - Invalid {field}")
        if int(asked["Amount"]) > LARGEST:
            raise Refused(400, "400.002.02", "Bad Request - Invalid Amount")
        if REFUSED_WORDS.search(asked["CallBackURL"]):
            raise Refused(400, "400.002.02", "Bad Request - Invalid CallBackURL")
        number = self._account.number()
        made = {
            "MerchantRequestID": f"29115-34620561-{number}",
            "CheckoutRequestID": f"ws_CO_{_now(self._account):%d%m%Y%H%M%S}{number:06}",
        }
        taken = {field: asked[field] for field in _FIELDS}
        self._account.prompts[made["CheckoutRequestID"]] = {**made, **taken, "result": None}
        said = "Success. Request accepted for processing"
        return {**made, "ResponseCode": "0", "ResponseDescription": said, "CustomerMessage": said}

    def _result(self, asked: Json) -> Json:
        self._check_password(asked)
        prompt = self._account.prompts.get(str(asked.get("CheckoutRequestID")))
        if prompt is None:
            raise Refused(500, "500.001.1001", "The transaction does not exist")
        if prompt["result"] is None and self._account.settings["thinks_aloud"]:
            raise Refused(500, "500.001.1001", "The transaction is being processed")
        return {
            "ResponseCode": "0",
            "ResponseDescription": "The service request has been accepted successfully",
            "MerchantRequestID": prompt["MerchantRequestID"],
            "CheckoutRequestID": prompt["CheckoutRequestID"],
            "ResultCode": prompt["result"] or STILL_THINKING,
            "ResultDesc": "What became of the prompt.",
        }

    def _pull(self, asked: Json) -> Json:
        if str(asked.get("ShortCode")) != self._account.keys["short_code"]:
            raise Refused(400, "400.002.02", "Bad Request - Invalid ShortCode")
        since = max(_moment(asked.get("StartDate")), self._account.clock() - KEPT_FOR)
        until, offset = _moment(asked.get("EndDate")), int(asked.get("OffSetValue") or 0)
        rows = [
            self._row(payment)
            for payment in self._account.payments.values()
            if since <= datetime.fromisoformat(payment["at"]) < until
        ][offset : offset + PAGE]
        told = {"ResponseRefID": secrets.token_hex(8), "ResponseMessage": "Success"}
        if not rows:
            return {**told, "ResponseCode": "1001", "Response": "[[]]"}
        return {**told, "ResponseCode": "1000", "Response": [rows]}

    def _row(self, payment: Json) -> Json:
        at = datetime.fromisoformat(payment["at"])
        zoned = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        local = at.astimezone(NAIROBI).strftime("%Y-%m-%d %H:%M:%S")
        return {
            "transactionId": payment["receipt"],
            "trxDate": zoned if self._account.settings["zoned"] else local,
            "msisdn": int(payment["phone"]),
            "sender": "MPESA",
            "transactiontype": "c2b-pay-bill-debit",
            "billreference": payment["reference"],
            "amount": payment["amount"],
            "organizationname": "The stand-in's own shop",
        }

    def _check_password(self, asked: Json) -> None:
        keys, stamp = self._account.keys, str(asked.get("Timestamp"))
        together = f"{keys['short_code']}{keys['passkey']}{stamp}".encode()
        is_ours = asked.get("Password") == b64encode(together).decode()
        if str(asked.get("BusinessShortCode")) != keys["short_code"] or not is_ours:
            raise Refused(400, "400.002.02", "Bad Request - Wrong credentials")


def _now(account: Account) -> datetime:
    return account.clock().astimezone(NAIROBI)


def _moment(text: object) -> datetime:
    try:
        local = datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=NAIROBI)
    except ValueError:
        raise Refused(400, "400.002.02", "Bad Request - Invalid Date") from None
    return local.astimezone(UTC)


def _object(request: Request) -> Json:
    try:
        asked = request.json()
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise Refused(400, "400.002.05", "Invalid Request Payload")
    return asked
