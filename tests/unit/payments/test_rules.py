"""
What is known of refunds and disputes, whatever was heard first.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.payments.model import Dispute, DisputeStatus, Refund, RefundStatus
from tenantry.payments.rules import learn_dispute, learn_refund

pytestmark = pytest.mark.requirement("R-LIC-3")

REFUND = Refund("re_1", 50_00, RefundStatus.PENDING)
DISPUTE = Dispute("du_1", 50_00, DisputeStatus.OPEN)


def refunds(heard: Iterable[Refund]) -> dict[str, Refund]:
    """
    What is known after all this was heard.
    """
    known: dict[str, Refund] = {}
    for refund in heard:
        known = learn_refund(known, refund)
    return known


def disputes(heard: Iterable[Dispute]) -> dict[str, Dispute]:
    """
    What is known after all this was heard.
    """
    known: dict[str, Dispute] = {}
    for dispute in heard:
        known = learn_dispute(known, dispute)
    return known


@pytest.mark.parametrize("order", [*permutations(RefundStatus)])
def test_a_refund_that_failed_stays_failed_in_every_order(order: tuple[RefundStatus, ...]) -> None:
    known = refunds(replace(REFUND, status=status) for status in order)

    assert known == {"re_1": replace(REFUND, status=RefundStatus.FAILED)}


def test_a_refund_that_succeeded_is_not_pending_again() -> None:
    done = replace(REFUND, status=RefundStatus.SUCCEEDED)

    assert refunds([REFUND, done, REFUND]) == {"re_1": done}


@pytest.mark.parametrize("order", [*permutations(DisputeStatus)])
def test_a_dispute_that_was_lost_stays_lost_in_every_order(
    order: tuple[DisputeStatus, ...],
) -> None:
    known = disputes(replace(DISPUTE, status=status) for status in order)

    assert known == {"du_1": replace(DISPUTE, status=DisputeStatus.LOST)}


def test_a_dispute_that_was_won_is_not_open_again() -> None:
    won = replace(DISPUTE, status=DisputeStatus.WON)

    assert disputes([DISPUTE, won, DISPUTE]) == {"du_1": won}


def test_a_named_quantity_is_kept_whatever_the_provider_leaves_out() -> None:
    named = replace(REFUND, quantity=5)

    known = refunds([named, replace(REFUND, status=RefundStatus.SUCCEEDED)])

    assert known["re_1"].quantity == 5
    assert known["re_1"].status is RefundStatus.SUCCEEDED


def test_quantity_zero_is_a_name_too() -> None:
    named = replace(REFUND, quantity=0)

    assert refunds([named, REFUND])["re_1"].quantity == 0


REFUNDS = st.lists(
    st.builds(
        Refund, st.sampled_from(["re_1", "re_2"]), st.just(50_00), st.sampled_from(RefundStatus)
    ),
    max_size=8,
)
DISPUTES = st.lists(
    st.builds(
        Dispute, st.sampled_from(["du_1", "du_2"]), st.just(50_00), st.sampled_from(DisputeStatus)
    ),
    max_size=8,
)


@given(heard=REFUNDS, data=st.data())
def test_refunds_are_known_alike_in_every_order_and_after_every_repeat(
    heard: list[Refund], data: st.DataObject
) -> None:
    again = data.draw(st.permutations(heard + heard))

    assert refunds(again) == refunds(heard)


@given(heard=DISPUTES, data=st.data())
def test_disputes_are_known_alike_in_every_order_and_after_every_repeat(
    heard: list[Dispute], data: st.DataObject
) -> None:
    again = data.draw(st.permutations(heard + heard))

    assert disputes(again) == disputes(heard)
