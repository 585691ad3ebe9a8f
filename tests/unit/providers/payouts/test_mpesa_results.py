"""
What M-Pesa tells of payouts, each at an address of its own.
"""

import json
from typing import Any

import pytest

from tenantry.errors import Invalid
from tenantry.money import Money
from tenantry.providers.mpesa.payout_results import FAILED, read
from tenantry.providers.mpesa.signature import (
    PayoutSubject,
    judge,
    payout_of,
    payout_subject,
    subject_of,
    token,
)
from tenantry.providers.payouts import PayoutHeard, PayoutState
from tenantry.providers.webhook import Trust, Webhook
from tests.acting import NOON
from tests.unit.providers.payouts.case import ORDER_ID, PEOPLE

pytestmark = pytest.mark.requirement("R-COM-6")

SECRETS = {"path_secrets": ["a new secret", "the secret before"]}
KES = Money(1_500_00, "KES")


def told(kind: PayoutSubject, result: dict[str, Any]) -> PayoutHeard:
    """
    What a notice of a kind says.
    """
    body = json.dumps({"Result": result})
    heard = read(body, {"subject": payout_subject(ORDER_ID, kind)})
    assert heard is not None
    return heard


def answered(status: str, *, amount: object = 1500, about: str = ORDER_ID) -> PayoutHeard:
    """
    What an answer to our asking says.
    """
    rows = [
        {"Key": "CreditPartyName", "Value": "254712345678 - WANJIKU KAMAU"},
        {"Key": "Originator Conversation ID", "Value": about},
        {"Key": "TransactionReason"},
        {"Key": "TransactionStatus", "Value": status},
        {"Key": "Amount", "Value": amount},
        {"Key": "ReceiptNo", "Value": "SG632NMUAB"},
    ]
    result = {"ResultCode": "0", "ResultParameters": {"ResultParameter": rows}}
    return told(PayoutSubject.ASKED, result)


def test_a_result_is_a_hint_whatever_it_says() -> None:
    paid = told(PayoutSubject.RESULT, {"ResultCode": 0, "TransactionID": "SG632NMUAB"})
    failed = told(PayoutSubject.RESULT, {"ResultCode": 2001})

    assert (paid.answer.state, paid.answer.reference) == (PayoutState.PAID, "SG632NMUAB")
    assert failed.answer.state is PayoutState.FAILED
    assert paid.is_hint
    assert failed.is_hint


@pytest.mark.parametrize("code", FAILED)
def test_each_documented_failure_has_its_reason(code: str) -> None:
    heard = told(PayoutSubject.RESULT, {"ResultCode": code})

    assert heard.answer.state is PayoutState.FAILED
    assert heard.answer.reason == FAILED[code]


def test_a_result_that_nobody_documented_leaves_it_open() -> None:
    heard = told(PayoutSubject.RESULT, {"ResultCode": "SYSTEM_BUSY"})

    assert heard.answer.state is PayoutState.UNCLEAR
    assert "SYSTEM_BUSY" in (heard.answer.reason or "")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Completed", PayoutState.PAID),
        ("Failed", PayoutState.FAILED),
        ("Reversed", PayoutState.REVERSED),
        ("Pending", PayoutState.UNCLEAR),
        ("Expired", PayoutState.UNCLEAR),
    ],
)
def test_an_answer_to_our_asking_counts(status: str, state: PayoutState) -> None:
    heard = answered(status)

    assert not heard.is_hint
    assert heard.of(KES).state is state
    assert heard.of(KES).reference == "SG632NMUAB"


def test_an_answer_of_another_amount_leaves_it_open() -> None:
    heard = answered("Completed", amount="1499.00")

    assert heard.of(KES).state is PayoutState.UNCLEAR


def test_an_answer_about_another_payout_leaves_it_open() -> None:
    heard = answered("Completed", about="pat_01M7XPE6000000000000000009")

    assert heard.of(KES).state is PayoutState.UNCLEAR


def test_an_asking_that_failed_says_nothing_of_the_payout() -> None:
    heard = told(PayoutSubject.ASKED, {"ResultCode": 21})

    assert heard.of(KES).state is PayoutState.UNCLEAR
    assert FAILED["21"] in (heard.answer.reason or "")


def test_a_payout_that_was_not_worked_in_time_is_asked_for() -> None:
    heard = read("what it says is not documented", {"subject": subject(PayoutSubject.LATE)})

    assert heard is not None
    assert heard.is_hint
    assert heard.answer.state is PayoutState.UNCLEAR


def test_an_asking_that_was_not_worked_in_time_asks_not_at_once_again() -> None:
    heard = read("{}", {"subject": subject(PayoutSubject.ASKED_LATE)})

    assert heard is not None
    assert not heard.is_hint
    assert heard.answer.state is PayoutState.UNCLEAR


def test_no_person_is_told_of() -> None:
    heard = answered("254712345678 - WANJIKU KAMAU")

    assert not [name for name in PEOPLE if name in repr(heard)]


def test_each_kind_of_notice_has_an_address_that_only_its_secret_makes() -> None:
    subjects = [subject(kind) for kind in PayoutSubject]

    tokens = {token(secret, one) for one in subjects for secret in SECRETS["path_secrets"]}

    assert len(tokens) == len(subjects) * 2
    assert [payout_of(one) for one in subjects] == [(ORDER_ID, kind) for kind in PayoutSubject]


def test_an_address_of_another_payout_is_nobodys() -> None:
    ours = subject(PayoutSubject.ASKED)
    good = Webhook(b"{}", path={"subject": ours, "token": token("the secret before", ours)})
    other = Webhook(b"{}", path={"subject": ours, "token": token("the secret before", "7061")})

    assert judge(good, SECRETS, NOON) is Trust.HINT
    assert judge(other, SECRETS, NOON) is None


@pytest.mark.parametrize("about", ["paybill", "paybill-check", subject_of("chg_01"), "zz", ""])
def test_notices_about_charges_are_about_no_payout(about: str) -> None:
    assert read("{}", {"subject": about}) is None


@pytest.mark.parametrize(
    "result", [{}, {"ResultCode": None}, {"ResultCode": 0}, {"ResultCode": True}, []]
)
def test_an_answer_of_another_form_is_refused(result: Any) -> None:  # noqa: ANN401 - any JSON
    with pytest.raises(Invalid):
        told(PayoutSubject.ASKED, result)


def subject(kind: PayoutSubject) -> str:
    """
    The subject of notices of a kind.
    """
    return payout_subject(ORDER_ID, kind)
