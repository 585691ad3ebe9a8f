"""
How often one principal or one address may do a thing.
"""

from datetime import timedelta

import pytest

from tenantry.errors import LimitExceeded
from tenantry.limits.model import Limit
from tenantry.limits.store import spend
from tests.acting import NOON, SECOND
from tests.commands.faults import tapped
from tests.reading import items_of, snapshot

pytestmark = pytest.mark.usefixtures("world")

THRICE = Limit("mint", 3, timedelta(minutes=1))


def retry_after(who: str, after: timedelta = timedelta(0), limit: Limit = THRICE) -> int:
    """
    How long the caller is told to wait; 0 when nothing is in the way.
    """
    try:
        spend(limit, who, NOON + after)
    except LimitExceeded as refused:
        return refused.retry_after
    return 0


def test_so_many_go_through_and_the_next_waits_for_the_rest_of_the_window() -> None:
    waits = [retry_after("ama", number * 10 * SECOND) for number in range(5)]

    assert waits == [0, 0, 0, 30, 20]


def test_a_new_window_starts_on_the_minute() -> None:
    for _ in range(4):
        retry_after("ama", timedelta(seconds=30))

    assert retry_after("ama", timedelta(seconds=59, microseconds=999_999)) == 1
    assert retry_after("ama", timedelta(seconds=60)) == 0


def test_who_is_refused_has_not_spent_anything() -> None:
    for _ in range(10):
        retry_after("ama")

    (counter,) = items_of("LimitCounter")
    assert counter["used"] == 3


def test_callers_and_limits_do_not_share_their_windows() -> None:
    for _ in range(3):
        retry_after("ama")

    assert retry_after("ama") > 0
    assert retry_after("ben") == 0
    assert retry_after("ama", limit=Limit("accept", 3, timedelta(minutes=1))) == 0


def test_a_counter_is_one_call_lapses_and_names_nobody() -> None:
    with tapped() as line:
        spend(THRICE, "192.0.2.1", NOON)

    (counter,) = items_of("LimitCounter")
    assert line.calls == ["UpdateItem"]
    assert counter["expires"] >= (NOON + timedelta(minutes=1)).timestamp()
    assert "192.0.2.1" not in repr(snapshot())
