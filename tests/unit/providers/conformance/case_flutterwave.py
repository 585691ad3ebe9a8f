"""
Flutterwave's two cases: version 3, whose events nothing signs, and version 4.
"""

import hmac
from base64 import b64encode
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from tenantry.money import Money
from tenantry.providers.flutterwave.amounts import (
    CURRENCIES,
    from_flutterwave,
    json_number,
    to_flutterwave,
)
from tenantry.providers.webhook import Trust, Webhook
from tests.unit.providers.conformance.case import PEOPLE, Case, Sent, Told

CUSTOMER = {
    "id": 216519823,
    "name": " ".join(PEOPLE[:2]),
    "phone_number": PEOPLE[3],
    "email": PEOPLE[2],
    "created_at": "2020-07-15T14:31:15.000Z",
}
UNITS = """
NGN   5000     50
KES 150050 1500.5
GHS     10    0.1
USD      1   0.01
UGX    700    700
XOF      1      1
RWF    500    500
"""


def amount(told: Told) -> Any:  # noqa: ANN401 - a number, or what stands for it
    """
    The amount in major units, unless it is spelt in another way.
    """
    return json_number(to_flutterwave(told.amount)) if told.spelt is None else told.spelt


def transaction(told: Told, **changes: object) -> dict[str, Any]:
    """
    A paid transaction of version 3, as events, verification and list have it.
    """
    return {
        "id": 288_200_107 + told.number,
        "tx_ref": told.charge_id,
        "flw_ref": f"FLW{told.number}",
        "device_fingerprint": "N/A",
        "amount": amount(told),
        "currency": told.amount.currency,
        "charged_amount": amount(told),
        "app_fee": 1.4,
        "merchant_fee": 0,
        "processor_response": "Approved by Financial Institution",
        "auth_model": "PIN",
        "ip": PEOPLE[5],
        "narration": f"Payment of {PEOPLE[0]}",
        "status": "successful",
        "payment_type": "card",
        "created_at": told.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "account_id": 17321,
        "customer": CUSTOMER,
        "card": {"first_6digits": PEOPLE[4], "last_4digits": "4567", "expiry": "02/29"},
        "meta": {"originatorname": PEOPLE[1], "charge_id": told.charge_id},
        **changes,
    }


def charge(told: Told, **changes: object) -> dict[str, Any]:
    """
    A paid charge of version 4, as events and lists have it.
    """
    return {
        "id": f"chg_nONgeAGY{told.number}",
        "amount": amount(told),
        "currency": told.amount.currency,
        "customer": {"id": "cus_3XarBILKQS", "email": PEOPLE[2], "name": {"first": PEOPLE[0]}},
        "meta": {},
        "payment_method": {"type": "card", "card": {"first6": PEOPLE[4], "last4": "1234"}},
        "redirect_url": None,
        "reference": told.charge_id,
        "status": "succeeded",
        "processor_response": {"type": "approved", "code": "00"},
        "created_datetime": told.at.isoformat(),
        **changes,
    }


def refund3(told: Told) -> Sent:
    """
    A refund as version 3 sends it to who asked for such events: without an envelope.
    """
    refund = {
        "id": 89_073 + told.number,
        "AmountRefunded": amount(told),
        "status": "completed",
        "FlwRef": "flwm3s4m0c1754324273641",
        "destination": "payment_source",
        "comments": f"{told.refund_id} for {PEOPLE[0]}",
        "settlement_id": "NEW",
        "meta": "{}",
        "createdAt": "2025-08-04T16:18:31.000Z",
        "TransactionId": 288_200_107 + told.number,
    }
    return Sent("").saying(refund)


def event3(about: dict[str, Any]) -> Sent:
    """
    The envelope of version 3.
    """
    content = {"event": "charge.completed", "event.type": "CARD_TRANSACTION", "data": about}
    return Sent("").saying(content)


