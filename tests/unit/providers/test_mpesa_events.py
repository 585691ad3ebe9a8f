"""
What M-Pesa's notices say, beyond what every provider's do.
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tenantry.errors import Invalid
from tenantry.money import Money
from tenantry.payments.model import Payment
from tenantry.providers.facts import ChargeEnded, ChargePaid, ProviderEvent
from tenantry.providers.mpesa.events import as_reference, read
from tenantry.providers.mpesa.signature import CHECK, PAYBILL, subject_of

pytestmark = pytest.mark.requirement("R-BIL-2")

CHARGE_ID = "chg_01M7XPE6000000000000000000"
REQUEST_ID = "ws_CO_27072017154747416"
PAID: list[dict[str, Any]] = [
    {"Name": "Amount", "Value": 1.0},
    {"Name": "MpesaReceiptNumber", "Value": "LGR7OWQX0R"},
    {"Name": "Balance"},
    {"Name": "TransactionDate", "Value": 20170727154800},
    {"Name": "PhoneNumber", "Value": 254721566839},
]
UNASKED = {
    "TransID": "LHG31AA5TX",
    "TransTime": "20170816190243",
    "TransAmount": "200.00",
    "BillRefNumber": "acme01",
}


def told(content: Any, subject: str) -> ProviderEvent | None:  # noqa: ANN401 - any JSON
    return read(json.dumps(content), {"subject": subject})


def prompt(code: object, items: list[dict[str, Any]] | None = None) -> ProviderEvent | None:
    callback: dict[str, Any] = {"CheckoutRequestID": REQUEST_ID, "ResultCode": code}
    if items is not None:
        callback["CallbackMetadata"] = {"Item": items}
    return told({"Body": {"stkCallback": callback}}, subject_of(CHARGE_ID))


@pytest.mark.parametrize("code", [0, "0"])
def test_a_paid_prompt_says_the_receipt_and_the_charge_of_its_address(code: object) -> None:
    event = prompt(code, PAID)

    assert event is not None
    at = datetime(2017, 7, 27, 12, 48, tzinfo=UTC)
    payment = Payment("LGR7OWQX0R", Money(100, "KES"), 100)
    assert event.fact == ChargePaid(payment, at, CHARGE_ID, REQUEST_ID)
    assert event.id == f"stk-{REQUEST_ID}-0"


RESULTS = """
1032        failed
1           failed
2001        failed
2           failed
3           failed
4           failed
8           failed
17          failed
1025        failed
2028        failed
8006        failed
SFC_IC0003  failed
1019        expired
1037        -
4999        -
1001        -
9999        -
-1          -
"""


@pytest.mark.parametrize("row", RESULTS.strip().splitlines())
def test_a_prompt_ends_with_the_results_after_which_none_comes(row: str) -> None:
    code, how = row.split()

    events = [prompt(code), prompt(int(code) if code.lstrip("-").isdigit() else code)]

    facts = {None if event is None else event.fact for event in events}
    ids = {event.id for event in events if event}
    assert facts == ({None} if how == "-" else {ChargeEnded(CHARGE_ID, how)})  # type: ignore[arg-type]
    assert ids == (set() if how == "-" else {f"stk-{REQUEST_ID}-{code}"})


@pytest.mark.parametrize("name", ["Amount", "MpesaReceiptNumber", "TransactionDate"])
def test_a_paid_prompt_that_lacks_what_is_read_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        prompt(0, [item for item in PAID if item["Name"] != name])


def test_a_payment_unasked_says_what_the_payer_typed() -> None:
    event = told(UNASKED, PAYBILL)

    assert event is not None
    at = datetime(2017, 8, 16, 16, 2, 43, tzinfo=UTC)
    payment = Payment("LHG31AA5TX", Money(20_000, "KES"), 20_000)
    assert event.fact == ChargePaid(payment, at, payer_reference="ACME01")
    assert event.id == "c2b-LHG31AA5TX"


TYPED = {
    " acme01 ": "ACME01",
    "Acme 01": "ACME 01",
    "\tacme\u200b01\n": "ACME01",
    "acme\ud80001": "ACME01",
    "": "",
}


@pytest.mark.parametrize("typed", TYPED)
def test_what_was_typed_is_compared_without_what_cannot_be_seen(typed: str) -> None:
    event = told(UNASKED | {"BillRefNumber": typed}, PAYBILL)

    assert as_reference(typed) == TYPED[typed]
    assert event is not None
    assert isinstance(event.fact, ChargePaid)
    assert event.fact.payer_reference == (TYPED[typed] or None)


@pytest.mark.parametrize(
    "change",
    [
        {"TransAmount": "0.00"},
        {"TransAmount": "-5.00"},
        {"TransAmount": "1.005"},
        {"TransID": ""},
        {"TransID": "A#B"},
        {"TransTime": "20170816"},
        {"TransTime": "20171316190243"},
        {"BillRefNumber": ["acme01"]},
    ],
)
def test_a_payment_unasked_of_another_form_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        told(UNASKED | change, PAYBILL)


def test_the_question_whether_to_pay_says_nothing() -> None:
    assert told(UNASKED, CHECK) is None


@pytest.mark.parametrize("subject", ["", "elsewhere", "FF", "ff"])
def test_a_notice_to_an_address_of_no_charge_is_refused(subject: str) -> None:
    with pytest.raises(Invalid):
        told({"Body": {}}, subject)
