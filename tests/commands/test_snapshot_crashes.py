"""
A snapshot that dies anywhere, and is done again, writes the same lines and one statement.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tenantry.batches import put_all
from tenantry.commissions.model import Line, Reason
from tenantry.errors import Unavailable
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.statements import attempts, lines, snapshots
from tenantry.statements.commands import begin as begin_statement
from tenantry.statements.model import Span, StatementHeader, Wanted
from tenantry.statements.snapshots import Step
from tests.acting import a_job
from tests.builders import make_reseller
from tests.commands.faults import (
    Answer,
    Call,
    Fault,
    ProcessDied,
    always,
    dies_after,
    dies_before,
    tapped,
    throttled,
)
from tests.reading import events_written, restore, snapshot
from tests.stating import begin, finish, hold, pay_each, publish, run_of, tell, tenant_id, write
from tests.stating import written as statements_of
from tests.unit.commissions.paying import NOVEMBER, OCTOBER, refund

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-2")]

NOVEMBER_3 = datetime(2026, 11, 3, tzinfo=UTC)
DECEMBER_1 = run_of(NOVEMBER)
TENANTS = [tenant_id(number) for number in range(2)]

type Statements = list[tuple[StatementHeader, list[Line]]]


@pytest.fixture
def partner() -> TenantId:
    """
    A partner with a statement, one line of which is to be corrected.
    """
    reseller_id = make_reseller().id
    hold(reseller_id, TENANTS)
    pay_each(TENANTS)
    write()
    tell(TENANTS[1], refund(2_50, NOVEMBER_3, payment_id=f"pay_{TENANTS[1][4:]}"))
    publish(NOVEMBER)
    return reseller_id


def in_parts(partner: TenantId) -> list[Step]:
    """
    The steps of a statement in parts of one tenant each.
    """
    wanted = Wanted(partner, NOVEMBER, NOVEMBER, DECEMBER_1)
    begun = begin_statement(wanted, a_job(DECEMBER_1))
    assert begun is not None
    anew = replace(begun.attempt, parts=len(TENANTS), number=2)
    attempts.put_attempt(begun.attempt, anew)
    spans = [Span(number, one, one) for number, one in enumerate(TENANTS, start=1)]
    return [Step(wanted, NOVEMBER, 2, span) for span in spans]


def in_one(partner: TenantId) -> list[Step]:
    """
    The step of a statement of one part.
    """
    del partner
    return begin(DECEMBER_1)


def calls_of(steps: list[Step]) -> int:
    with tapped() as line:
        finish(steps, DECEMBER_1)
    return len(line.calls)


@pytest.mark.parametrize("dies", [dies_before, dies_after])
@pytest.mark.parametrize("queued", [in_one, in_parts])
def test_whoever_dies_at_any_call_and_is_done_again_leaves_one_statement(
    partner: TenantId, queued: Callable[[TenantId], list[Step]], dies: Fault
) -> None:
    steps = queued(partner)
    before = snapshot()
    calls = calls_of(steps)
    whole = statements_of(partner)

    for call in range(calls):
        restore(before)
        with tapped({call: dies}), pytest.raises(ProcessDied):
            finish(steps, DECEMBER_1)
        finish(steps, DECEMBER_1)

        assert statements_of(partner) == whole
        assert events_written().count("statement.written") == 2
    assert [line.amount for line in whole[1][1]] == [Money(-50, "USD")]


def leaves_items_unwritten(call: Call) -> Answer:
    """
    A batch write does half of what it was asked for.
    """
    ((name, wanted),) = call.request["RequestItems"].items()
    half = len(wanted) // 2
    call.request["RequestItems"] = {name: wanted[:half]}
    answer = call.proceed() if half else {}
    return {**answer, "UnprocessedItems": {name: wanted[half:]}}


def test_lines_that_a_busy_table_leaves_are_written_again(partner: TenantId) -> None:
    steps = begin(DECEMBER_1)
    with tapped() as line:
        before = snapshot()
        finish(steps, DECEMBER_1)
    whole = statements_of(partner)
    restore(before)

    with tapped({line.calls.index("BatchWriteItem"): leaves_items_unwritten}):
        finish(steps, DECEMBER_1)

    assert statements_of(partner) == whole


def test_a_busy_table_leaves_the_message_in_the_queue(partner: TenantId) -> None:
    steps = begin(DECEMBER_1)

    with tapped(always(throttled)), pytest.raises(Unavailable):
        finish(steps, DECEMBER_1)

    finish(steps, DECEMBER_1)
    assert len(statements_of(partner)) == 2


def test_what_a_dead_part_left_and_does_not_come_out_again_is_removed(partner: TenantId) -> None:
    steps = begin(DECEMBER_1)
    begun = begin_statement(steps[0].wanted, a_job(DECEMBER_1))
    assert begun is not None
    [stray, *_] = statements_of(partner)[0][1]
    left = replace(stray, month=NOVEMBER, id=stray.id.replace(OCTOBER, NOVEMBER, 1))
    put_all([lines.item_of(partner, begun.attempt.id, left)])

    finish(steps, DECEMBER_1)

    _, (header, made) = statements_of(partner)
    assert (header.line_count, [line.reason for line in made]) == (1, [Reason.REFUND])


def test_steps_out_of_order_twice_and_late_make_one_statement(partner: TenantId) -> None:
    first, second = in_parts(partner)

    finish([second, second, first, second, first], DECEMBER_1)
    again = snapshots.work(second, a_job(DECEMBER_1))

    assert again == ()
    assert events_written().count("statement.written") == 2
    _, (header, made) = statements_of(partner)
    assert (header.attempt, header.tenant_count, len(made)) == ("2", 2, 1)