def event4(kind: str, told: Told, about: dict[str, Any]) -> Sent:
    """
    The envelope of version 4.
    """
    milliseconds = int(told.at.timestamp() * 1000)
    content = {
        "webhook_id": f"wbk_{kind}{told.number}",
        "timestamp": milliseconds,
        "type": kind,
        "data": about,
    }
    return Sent("").saying(content)


def _refund4(told: Told) -> Sent:
    refund = {
        "id": f"rfd_eHwAkSdZ{told.number}",
        "amount_refunded": amount(told),
        "meta": {"asked_by": PEOPLE[2]},
        "reason": "requested_by_customer",
        "status": "completed",
        "charge_id": f"chg_nONgeAGY{told.number}",
        "created_datetime": told.at.isoformat(),
    }
    return event4("refund.completed", told, refund)


def _chargeback4(told: Told) -> Sent:
    chargeback = {
        "id": f"chb_eHwAkSdZ{told.number}",
        "amount": amount(told),
        "status": "initiated",
        "stage": "new",
        "comment": f"{PEOPLE[0]} did not get it",
        "charge_id": f"chg_nONgeAGY{told.number}",
        "created_datetime": told.at.isoformat(),
    }
    return event4("chargeback.created", told, chargeback)


def _copied(sent: Sent, key: str, at: datetime) -> Webhook:
    del at
    return Webhook(sent.body.encode(), {"verif-hash": key}, sent.path)


def _signed(sent: Sent, key: str, at: datetime) -> Webhook:
    del at
    body = sent.body.encode()
    digest = b64encode(hmac.new(key.encode(), body, sha256).digest()).decode()
    return Webhook(body, {"flutterwave-signature": digest}, sent.path)


def _spellings(money: Money) -> list[Any]:
    exact = to_flutterwave(money)
    return [json_number(exact), str(exact), f"{exact}000"]


def _from(sent: object, currency: str) -> Money:
    return from_flutterwave(sent if isinstance(sent, Decimal) else Decimal(str(sent)), currency)


FLUTTERWAVE3 = Case(
    name="flutterwave v3",
    provider="flutterwave",
    trust=Trust.HINT,
    account=lambda keys: {"version": "v3", "api_key": "FLWSECK_TEST-1", "secret_hashes": [*keys]},
    sign=_copied,
    proof="verif-hash",
    tolerance=None,
    usual=Money(150_050, "KES"),
    currencies=CURRENCIES,
    to_provider=to_flutterwave,
    from_provider=_from,
    units=UNITS,
    refused=[Money(500, "JPY"), Money(10**14, "KES")],
    spellings=_spellings,
    paid=lambda told: event3(transaction(told)),
    failed=lambda told: event3(transaction(told, status="failed")),
    refunded=refund3,
    unknown=Sent('{"event": "transfer.completed", "data": {"id": 1, "status": "SUCCESSFUL"}}'),
    brings=frozenset({"charge"}),
    hints=frozenset({"refunded"}),
    says_mode=False,
)

FLUTTERWAVE4 = Case(
    name="flutterwave v4",
    provider="flutterwave",
    trust=Trust.SIGNED,
    account=lambda keys: {"version": "v4", "client_id": "x", "secret_hashes": [*keys]},
    sign=_signed,
    proof="flutterwave-signature",
    tolerance=None,
    usual=Money(150_050, "KES"),
    currencies=CURRENCIES,
    to_provider=to_flutterwave,
    from_provider=_from,
    units=UNITS,
    refused=[Money(500, "JPY")],
    spellings=_spellings,
    paid=lambda told: event4("charge.completed", told, charge(told)),
    failed=lambda told: event4("charge.completed", told, charge(told, status="failed")),
    refunded=_refund4,
    disputed=_chargeback4,
    unknown=Sent('{"webhook_id": "wbk_1", "timestamp": 1, "type": "transfer.disburse", "data": 5}'),
    brings=frozenset({"charge"}),
    hints=frozenset({"refunded", "disputed"}),
    says_mode=False,
)
