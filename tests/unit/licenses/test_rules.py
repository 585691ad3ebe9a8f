"""
How licences move: what follows from the three facts, whatever happens and in whatever order.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.licenses import rules
from tenantry.licenses.model import FreedTo, InUse, LicensePool
from tests.builders import RESELLER_ID

FOLLOWS = """
entitled used disputed | count owed frozen available
0        0    0        | 0     0    0      0
10       0    0        | 10    0    0      10
10       4    0        | 10    0    0      6
10       10   0        | 10    0    0      0
10       4    3        | 10    0    3      3
10       4    6        | 10    0    6      0
10       4    8        | 10    0    6      0
10       10   5        | 10    0    0      0
6        10   0        | 10    4    0      0
6        10   2        | 10    4    0      0
-3       0    0        | 0     3    0      0
-3       2    0        | 2     5    0      0
0        1    0        | 1     1    0      0
"""

FREED = """
10       4    0   available
10       10   0   available
10       4    6   available
10       4    7   frozen
10       10   1   frozen
9        10   0   nobody
9        10   5   nobody
"""


def a_pool(entitled: int = 10, used: int = 0, disputed: int = 0) -> LicensePool:
    """
    A pool with these facts.
    """
    return LicensePool(RESELLER_ID, entitled, used, disputed)


def is_sound(pool: LicensePool) -> bool:
    """
    What a pool promises at every moment (R-LIC-1).
    """
    fits = pool.used + pool.frozen <= pool.count
    return fits and min(pool.used, pool.owed, pool.frozen, pool.available) >= 0


@pytest.mark.requirement("R-LIC-3")
@pytest.mark.parametrize("row", FOLLOWS.strip().splitlines()[1:])
def test_everything_follows_from_entitled_used_and_disputed(row: str) -> None:
    facts, _, follows = row.partition("|")

    pool = a_pool(*map(int, facts.split()))

    assert [pool.count, pool.owed, pool.frozen, pool.available] == [*map(int, follows.split())]


@pytest.mark.requirement("R-LIC-3")
@pytest.mark.parametrize("row", FREED.strip().splitlines())
def test_a_licence_given_back_pays_what_is_owed_then_what_is_disputed(row: str) -> None:
    *facts, expected = row.split()
    pool = a_pool(*map(int, facts))

    becomes = rules.freed_to(pool)

    assert becomes is FreedTo(expected)
    after, changes = _free(pool, 1), dict.fromkeys(FreedTo, 0) | {becomes: 1}
    assert after.available - pool.available == changes[FreedTo.AVAILABLE]
    assert pool.owed - after.owed == changes[FreedTo.NOBODY]
    assert after.frozen - pool.frozen == changes[FreedTo.FROZEN]


@pytest.mark.requirement("R-LIC-4")
@pytest.mark.parametrize(
    ("pool", "possible"), [(a_pool(10, 4), 6), (a_pool(10, 4, 2), 4), (a_pool(3, 5), 0)]
)
def test_only_available_licences_are_removed(pool: LicensePool, possible: int) -> None:
    with pytest.raises(InUse) as refused:
        rules.remove(pool, possible + 1)

    assert refused.value.context["possible"] == possible
    assert rules.remove(pool, possible).available == 0
    assert rules.remove(pool, possible).used == pool.used


@pytest.mark.requirement("R-LIC-4")
def test_a_grant_pays_what_is_owed_before_it_is_available() -> None:
    after = rules.move(a_pool(entitled=6, used=10), entitled=5)

    assert (after.owed, after.available, after.used) == (0, 1, 10)


@pytest.mark.requirement("R-LIC-5")
@pytest.mark.parametrize(
    ("available", "threshold", "is_low"),
    [(3, None, False), (0, None, False), (4, 3, False), (3, 3, True), (0, 0, True), (1, 0, False)],
)
def test_stock_is_low_at_the_threshold(available: int, threshold: int | None, is_low: bool) -> None:
    pool = LicensePool(RESELLER_ID, available, low_stock_at=threshold)

    assert rules.is_low(pool) is is_low


def _allocate(pool: LicensePool, _: int) -> LicensePool:
    return replace(pool, used=pool.used + 1) if pool.available else pool


def _free(pool: LicensePool, _: int) -> LicensePool:
    return replace(pool, used=pool.used - 1) if pool.used else pool


def _entitle(pool: LicensePool, quantity: int) -> LicensePool:
    return rules.move(pool, entitled=quantity)


def _dispute(pool: LicensePool, quantity: int) -> LicensePool:
    return rules.move(pool, disputed=max(quantity, -pool.disputed))


def _remove(pool: LicensePool, quantity: int) -> LicensePool:
    return rules.remove(pool, min(abs(quantity), pool.available))


type Move = tuple[Callable[[LicensePool, int], LicensePool], int]

QUANTITIES = st.integers(-12, 12)
MOVES = st.lists(
    st.tuples(st.sampled_from([_allocate, _free, _entitle, _dispute, _remove]), QUANTITIES),
    max_size=30,
)


@pytest.mark.requirement("R-LIC-1")
@given(moves=MOVES)
def test_no_sequence_of_moves_breaks_a_pool(moves: list[Move]) -> None:
    pool = a_pool(0)

    for move, quantity in moves:
        pool = move(pool, quantity)
        assert is_sound(pool)


@pytest.mark.requirement("R-LIC-3")
@given(moves=st.lists(st.tuples(QUANTITIES, st.integers(0, 12)), max_size=8), data=st.data())
def test_what_happens_to_a_pool_may_come_in_any_order(
    moves: list[tuple[int, int]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(moves))

    one, other = (
        reduce(lambda pool, two: rules.move(pool, entitled=two[0], disputed=two[1]), order, start)
        for order, start in ((moves, a_pool(5, 3)), (shuffled, a_pool(5, 3)))
    )

    assert one == other


@pytest.mark.requirement("R-LIC-1")
@given(
    moves=st.lists(st.sampled_from([-3, -1, 2, 5]), max_size=6),
    frees=st.integers(0, 4),
    data=st.data(),
)
def test_tenants_deleted_before_or_after_a_refund_leave_the_same_pool(
    moves: list[int], frees: int, data: st.DataObject
) -> None:
    steps: list[int | str] = [*moves, *["free"] * frees]

    ends = set()
    for order in (steps, data.draw(st.permutations(steps))):
        pool = a_pool(5, 4)
        for step in order:
            pool = _free(pool, 1) if isinstance(step, str) else _entitle(pool, step)
        ends.add(pool)

    assert len(ends) == 1
