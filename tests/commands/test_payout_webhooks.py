"""
What providers' webhooks and notices do to a partner's payout.
"""

import json
from collections.abc import Iterator

import pytest

from tenantry.commissions.model import Status
from tenantry.disbursements.model import Attempt
from tenantry.providers.mpesa.signature import PayoutSubject, payout_subject
from tenantry.providers.payouts import PayoutState
from tenantry.providers.webhook import Trust
from tenantry.receiving.commands import receive
from tenantry.statements.model import StatementHeader
from tests.acting import DAY, NOON, a_job
from tests.paying_out import (
    PretendBank,
    a_partner,
    an_approved,
    attempts,
    pay,
    paying,
    publish,
    statement,
)
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-6")]


@pytest.fixture
def bank() -> Iterator[PretendBank]:
    with paying(PretendBank(says=[PayoutState.SENT])) as bank:
        yield bank


def under_way(bank: PretendBank, currency: str = "USD") -> tuple[StatementHeader, Attempt]:
    """
    A statement whose payment was sent, and has not arrived.
    """
    publish()
    partner = a_partner(currency=currency)
    header = an_approved(partner)
    [attempt] = attempts(pay(partner))
    bank.finds = {attempt.id: PayoutState.SENT}
    return header, attempt


def webhook(attempt: Attempt, kind: str = "transfer.success") -> None:
    """
    Paystack tells of a transfer.
    """
    body = json.dumps({"event": kind, "data": {"reference": attempt.id.lower()}})
    told = {
        "provider": "paystack",
        "trust": Trust.SIGNED,
        "path": {},
        "sent_from": "",
        "body": body,
    }
    receive(told, a_job(NOON + DAY))


def notice(attempt: Attempt, kind: PayoutSubject, minor: int = 100_00) -> None:
    """
    M-Pesa tells of a payout; its answers say that it is paid.
    """
    said = {
        "OriginatorConversationID": attempt.id,
        "TransactionStatus": "Completed",
        "Amount": f"{minor / 100:.2f}",
        "ReceiptNo": "SG632NMUAB",
    }
    rows = [{"Key": key, "Value": value} for key, value in said.items()]
    result = {"ResultCode": 0, "ResultParameters": {"ResultParameter": rows}}
    told = {
        "provider": "mpesa",
        "trust": Trust.HINT,
        "path": {"subject": payout_subject(attempt.id, kind)},
        "sent_from": "196.201.214.200",
        "body": json.dumps({"Result": result}),
    }
    receive(told, a_job(NOON + DAY))


def test_a_webhook_of_success_settles_only_what_the_provider_says_it_has_paid(
    bank: PretendBank,
) -> None:
    header, attempt = under_way(bank)
    webhook(attempt)
    before = statement(header).status

    bank.finds = {attempt.id: PayoutState.PAID}
    webhook(attempt)

    assert before is Status.APPROVED
    assert statement(header).status is Status.SETTLED
    assert bank.asked == [attempt.id, attempt.id]


def test_a_result_of_m_pesas_is_a_reason_to_ask_and_no_more(bank: PretendBank) -> None:
    header, attempt = under_way(bank)

    notice(attempt, PayoutSubject.RESULT)

    assert bank.asked == [attempt.id]
    assert statement(header).status is Status.APPROVED


def test_a_payout_that_m_pesa_did_not_work_in_time_is_asked_for(bank: PretendBank) -> None:
    _, attempt = under_way(bank)

    notice(attempt, PayoutSubject.LATE)

    assert bank.asked == [attempt.id]


def test_an_answer_of_m_pesas_to_our_asking_settles(bank: PretendBank) -> None:
    header, attempt = under_way(bank, "KES")

    for _ in range(2):
        notice(attempt, PayoutSubject.ASKED, attempt.amount.minor)

    assert statement(header).status is Status.SETTLED
    assert statement(header).reference == "SG632NMUAB"
    assert bank.asked == []


def test_an_asking_that_was_not_worked_in_time_is_not_repeated_at_once(bank: PretendBank) -> None:
    _, attempt = under_way(bank)

    notice(attempt, PayoutSubject.ASKED_LATE)

    assert bank.asked == []


def test_a_transfer_that_came_back_is_told_to_operators(bank: PretendBank) -> None:
    _, attempt = under_way(bank)
    bank.finds = {attempt.id: PayoutState.PAID}
    webhook(attempt)

    bank.finds = {attempt.id: PayoutState.REVERSED}
    webhook(attempt, "transfer.reversed")

    assert "payout.reversed" in events_written()
    assert len(bank.transfers) == 1
