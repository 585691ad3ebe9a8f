"""
What is left of a payment: the net share of what has not gone back, whatever was heard first.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.ledger.folding import disputed_minor, gone_minor, learn
from tenantry.ledger.model import MANUAL, TenantPayment
from tenantry.payments.model import Dispute, DisputeStatus, Refund, RefundStatus
from tests.receiving import a_payment

pytestmark = pytest.mark.requirement("R-BIL-2")

type Thing = Refund | Dispute


def a_paid(net: int, tax: int = 0, provider: str = "paystack") -> TenantPayment:
    """
    A payment of which nothing has gone back.
    """
    return replace(a_payment(net, "USD", provider=provider), tax_minor=tax)


def knowing(payment: TenantPayment, things: Iterable[Thing]) -> TenantPayment:
    """
    The payment when all this was heard, in this order.
    """
    for thing in things:
        payment = learn(payment, thing)
    return payment


def back(*parts: int, status: RefundStatus = RefundStatus.SUCCEEDED) -> list[Refund]:
    """
    Refunds of these amounts.
    """
    return [Refund(f"re_{number}", minor, status) for number, minor in enumerate(parts)]


LEFT = """
net  tax  back   left
1500 300  1800   0
1500 300  1799   1
1500 300  900    750
1500 300  1      1499
1500 300  2      1498
101  0    50+51  0
101  0    51+51  0
1    99   1      1
1    99   50     1
1    99   51     0
3    3    1      3
3    3    3      1
1500 0    9999   0
0    300  300    0
"""
"""Halves go to the even share: of 3 net in 6, 1 of 6 is half a cent, and 3 of 6 are 1.5."""


@pytest.mark.parametrize("row", LEFT.strip().splitlines()[1:])
def test_what_goes_back_takes_its_share_of_the_tax(row: str) -> None:
    net, tax, parts, left = row.split()

    payment = knowing(a_paid(int(net), int(tax)), back(*map(int, parts.split("+"))))

    assert payment.left_minor == int(left)


def test_two_refunds_of_half_of_an_odd_amount_leave_nothing() -> None:
    half = Fraction(1_01, 2)

    payment = knowing(a_paid(1_01), back(int(half), int(half) + 1))

    assert payment.left_minor == 0


def test_what_was_paid_by_hand_is_counted_without_tax() -> None:
    payment = knowing(a_paid(1500, 300, MANUAL), back(1500))

    assert (payment.asked_minor, payment.left_minor) == (1500, 0)


def test_a_dispute_takes_money_when_it_is_lost_and_not_before() -> None:
    opened = Dispute("du_1", 600, DisputeStatus.OPEN)
    payment = knowing(a_paid(1500, 300), [opened])

    lost = learn(payment, replace(opened, status=DisputeStatus.LOST))
    won = learn(payment, replace(opened, status=DisputeStatus.WON))

    assert [one.left_minor for one in (payment, won, lost)] == [1500, 1500, 1000]
    assert [disputed_minor(one) for one in (payment, won, lost)] == [600, 0, 0]


@pytest.mark.parametrize("status", RefundStatus)
def test_what_is_on_its_way_has_gone_and_what_failed_has_not(status: RefundStatus) -> None:
    payment = knowing(a_paid(1500), back(500, status=status))

    assert payment.left_minor == (1500 if status is RefundStatus.FAILED else 1000)


@st.composite
def whole_in_parts(draw: st.DrawFn) -> tuple[int, int, list[int]]:
    """
    A net amount, its tax, and parts that add up to both.
    """
    net, tax = draw(st.integers(1, 10**9)), draw(st.integers(0, 10**9))
    cuts = sorted(draw(st.lists(st.integers(0, net + tax), max_size=6)))
    edges = [0, *cuts, net + tax]
    return net, tax, [end - start for start, end in pairwise(edges)]


@given(whole=whole_in_parts())
def test_parts_that_add_up_to_the_whole_leave_nothing(whole: tuple[int, int, list[int]]) -> None:
    net, tax, parts = whole

    payment = knowing(a_paid(net, tax), back(*parts))

    assert (payment.left_minor, gone_minor(payment)) == (0, net + tax)


@given(whole=whole_in_parts(), over=st.integers(1, 10**9))
def test_more_than_the_whole_leaves_nothing_too(
    whole: tuple[int, int, list[int]], over: int
) -> None:
    net, tax, parts = whole

    assert knowing(a_paid(net, tax), back(*parts, over)).left_minor == 0


@given(whole=whole_in_parts())
def test_each_part_leaves_its_share_to_half_a_cent(whole: tuple[int, int, list[int]]) -> None:
    net, tax, parts = whole
    payment, gone = a_paid(net, tax), 0

    for refund in back(*parts):
        before, payment, gone = payment, learn(payment, refund), gone + refund.minor
        exact = net - Fraction(net * gone, net + tax)

        assert 0 <= payment.left_minor <= before.left_minor <= net
        assert abs(payment.left_minor - exact) <= Fraction(1, 2)


AMOUNTS = {"a": 1, "b": 500, "c": 1_800}
REFUNDS = st.builds(
    lambda name, status: Refund(name, AMOUNTS[name], status),
    st.sampled_from(sorted(AMOUNTS)),
    st.sampled_from(RefundStatus),
)
DISPUTES = st.builds(
    lambda name, status: Dispute(name, AMOUNTS[name], status),
    st.sampled_from(sorted(AMOUNTS)),
    st.sampled_from(DisputeStatus),
)
HISTORIES = st.lists(REFUNDS | DISPUTES, max_size=10)


@given(history=HISTORIES, chance=st.randoms())
def test_any_order_with_repeats_ends_alike(history: list[Thing], chance: Random) -> None:
    repeated = history + chance.choices(history, k=3) if history else []
    shuffled = chance.sample(repeated, len(repeated))

    one, other = knowing(a_paid(1500, 300), history), knowing(a_paid(1500, 300), shuffled)

    assert one == other


@given(history=HISTORIES)
def test_what_is_left_is_what_was_paid_without_what_is_gone(history: list[Thing]) -> None:
    failed = {one.id for one in history if isinstance(one, Refund) and not one.is_live}
    gone = {("refund", one.id): one.minor for one in history if isinstance(one, Refund)}
    gone = {place: minor for place, minor in gone.items() if place[1] not in failed}
    gone |= {
        ("dispute", one.id): one.minor
        for one in history
        if isinstance(one, Dispute) and one.status is DisputeStatus.LOST
    }

    payment = knowing(a_paid(1500, 300), history)

    went = min(1_800, sum(gone.values()))
    assert payment.left_minor == 1500 - round(Fraction(1500 * went, 1800))
