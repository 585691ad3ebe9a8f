"""
What M-Pesa tells of payouts: their results by itself, and the answers to our asking.

Nothing signs a notice, so that a result is a hint; an answer comes to an address that only who was
asked has seen. Shapes and codes: https://developer.safaricom.co.ke/apis/BusinessToCustomer and
https://developer.safaricom.co.ke/apis/TransactionStatus.
"""

import re
from collections.abc import Mapping
from typing import Any

from tenantry.providers.mpesa.amounts import from_mpesa
from tenantry.providers.mpesa.signature import PayoutSubject, payout_of
from tenantry.providers.payouts import PayoutAnswer, PayoutHeard, PayoutState, unclear
from tenantry.providers.reading import Json, form_of, parse

PAID = "0"
FAILED: Mapping[str, str] = {
    "1": "our utility account at M-Pesa holds too little",
    "2": "the amount is smaller than M-Pesa pays out",
    "3": "the amount is larger than M-Pesa pays out at once",
    "4": "the receiver would get more in a day than M-Pesa allows",
    "8": "the receiver would hold more than M-Pesa allows",
    "11": "our account at M-Pesa is not active",
    "21": "our initiator has not the role to pay out",
    "2001": "our initiator's name or password is wrong",
    "2006": "our account at M-Pesa is not active",
    "2028": "our short code may not pay out",
    "2040": "the receiver is not registered with M-Pesa",
    "8006": "our initiator's password is locked",
    "SFC_IC0003": "M-Pesa knows no such phone number",
}
"""The results by which for certain nothing was paid; no other one says so."""

_STATES = {
    "completed": PayoutState.PAID,
    "failed": PayoutState.FAILED,
    "reversed": PayoutState.REVERSED,
}
"""Of `TransactionStatus`, in small letters; all others leave it open."""
_WORD = re.compile(r"[A-Za-z][A-Za-z _]{0,29}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_.]{1,20}", re.ASCII)
_RECEIPT = re.compile(r"[A-Z0-9]{6,20}", re.ASCII)


def read(body: str, path: Mapping[str, str]) -> PayoutHeard | None:
    """
    What a notice says of a payout; None for one that is about none.

    Raises:
        Invalid: It has not the form of what comes to this address.
    """
    about = payout_of(path.get("subject", ""))
    if about is None:
        return None
    payout_id, kind = about
    if kind is PayoutSubject.LATE:
        # It may still be worked, or not have been begun: whatever it says, M-Pesa is asked.
        answer = unclear("M-Pesa did not work the payout in time")
        return PayoutHeard(payout_id, answer, is_hint=True)
    if kind is PayoutSubject.ASKED_LATE:
        # No hint: asking at once would time out again, and the next sweep asks anyway.
        answer = unclear("M-Pesa was asked, and did not answer in time")
        return PayoutHeard(payout_id, answer, is_hint=False)
    with form_of("Result"):
        result = parse(body)["Result"]
        if kind is PayoutSubject.RESULT:
            return _result(payout_id, result)
        return _answer(payout_id, result)


def _result(payout_id: str, result: Json) -> PayoutHeard:
    code, reference = _code(result["ResultCode"]), _receipt(result.get("TransactionID"))
    if code == PAID:
        answer = PayoutAnswer(PayoutState.PAID, reference)
    elif code in FAILED:
        answer = PayoutAnswer(PayoutState.FAILED, reference, FAILED[code])
    else:
        answer = unclear(f"M-Pesa's result is {code}, which nobody has documented", reference)
    return PayoutHeard(payout_id, answer, is_hint=True)


def _answer(payout_id: str, result: Json) -> PayoutHeard:
    """
    The answer to our asking: what counts, where it is about this payout.
    """
    code = _code(result["ResultCode"])
    if code != PAID:
        # The asking failed, whatever the payout has come to.
        reason = f"M-Pesa was asked, and does not say ({FAILED.get(code, code)})"
        return PayoutHeard(payout_id, unclear(reason), is_hint=False)
    told = _parameters(result["ResultParameters"])
    if str(told["OriginatorConversationID"]) != payout_id:
        reason = "M-Pesa was asked, and tells of another transaction"
        return PayoutHeard(payout_id, unclear(reason), is_hint=False)
    status, reference = str(told["TransactionStatus"]), _receipt(told.get("ReceiptNo"))
    state = _STATES.get(status.lower())
    if state is None:
        word = status if _WORD.fullmatch(status) else "something else"
        answer = unclear(f"M-Pesa says that it is {word}", reference)
    else:
        said = f"M-Pesa says that it is {status.lower()}"
        answer = PayoutAnswer(state, reference, None if state is PayoutState.PAID else said)
    return PayoutHeard(payout_id, answer, is_hint=False, amount=from_mpesa(told["Amount"]))


def _parameters(parameters: Json) -> dict[str, Any]:
    """
    By name; some copies of the documentation spell names with spaces, and one alone is no list.
    """
    rows = parameters["ResultParameter"]
    return {
        str(row["Key"]).replace(" ", ""): row.get("Value")
        for row in ([rows] if isinstance(rows, Mapping) else rows)
    }


def _code(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError(value)
    if not _CODE.fullmatch(str(value)):
        raise ValueError(value)
    return str(value)


def _receipt(value: object) -> str | None:
    text = str(value or "")
    return text if _RECEIPT.fullmatch(text) else None
