"""
What M-Pesa's notices say, in our own words.

Two kinds come: what became of a prompt, and what somebody paid to our number unasked. Neither has
an id of its own, nor a word for its type, nor one on whether it is live; a moment has no zone, and
is Nairobi's. A payment's reference is its receipt number, which is the transaction's id: a payment
that is told in both ways has one reference.

Shapes: https://developer.safaricom.co.ke/apis/MpesaExpressSimulate and
https://developer.safaricom.co.ke/apis/CustomerToBusinessRegisterURL.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal

from tenantry.errors import invalid_field
from tenantry.payments.model import Payment
from tenantry.providers.facts import ChargeEnded, ChargePaid, ProviderEvent
from tenantry.providers.keeping import without_people
from tenantry.providers.mpesa.amounts import from_mpesa
from tenantry.providers.mpesa.signature import CHECK, PAYBILL, charge_of
from tenantry.providers.reading import form_of, parse

type Json = Mapping[str, Any]
type How = Literal["failed", "expired"]

NAME = "mpesa"
PROMPT, UNASKED = "stkCallback", "c2b"
"""What we call the two kinds."""

NAIROBI = timezone(timedelta(hours=3), "EAT")
"""Kenya's clocks stay as they are all year round."""

PAID = "0"
ENDED: Mapping[str, How] = {
    "1": "failed",  # too little money
    "2": "failed",  # less than the least
    "3": "failed",  # more than the most
    "4": "failed",  # more than the payer may pay in a day
    "8": "failed",  # we would hold more than we may
    "17": "failed",  # the same amount and payer within two minutes
    "1019": "expired",
    "1025": "failed",  # the prompt could not be sent
    "1032": "failed",  # cancelled by the payer
    "2001": "failed",  # a wrong PIN
    "2028": "failed",  # our number may not ask this
    "8006": "failed",  # a locked credential
    "SFC_IC0003": "failed",  # no such operator
}
"""
The results after which a prompt is not paid any more. All others leave it open: 1037 (the phone was
not reached, or did not answer) and 4999 (still under way) are followed by another result, and one
that nobody has documented may be (https://developer.safaricom.co.ke/apis/MpesaExpressQuery).
"""

_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_MOMENT = re.compile(r"\d{14}", re.ASCII)


def read(body: str, path: Mapping[str, str]) -> ProviderEvent | None:
    """
    What a notice says; None for one that leaves a prompt open, and for the question whether to pay.

    Event ids are `stk-<CheckoutRequestID>-<ResultCode>` and `c2b-<TransID>`.

    Raises:
        Invalid: It has not the form of what comes to this address.
    """
    notice, subject = parse(body), path.get("subject", "")
    if subject == CHECK:
        return None
    if subject == PAYBILL:
        with form_of(UNASKED):
            return unasked(notice)
    charge_id = charge_of(subject)
    if charge_id is None:
        raise invalid_field("event", "came to an address of no charge")
    with form_of(PROMPT):
        return _prompt(notice, charge_id)


def unasked(notice: Json) -> ProviderEvent:
    """
    A payment to our number, told by a notice or written from a row of Pull Transactions.

    Raises:
        ArithmeticError, AttributeError, LookupError, TypeError, ValueError: It has another form.
    """
    receipt = _id_from(notice["TransID"])
    amount = from_mpesa(notice["TransAmount"])
    typed = notice.get("BillRefNumber") or ""
    if not isinstance(typed, str | int):
        raise TypeError(typed)
    payment = Payment(receipt, amount, amount.minor)
    at, payer_reference = from_nairobi(notice["TransTime"]), as_reference(str(typed)) or None
    fact = ChargePaid(payment, at, payer_reference=payer_reference)
    return ProviderEvent(NAME, unasked_id(receipt), UNASKED, fact, None, without_people(notice))


def as_reference(typed: str) -> str:
    """
    What a payer typed, as it is compared; what cannot be seen is left out.

    Example:
        >>> as_reference(" acme01 ")
        'ACME01'
    """
    return "".join(letter for letter in typed if letter.isprintable()).strip().upper()


def prompt_id(request_id: str, code: str) -> str:
    """
    The id of what became of a prompt.
    """
    return f"stk-{request_id}-{code}"


def unasked_id(receipt: str) -> str:
    """
    The id of a payment to our number.
    """
    return f"c2b-{receipt}"


def from_nairobi(digits: object) -> datetime:
    """
    A moment from Nairobi's clock, a number or its text, in UTC.

    Raises:
        ValueError: It has not fourteen digits, or they are no moment.

    Example:
        >>> from_nairobi(20261121120000).isoformat()
        '2026-11-21T09:00:00+00:00'
    """
    if isinstance(digits, bool) or not _MOMENT.fullmatch(str(digits)):
        raise ValueError(digits)
    local = datetime.strptime(str(digits), "%Y%m%d%H%M%S").replace(tzinfo=NAIROBI)
    return local.astimezone(UTC)


def to_nairobi(moment: datetime) -> str:
    """
    A moment as Nairobi's clock has it, in fourteen digits.
    """
    return moment.astimezone(NAIROBI).strftime("%Y%m%d%H%M%S")


def _prompt(notice: Json, charge_id: str) -> ProviderEvent | None:
    callback = notice["Body"]["stkCallback"]
    request_id, code = _id_from(callback["CheckoutRequestID"]), _id_from(callback["ResultCode"])
    fact: ChargePaid | ChargeEnded
    if code == PAID:
        fact = _paid(callback["CallbackMetadata"]["Item"], charge_id, request_id)
    elif code in ENDED:
        fact = ChargeEnded(charge_id, ENDED[code])
    else:
        return None
    event_id = prompt_id(request_id, code)
    return ProviderEvent(NAME, event_id, PROMPT, fact, None, without_people(notice))


def _paid(items: list[Json], charge_id: str, request_id: str) -> ChargePaid:
    # A name without a value comes too: `Balance`.
    said = {item["Name"]: item.get("Value") for item in items}
    amount = from_mpesa(said["Amount"])
    payment = Payment(_id_from(said["MpesaReceiptNumber"]), amount, amount.minor)
    return ChargePaid(payment, from_nairobi(said["TransactionDate"]), charge_id, request_id)


def _id_from(value: object) -> str:
    """
    An id or a code, a number or its text: what our own ids are made of.
    """
    if isinstance(value, bool) or not isinstance(value, str | int) or not _ID.fullmatch(str(value)):
        raise ValueError(value)
    return str(value)
