"""
How a list price stands to its floor, whatever happens to both.
"""

from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.intervals import Interval
from tenantry.list_prices import rules
from tenantry.list_prices.model import Article, Floor, ListPrice
from tenantry.money import Money
from tenantry.resellers.model import FloorPolicy
from tests.acting import NOON, SECOND
from tests.builders import GROWTH, RESELLER_ID, refusal_of

pytestmark = pytest.mark.requirement("R-PRI-1")

ARTICLE = Article(GROWTH, "KES", Interval.MONTH)
AMOUNTS = st.integers(0, 10**12)


def kes(minor: int) -> Money:
    """
    An amount in Kenyan shillings.
    """
    return Money(minor, "KES")


def a_floor(minor: int) -> Floor:
    """
    A floor that needed no rates.
    """
    return Floor(kes(minor), kes(minor))


def a_list_price(minor: int, floor: int) -> ListPrice:
    """
    A price that was set at noon.
    """
    return rules.first(RESELLER_ID, ARTICLE, kes(minor), floor=a_floor(floor), now=NOON)


@given(AMOUNTS, AMOUNTS)
def test_a_price_is_refused_below_the_floor_and_nowhere_else(minor: int, floor: int) -> None:
    refused, warned = (
        refusal_of(partial(rules.check_floor, kes(minor), a_floor(floor), policy))
        for policy in (FloorPolicy.REFUSE, FloorPolicy.WARN)
    )

    assert refused == ("price.below_floor" if minor < floor else None)
    assert warned is None
    assert a_list_price(minor, floor).is_below_floor == (minor < floor)


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1))
def test_a_price_is_marked_exactly_while_the_floor_is_above_it(
    minor: int, floors: list[int]
) -> None:
    price, since = a_list_price(minor, floors[0]), None
    for number, floor in enumerate(floors):
        now = NOON + number * SECOND
        price = rules.compared(price, a_floor(floor), now)
        since = (since or now) if minor < floor else None

        assert price.below_floor_since == since


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_comparing_twice_changes_nothing(minor: int, before: int, after: int) -> None:
    once = rules.compared(a_list_price(minor, before), a_floor(after), NOON + SECOND)

    assert rules.compared(once, a_floor(after), NOON + 2 * SECOND) is once


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=9))
def test_every_change_is_a_version_of_its_own_and_follows_the_last(
    changes: list[tuple[bool, int]],
) -> None:
    prices = [a_list_price(1, 2)]
    for number, (is_removal, minor) in enumerate(changes, 1):
        now, last = NOON + number * SECOND, prices[-1]
        if is_removal:
            prices.append(rules.ended(last, now))
        else:
            prices.append(rules.changed(last, kes(minor), a_floor(2), now))

    moved = [(one, two) for one, two in pairwise(prices) if one is not two]
    assert all(two.version == one.version + 1 for one, two in moved)
    assert all(two.changed_at > one.changed_at for one, two in moved)


def test_a_change_never_starts_with_or_before_the_last_one() -> None:
    price = a_list_price(5, 5)

    for now in (NOON - SECOND, NOON):
        changed = refusal_of(partial(rules.changed, price, kes(6), a_floor(5), now))
        ended = refusal_of(partial(rules.ended, price, now))
        assert {changed, ended} == {"list_price.changed_meanwhile"}


def test_a_price_that_was_taken_away_is_compared_no_more_and_can_be_set_again() -> None:
    gone = rules.ended(a_list_price(5, 5), NOON + SECOND)

    assert rules.compared(gone, a_floor(9), NOON + 2 * SECOND) is gone
    back = rules.changed(gone, kes(5), a_floor(5), NOON + 2 * SECOND)
    expected = replace(a_list_price(5, 5), starts_at=NOON + 2 * SECOND, version=3)
    assert back == expected
