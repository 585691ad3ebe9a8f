"""
What a check of statements finds, and that it finds nothing where nothing was touched.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from tenantry.clock import Month
from tenantry.commissions import rules as commissions
from tenantry.commissions.earning import was_held_by_the_end
from tenantry.commissions.inputs import Customer, Partner
from tenantry.commissions.model import Line, Method, Statement, Status
from tenantry.disbursements.model import Disbursement, FrozenAccount, Part
from tenantry.disbursements.model import Status as Payout
from tenantry.ids import UserId
from tenantry.ledger_check import rules
from tenantry.ledger_check.model import Difference, Kind, PartChecked
from tenantry.money import Money
from tenantry.statements.model import StatementHeader
from tests.builders import RESELLER_ID
from tests.unit.commissions.histories import (
    ANCHOR_DAYS,
    PARTNERS,
    anchor_of,
    customer_of,
    histories,
    partner_of,
)
from tests.unit.commissions.simple_model import History
from tests.unit.commissions.test_histories import written_by
from tests.written import APPROVED, a_header, a_line

pytestmark = pytest.mark.requirement("R-COM-7")

OFTEN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = datetime(2026, 10, 20, tzinfo=UTC)
AUGUST, SEPTEMBER = Month("2026-08"), Month("2026-09")


def header_of(partner: Partner, statement: Statement, outcome: str) -> StatementHeader:
    header = a_header(partner.reseller_id, statement.lines, statement.month)
    status = Status.PENDING if outcome == "stands" else Status.REJECTED
    return replace(
        header,
        cut_off=statement.cut_off,
        inputs_hash=statement.inputs_hash,
        status=status,
        restates=outcome == "restated",
        tenant_count=1,
    )


def differences(partner: Partner, customer: Customer, outcomes: Sequence[str]) -> list[Kind]:
    """
    What is found of statements as they were written, when all of a history is known.
    """
    made = [statement for _, statement in written_by(partner, customer, outcomes)]
    headers = [header_of(partner, *one) for one in zip(made, outcomes, strict=True)]
    lines = [
        line
        for one, header in zip(made, headers, strict=True)
        if header.counts
        for line in one.lines
    ]
    found: list[Difference] = []
    for header, statement, (written, _) in zip(
        headers, made, written_by(partner, customer, outcomes), strict=True
    ):
        attempt = rules.attempt_of(headers, header, 1)
        of_tenant = written.lines.get(customer.tenant_id, ())
        part = commissions.part_of(partner, customer, attempt.closing, of_tenant)
        found += rules.compare_lines(header, statement.lines, part.lines)
        is_in = was_held_by_the_end(customer.holdings, attempt.month)
        parts = [part] if is_in else []
        added = commissions.sum_of(partner, attempt.closing, parts)
        checked = PartChecked(added, statement.total, len(statement.lines))
        counting = replace(header, tenant_count=added.tenant_count)
        found += rules.compare_header(partner, attempt, counting, [checked])
    counted = [header for header in headers if header.counts]
    if counted:
        expected = {customer.tenant_id: rules.standing(partner, customer, headers, today=False)}
        found += rules.compare_standing(counted[-1], lines, expected)
    return [one.kind for one in found]


@OFTEN
@given(histories(), ANCHOR_DAYS)
def test_after_any_history_there_is_no_difference(history: History, day: tuple[int, int]) -> None:
    for name in PARTNERS:
        customer = customer_of(history, name, anchor_of(*day))

        assert differences(partner_of(history, name), customer, history.outcomes[name]) == []


def a_payout(*months: Month, total: int, **changes: object) -> Disbursement:
    """
    What pays these statements by bank, all of it.
    """
    money = Money(total, "USD")
    account = FrozenAccount(Method.BANK_TRANSFER, {}, "ab", 1, b"")
    one = Disbursement(
        id="dis_1",
        reseller_id=RESELLER_ID,
        months=months,
        carried=Money(0, "USD"),
        total=money,
        amount=money,
        remainder=Money(0, "USD"),
        account=account,
        approvers=(),
        parts=(Part(1, money, money, attempts=1, paid_by=1),),
        created_at=DAY,
        created_by=UserId("usr_PAYER"),
        status=Payout.PAID,
    )
    return replace(one, **changes)  # type: ignore[arg-type] # as the caller names them


def a_settled(month: Month, minor: int, payout: str | None = "dis_1") -> StatementHeader:
    line: Line = a_line(minor=minor, month=month)
    said = APPROVED | {"status": Status.SETTLED, "disbursement_id": payout}
    return a_header(RESELLER_ID, [line], month, **said)


TWO = [a_settled(AUGUST, 30), a_settled(SEPTEMBER, 12)]
BOTH = a_payout(AUGUST, SEPTEMBER, total=42)


@pytest.mark.parametrize(
    ("headers", "payouts", "expected"),
    [
        (TWO, [BOTH], []),
        (TWO, [], [Kind.NOT_PAID, Kind.NOT_PAID]),
        (TWO, [replace(BOTH, status=Payout.GIVEN_UP)], [Kind.NOT_PAID, Kind.NOT_PAID]),
        (TWO, [BOTH, replace(a_payout(AUGUST, total=30), id="dis_2")], [Kind.PAID_TWICE]),
        (TWO, [a_payout(AUGUST, SEPTEMBER, total=43)], [Kind.PAYOUT_DIFFERS]),
        (TWO, [replace(BOTH, remainder=Money(1, "USD"))], [Kind.PAYOUT_DIFFERS]),
        (TWO, [replace(BOTH, amount=Money(1, "USD"))], [Kind.PAYOUT_DIFFERS]),
        (TWO, [replace(BOTH, status=Payout.OPEN)], [Kind.PAYOUT_DIFFERS] * 2),
        ([a_settled(AUGUST, 30, None)], [], [Kind.NOT_PAID]),
        ([a_settled(AUGUST, 30, None)], [a_payout(AUGUST, total=30)], [Kind.NOT_PAID]),
        ([a_header(RESELLER_ID, [a_line()], SEPTEMBER, **APPROVED)], [], []),
    ],
)
def test_each_settled_statement_is_in_one_paid_disbursement(
    headers: list[StatementHeader], payouts: list[Disbursement], expected: list[Kind]
) -> None:
    assert [one.kind for one in rules.compare_payouts(headers, payouts)] == expected
