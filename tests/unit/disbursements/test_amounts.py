"""
How much is paid at once, in which parts, and what stays.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.disbursements.amounts import PARTS_MAX, Terms, payout
from tenantry.disbursements.model import BelowMinimum
from tenantry.money import Money

pytestmark = pytest.mark.requirement("R-COM-6")

WORTHS = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=10_000)
TOTALS = st.integers(1, 10**9)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def test_a_hundred_dollars_are_paid_in_whole_shillings() -> None:
    # 100.00 USD at 129.55: 12,955.00 KES, a whole number already.
    paid = payout(usd(100_00), Fraction("129.55"), Terms("KES", step=100))

    assert (paid.amount, paid.remainder) == (Money(12_955_00, "KES"), usd(0))


def test_what_is_less_than_a_step_stays() -> None:
    paid = payout(usd(100_50), Fraction(1), Terms("USD", step=100))

    assert (paid.amount, paid.remainder) == (usd(100_00), usd(50))


def test_less_than_one_step_is_not_paid() -> None:
    with pytest.raises(BelowMinimum):
        payout(usd(99), Fraction(1), Terms("USD", step=100))


def test_more_than_the_most_transfers_is_left_for_the_next_one() -> None:
    paid = payout(usd(1_000), Fraction(1), Terms("USD", largest=10))

    assert len(paid.parts) == PARTS_MAX
    assert (paid.amount, paid.remainder) == (usd(200), usd(800))


@given(
    total=TOTALS, worth=WORTHS, step=st.sampled_from([1, 10, 100]), largest=st.integers(0, 10**6)
)
def test_what_is_paid_and_what_stays_are_all_there_is(
    total: int, worth: Fraction, step: int, largest: int
) -> None:
    limit = None if largest < step else largest
    try:
        paid = payout(usd(total), worth, Terms("KES", step, limit))
    except BelowMinimum:
        assert total * worth < step
        return

    worths = sum(part.worth.minor for part in paid.parts)
    amounts = [part.amount.minor for part in paid.parts]
    assert worths + paid.remainder.minor == total
    assert sum(amounts) == paid.amount.minor
    assert all(one > 0 and one % step == 0 and (limit is None or one <= limit) for one in amounts)
    # Never more than is owed, and less than one cent is lost in the conversion.
    assert paid.amount.minor <= worths * worth < paid.amount.minor + worth


@given(total=TOTALS, step=st.sampled_from([1, 10, 100]))
def test_nothing_is_lost_where_nothing_is_converted(total: int, step: int) -> None:
    try:
        paid = payout(usd(total), Fraction(1), Terms("USD", step))
    except BelowMinimum:
        return

    assert paid.amount.minor + paid.remainder.minor == total
