"""
Operators approve and reject statements.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tenantry.clock import Month
from tenantry.commissions.model import Status
from tenantry.ids import UserId
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Reseller
from tenantry.statements import approving
from tenantry.statements.model import StatementHeader
from tests.acting import DAY, NOON, OPERATOR, an_act
from tests.builders import make_reseller, outcome, refusal_of
from tests.commands.faults import meanwhile, tapped
from tests.paying_out import (
    OCTOBER,
    PretendBank,
    a_partner,
    a_statement,
    an_approved,
    approve,
    pay,
    paying,
    statement,
)
from tests.reading import events_written, items_of

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-3")]

SEPTEMBER, NOVEMBER = Month("2026-09"), Month("2026-11")

LIFECYCLE = """
pending   approve  approved
approved  approve  approved
settled   approve  statement.not_pending
rejected  approve  statement.not_pending
pending   reject   rejected
approved  reject   rejected
settled   reject   statement.not_open
rejected  reject   rejected
claimed   reject   statement.claimed
"""


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


def reject(header: StatementHeader, reason: str = "wrong") -> StatementHeader:
    return approving.reject(
        header.reseller_id, header.month, an_act(), reason=reason, restates=False
    )


def a_standing(reseller: Reseller, name: str) -> StatementHeader:
    if name == "claimed":
        return a_statement(reseller, status=Status.APPROVED, disbursement_id="dis_1")
    return a_statement(reseller, status=Status(name), reason="wrong")


@pytest.mark.parametrize("row", LIFECYCLE.strip().splitlines())
def test_statement_lifecycle(row: str, reseller: Reseller) -> None:
    before, action, expected = row.split()
    header = a_standing(reseller, before)

    assert outcome(lambda: approve(header) if action == "approve" else reject(header)) == expected


def test_an_approval_says_by_whom_and_until_when_it_is_paid(reseller: Reseller) -> None:
    resellers.change_settings(
        an_act(), zone="Africa/Nairobi", holidays=frozenset({date(2026, 11, 24)})
    )

    approved = approve(a_statement(reseller))

    assert (approved.approved_by, approved.approved_at) == (OPERATOR.person_id, NOON)
    # Saturday; ten business days after it, the 24th not among them, end at midnight in Nairobi.
    assert approved.pay_by == datetime(2026, 12, 7, 21, tzinfo=UTC)
    assert statement(approved) == approved


def test_who_approved_first_stays_the_approver(reseller: Reseller) -> None:
    header = an_approved(reseller)
    other = replace(OPERATOR, person_id=UserId("usr_OTHER"))

    again = approving.approve(reseller.id, header.month, an_act(other, NOON + DAY))

    assert again == header
    assert events_written().count("statement.approved") == 1


def test_many_are_approved_at_once_and_each_has_its_result(reseller: Reseller) -> None:
    a_statement(reseller)
    a_statement(reseller, SEPTEMBER, status=Status.SETTLED)
    named = [(reseller.id, month) for month in (OCTOBER, SEPTEMBER, NOVEMBER)]

    decided = approving.approve_all(named, an_act())

    assert [one.refusal and one.refusal.code for one in decided] == [
        None,
        "statement.not_pending",
        "statement.not_found",
    ]
    assert decided[0].header is not None
    assert decided[0].header.status is Status.APPROVED


@pytest.mark.requirement("R-COM-5")
def test_only_the_last_statement_is_rejected(reseller: Reseller) -> None:
    earlier, last = a_statement(reseller, SEPTEMBER), a_statement(reseller)

    assert refusal_of(lambda: reject(earlier)) == "statement.not_last"
    assert reject(last).status is Status.REJECTED
    assert statement(earlier).status is Status.PENDING


@pytest.mark.requirement("R-COM-5")
def test_a_statement_whose_successor_is_just_written_is_not_rejected(reseller: Reseller) -> None:
    header = a_statement(reseller)
    written = meanwhile(lambda: a_statement(reseller, NOVEMBER))
    # Its reads: the reseller, the statement, the others; then it writes.
    with tapped({3: written}):
        refused = refusal_of(lambda: reject(header))

    assert refused == "statement.not_last"
    assert statement(header).status is Status.PENDING


def test_a_rejection_in_other_words_is_refused(reseller: Reseller) -> None:
    header = a_statement(reseller)
    reject(header)

    assert refusal_of(lambda: reject(header, "for another reason")) == "statement.not_open"
    assert statement(header).reason == "wrong"


def test_a_rejected_statement_is_neither_paid_nor_in_the_way() -> None:
    with paying(PretendBank()) as bank:
        partner = a_partner()
        an_approved(partner, SEPTEMBER, 60_00)
        reject(an_approved(partner, OCTOBER, 40_00))

        made = pay(partner)

    assert made.months == (SEPTEMBER,)
    assert bank.paid_minor == 60_00


def test_waiting_statements_are_listed_by_when_they_are_due(reseller: Reseller) -> None:
    late = a_statement(reseller, OCTOBER)
    early = a_statement(reseller, SEPTEMBER)
    an_approved(reseller, NOVEMBER)

    pending = [header for _, header in approving.waiting(Status.PENDING, None, None)]

    assert pending == [early, late]


def test_a_partner_is_told_of_what_is_decided(reseller: Reseller) -> None:
    reject(an_approved(reseller))

    told = [item["name"] for item in items_of("Notification")]

    assert sorted(told) == ["statement.approved", "statement.rejected"]
