"""
Statements that many write, and decide on, at the same instant, each in a process of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from infra.local.launcher import Engine
from tenantry.commissions.model import Status
from tenantry.ids import TenantId
from tests.emulator.commanding import environment
from tests.emulator.racing import Racers, at_once
from tests.emulator.snapshotting import (
    AT_SEVEN,
    AT_SIX,
    PARTS,
    Standing,
    approve,
    computed,
    differences,
    first_sights,
    headers,
    history,
    record_late,
    reject,
    reject_midway,
    standing,
    start_partners,
    start_statements,
    work_through,
    write_november,
    written,
)
from tests.stating import publish
from tests.unit.commissions.paying import NOVEMBER, OCTOBER

pytestmark = pytest.mark.emulator

MET = {None, "statement.changed_meanwhile"}

often = pytest.mark.parametrize("rounds", [4, pytest.param(200, marks=pytest.mark.deep)])


@pytest.fixture
def racers(engine: Engine, new_table: Callable[[], str]) -> Callable[[int], Racers]:
    """
    So many racers on a table of their own.
    """
    return lambda count: Racers(count, environment(engine.endpoint_url, new_table()))


@pytest.fixture
def two(racers: Callable[[int], Racers]) -> Iterator[Racers]:
    with racers(2) as two:
        yield two


@pytest.mark.requirement("R-COM-2")
@pytest.mark.parametrize("rounds", [3, pytest.param(40, marks=pytest.mark.deep)])
def test_many_who_write_the_same_statements_while_late_facts_come_in_write_each_once(
    racers: Callable[[int], Racers], rounds: int
) -> None:
    with racers(7) as seven:
        (partners,) = seven.race([partial(start_partners, rounds)])

        *_, seen = at_once(
            seven,
            partial(work_through, AT_SIX, AT_SEVEN, AT_SIX),
            partial(work_through, AT_SEVEN, AT_SIX),
            partial(work_through, AT_SIX, AT_SIX),
            partial(work_through, AT_SEVEN, AT_SEVEN),
            partial(record_late, rounds, (0, 2, 4, 6)),
            partial(record_late, rounds, (5, 3, 1)),
            partial(first_sights, partners),
        )

        for number, partner in enumerate(partners):
            assert_written_once(seven, partner, number)
        assert seven.race([partial(first_sights, partners)]) == [seen]


def assert_written_once(racers: Racers, partner: TenantId, number: int) -> None:
    """
    One statement: all that was known by its own cut-off, and nothing of what came later.
    """
    (found,) = racers.race([partial(headers, partner)])
    (said,) = racers.race([partial(written, partner)])
    (happened,) = racers.race([partial(history, partner)])
    [header] = found
    known_minor = 4_00 if header.cut_off > AT_SIX else 7_00
    assert header.total.minor == known_minor
    assert said == racers.race([partial(computed, partner, number)])[0]
    assert racers.race([partial(differences, partner)]) == [[]]
    assert happened["statement.written"] == 1


@pytest.mark.requirement("R-COM-2")
@often
def test_a_statement_that_is_rejected_while_the_next_is_written_counts_in_one_of_them(
    racers: Callable[[int], Racers], rounds: int
) -> None:
    with racers(3) as three:
        (partners,) = three.race([partial(start_partners, rounds)])
        three.race([partial(work_through, AT_SIX)])
        three.race([partial(publish, NOVEMBER)])

        for number, partner in enumerate(partners):
            parts, restates = number % (PARTS + 1), number // (PARTS + 1) % 2 == 0
            *_, refused = at_once(
                three,
                partial(write_november, partner),
                partial(write_november, partner),
                partial(reject_midway, partner, parts, restates=restates),
            )

            (found,) = three.race([partial(headers, partner)])
            assert refused in {None, "statement.not_last"}
            assert found[0].counts is (refused is not None)
            assert_counted_once(three, partner, number)


def assert_counted_once(racers: Racers, partner: TenantId, number: int) -> None:
    """
    October was earned by one statement, or by none where it was rejected for good.
    """
    (found,) = racers.race([partial(headers, partner)])
    (said,) = racers.race([partial(written, partner)])
    counted = [told for header, told in zip(found, said, strict=True) if header.counts]
    earned = sum(line.amount.minor for told in counted for line in told.lines)
    october = found[0]
    assert [one.month for one in found] == [OCTOBER, NOVEMBER]
    assert earned == (4_00 if october.counts or october.restates else 0)
    assert said == racers.race([partial(computed, partner, number)])[0]
    assert racers.race([partial(differences, partner)]) == [[]]


@pytest.mark.requirement("R-COM-3")
@often
def test_a_statement_that_is_approved_and_rejected_at_once_comes_out_as_one_of_both(
    two: Racers, rounds: int
) -> None:
    (partners,) = two.race([partial(start_statements, rounds)])

    for partner in partners:
        not_approved, not_rejected = two.race([partial(approve, partner), partial(reject, partner)])

        (came_out,) = two.race([partial(standing, partner)])
        decided = Counter(
            {"statement.approved": not not_approved, "statement.rejected": not not_rejected}
        )
        last = Status.APPROVED if not_rejected else Status.REJECTED
        assert came_out == Standing(last, 1 + decided.total(), +decided)
        assert {not_approved, not_rejected} <= MET | {"statement.not_pending"}
        assert decided.total() >= 1


@pytest.mark.requirement("R-COM-3")
@pytest.mark.parametrize("rounds", [5, pytest.param(100, marks=pytest.mark.deep)])
def test_eight_who_approve_a_statement_at_once_approve_it_once(
    racers: Callable[[int], Racers], rounds: int
) -> None:
    with racers(8) as eight:
        (partners,) = eight.race([partial(start_statements, rounds)])

        for partner in partners:
            refusals = eight.race([partial(approve, partner)] * 8)

            (came_out,) = eight.race([partial(standing, partner)])
            assert came_out == Standing(Status.APPROVED, 2, Counter({"statement.approved": 1}))
            assert set(refusals) <= MET
            assert None in refusals
