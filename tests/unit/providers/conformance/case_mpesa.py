"""
M-Pesa's cases: what became of a prompt, and what was paid to our number unasked.
"""

from datetime import datetime, timedelta, timezone
from typing import Any

from tenantry.money import Money
from tenantry.providers.mpesa.amounts import CURRENCIES, from_mpesa, to_mpesa
from tenantry.providers.mpesa.signature import CHECK, PAYBILL, subject_of, token
from tenantry.providers.webhook import Secrets, Trust, Webhook
from tests.unit.providers.conformance.case import PEOPLE, Case, Sent, Told

NAIROBI = timezone(timedelta(hours=3))
UNITS = """
KES    100      1
KES 125300   1253
"""
REFUSED = [Money(125_050, "KES"), Money(1, "KES"), Money(0, "KES"), Money(500, "USD")]


def _sign(sent: Sent, key: str, at: datetime) -> Webhook:
    del at
    path = {**sent.path, "token": token(key, sent.path["subject"])}
    return Webhook(sent.body.encode(), path=path)


def _account(keys: object) -> Secrets:
    return {"short_code": "174379", "path_secrets": keys, "addresses": [], "mode": "test"}


def _digits(at: datetime) -> str:
    return at.astimezone(NAIROBI).strftime("%Y%m%d%H%M%S")


def _spelt(told: Told, usual: object) -> Any:  # noqa: ANN401 - any JSON
    return usual if told.spelt is None else told.spelt


def _prompt(told: Told, code: object, more: dict[str, Any]) -> Sent:
    callback = {
        "MerchantRequestID": f"8555-67195-{told.number}",
        "CheckoutRequestID": f"ws_CO_2711202615104400{told.number}",
        "ResultCode": code,
        "ResultDesc": f"What became of the prompt of {PEOPLE[3]}.",
    }
    path = {"subject": subject_of(told.charge_id)}
    return Sent("", path).saying({"Body": {"stkCallback": {**callback, **more}}})


def _paid(told: Told) -> Sent:
    items = [
        {"Name": "Amount", "Value": _spelt(told, told.amount.minor / 100)},
        {"Name": "MpesaReceiptNumber", "Value": f"NLJ7RT61S{told.number}"},
        {"Name": "Balance"},
        {"Name": "TransactionDate", "Value": int(_digits(told.at))},
        {"Name": "PhoneNumber", "Value": int(PEOPLE[3])},
    ]
    return _prompt(told, 0, {"CallbackMetadata": {"Item": items}})


def _failed(told: Told) -> Sent:
    return _prompt(told, 1032, {})


def _unasked(told: Told) -> Sent:
    notice = {
        "TransactionType": "Pay Bill",
        "TransID": f"LHG31AA5T{told.number}",
        "TransTime": _digits(told.at),
        "TransAmount": _spelt(told, told.amount.major()),
        "BusinessShortCode": "174379",
        "BillRefNumber": " acme01",
        "InvoiceNumber": "",
        "OrgAccountBalance": "49197.00",
        "ThirdPartyTransID": "",
        "MSISDN": PEOPLE[3],
        "FirstName": PEOPLE[0],
        "MiddleName": "",
        "LastName": PEOPLE[1],
    }
    return Sent("", {"subject": PAYBILL}).saying(notice)


MPESA = Case(
    name="mpesa",
    provider="mpesa",
    trust=Trust.HINT,
    account=_account,
    sign=_sign,
    proof="token",
    proof_in="path",
    tolerance=None,
    usual=Money(125_300, "KES"),
    currencies=CURRENCIES,
    to_provider=to_mpesa,
    from_provider=lambda sent, _: from_mpesa(sent),
    units=UNITS,
    refused=REFUSED,
    spellings=lambda money: [money.minor / 100, money.minor // 100, money.major()],
    paid=_paid,
    failed=_failed,
    unknown=_prompt(Told(Money(100, "KES")), 1037, {}),
    brings=frozenset({"charge"}),
    says_mode=False,
)

MPESA_PAYBILL = Case(
    name="mpesa-paybill",
    provider="mpesa",
    trust=Trust.HINT,
    account=_account,
    sign=_sign,
    proof="token",
    proof_in="path",
    tolerance=None,
    usual=Money(125_350, "KES"),
    currencies=CURRENCIES,
    to_provider=to_mpesa,
    from_provider=lambda sent, _: from_mpesa(sent),
    units=UNITS,
    refused=REFUSED,
    spellings=lambda money: [money.major(), money.minor / 100, f"{money.major()}0"],
    paid=_unasked,
    unknown=Sent('{"TransID": "LHG31AA5T1", "TransAmount": "10.00"}', {"subject": CHECK}),
    brings=frozenset(),
    says_mode=False,
)
