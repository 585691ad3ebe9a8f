"""
Commands that meet at the same instant, each in a process of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from infra.local.launcher import Engine
from tests.emulator.commanding import (
    Standing,
    add_operator,
    environment,
    expire,
    operators,
    remove_operator,
    standing,
    start_pilots,
    upgrade,
)
from tests.emulator.racing import Racers

pytestmark = pytest.mark.emulator

EXPIRED = Counter({"tenant.created": 1, "pilot.expired": 1})
UPGRADED = Counter({"tenant.created": 1, "pilot.upgraded": 1})

often = pytest.mark.parametrize("rounds", [20, pytest.param(500, marks=pytest.mark.deep)])


@pytest.fixture
def two(engine: Engine, new_table: Callable[[], str]) -> Iterator[Racers]:
    with Racers(2, environment(engine.endpoint_url, new_table())) as racers:
        yield racers


@pytest.mark.requirement("R-TEN-4")
@often
def test_an_upgrade_that_meets_the_expiry_job_leaves_a_pilot_upgraded_or_expired(
    two: Racers, rounds: int
) -> None:
    (tenants,) = two.race([partial(start_pilots, rounds)])

    for tenant in tenants:
        refused, again = two.race([partial(upgrade, tenant), partial(expire, tenant)])

        (came_out,) = two.race([partial(standing, tenant)])
        is_upgraded = Standing("active", is_open=True, is_due=False, events=UPGRADED)
        is_expired = Standing("expired", is_open=False, is_due=False, events=EXPIRED)
        was_both = Standing("active", is_open=True, is_due=False, events=UPGRADED | EXPIRED)
        possible = [is_expired] if refused else [is_upgraded, was_both]
        assert came_out in possible
        assert refused in {None, "conflict"}
        assert again is None or came_out == is_upgraded


@pytest.mark.requirement("R-TEN-4")
def test_whoever_was_refused_in_that_race_succeeds_by_repeating(two: Racers) -> None:
    (tenants,) = two.race([partial(start_pilots, 20)])

    for tenant in tenants:
        refusals = two.race([partial(upgrade, tenant), partial(expire, tenant)])
        repeats = [partial(upgrade, tenant), partial(expire, tenant)]
        again = [
            two.race([repeat])[0]
            for repeat, refusal in zip(repeats, refusals, strict=True)
            if refusal
        ]

        (came_out,) = two.race([partial(standing, tenant)])
        assert set(again) <= {None}
        assert (came_out.status, came_out.is_open, came_out.is_due) == ("active", True, False)


@pytest.mark.requirement("R-RES-13")
@often
def test_two_operators_who_remove_each_other_leave_one(two: Racers, rounds: int) -> None:
    (first,) = two.race([add_operator])
    for _ in range(rounds):
        (second,) = two.race([add_operator])
        removals = [
            partial(remove_operator, second, asking=first),
            partial(remove_operator, first, asking=second),
        ]

        refusals = two.race(removals)

        (left,) = two.race([operators])
        assert refusals.count(None) == 1
        assert set(refusals) - {None} <= {"conflict", "member.last_owner"}
        (first,) = left
