"""
What follows from a purchase's facts: its state, its licences, and what waits for somebody.
"""

from dataclasses import replace
from itertools import chain, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.license_purchases import rules
from tenantry.license_purchases.model import Purchase, Status
from tenantry.license_purchases.rules import standing
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus, Payment, RefundStatus
from tests.builders import refusal_of
from tests.unit.license_purchases.standing import (
    Fact,
    a_dispute,
    a_paid_purchase,
    a_payment,
    a_purchase,
    a_refund,
    knowing,
)

pytestmark = pytest.mark.requirement("R-LIC-3")

PACK = a_purchase(10)
PAID = a_payment(PACK)
EVERYTHING: dict[str, Fact] = {
    "paid": PAID,
    "complete": "complete",
    "failed": "failed",
    "expired": "expired",
    "refund pending": a_refund(50_00, status=RefundStatus.PENDING),
    "refunded": a_refund(50_00),
    "refund failed": a_refund(50_00, status=RefundStatus.FAILED),
    "disputed": a_dispute(45_00),
    "won": a_dispute(45_00, DisputeStatus.WON),
    "lost": a_dispute(45_00, DisputeStatus.LOST),
}

STATES = """
nothing                        | open            0  0  0
complete                       | processing      0  0  0
failed                         | failed          0  0  0
expired                        | expired         0  0  0
complete, failed               | failed          0  0  0
expired, failed                | failed          0  0  0
paid                           | paid            10 0  0
expired, paid                  | paid            10 0  0
failed, paid                   | paid            10 0  0
refunded                       | open            0  0  5000
paid, refund pending           | partly_refunded 10 0  5000
paid, refunded                 | partly_refunded 10 0  5000
paid, refund failed            | paid            10 0  0
paid, disputed                 | disputed        10 3  0
paid, won                      | paid            10 0  0
paid, lost                     | disputed        7  0  0
paid, refunded, disputed       | disputed        10 3  5000
paid, refunded, won            | partly_refunded 10 0  5000
"""


@pytest.mark.parametrize("row", STATES.strip().splitlines())
def test_the_state_and_the_licences_follow_from_the_facts(row: str) -> None:
    names, expected = (part.strip() for part in row.split("|"))
    facts = [] if names == "nothing" else [EVERYTHING[name] for name in names.split(", ")]

    stands = standing(knowing(PACK, facts))

    seen = f"{stands.status.value} {stands.entitled} {stands.disputed} {stands.refunded}"
    assert seen.split() == expected.split()


@pytest.mark.parametrize(
    "names",
    [
        ["paid", "expired", "complete", "refund pending", "refunded", "disputed", "lost"],
        ["paid", "failed", "complete", "refunded", "refund failed", "disputed", "won"],
    ],
)
def test_every_order_with_repeats_ends_alike(names: list[str]) -> None:
    facts = [EVERYTHING[name] for name in names]

    # Each fact twice at once, and the first one once more at the end.
    ends = {
        standing(knowing(PACK, [*chain.from_iterable((fact, fact) for fact in order), order[0]]))
        for order in permutations(facts)
    }

    assert len(ends) == 1


@given(names=st.lists(st.sampled_from(sorted(EVERYTHING)), max_size=12), data=st.data())
def test_any_facts_in_any_order_end_alike(names: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(names + names))

    one, other = (knowing(PACK, [EVERYTHING[name] for name in some]) for some in (names, shuffled))

    assert standing(one) == standing(other)
    stands = standing(one)
    assert 0 <= stands.disputed <= stands.entitled <= 10


def test_tax_is_not_compared_with_the_price() -> None:
    taxed = a_paid_purchase(10, tax_minor=40_00)

    assert standing(taxed).status is Status.PAID


@pytest.mark.parametrize("subtotal", [Money(199_99, "USD"), Money(200_01, "USD"), Money(1, "USD")])
def test_another_amount_is_held_and_gives_nothing(subtotal: Money) -> None:
    held = knowing(PACK, [Payment("pi_1", subtotal, subtotal.minor)])

    assert (standing(held).status, standing(held).entitled) == (Status.HELD, 0)
    assert standing(held).waits_for_operator


def test_another_currency_of_the_same_number_is_held() -> None:
    held = knowing(PACK, [Payment("pi_1", Money(200_00, "EUR"), 200_00)])

    assert standing(held).status is Status.HELD


@pytest.mark.parametrize("accepted", [0, 4])
def test_what_an_operator_gives_for_a_held_payment_is_all_it_gives(accepted: int) -> None:
    held = knowing(PACK, [Payment("pi_1", Money(80_00, "USD"), 80_00)])

    decided = replace(held, facts=replace(held.facts, accepted=accepted))

    assert standing(decided).entitled == accepted
    assert not standing(decided).waits_for_operator


def test_a_number_that_was_accepted_means_nothing_when_the_payment_is_right() -> None:
    purchase = replace(PACK, facts=replace(PACK.facts, accepted=500))

    assert standing(knowing(purchase, [PAID])).entitled == 10


def test_a_second_payment_of_a_checkout_changes_nothing() -> None:
    other = Payment("pi_2", Money(1, "USD"), 1)

    assert knowing(PACK, [PAID, other]) == knowing(PACK, [PAID])


def test_a_refund_of_everything_takes_everything_once_its_quantity_is_named() -> None:
    unnamed, named = (
        standing(knowing(PACK, [PAID, a_refund(200_00, quantity)])) for quantity in (None, 10)
    )

    assert (unnamed.status, unnamed.entitled, unnamed.unassigned) == ("refunded", 10, ("re_1",))
    assert (named.status, named.entitled, named.unassigned) == ("refunded", 0, ())


def test_refunds_and_losses_together_never_take_more_than_was_bought() -> None:
    lost = a_dispute(200_00, DisputeStatus.LOST)

    stands = standing(knowing(PACK, [PAID, a_refund(100_00, 5), lost]))

    assert (stands.entitled, stands.disputed) == (0, 0)


@pytest.mark.parametrize(
    ("minor", "licenses"),
    [(1, 1), (20_00, 1), (20_01, 2), (180_00, 9), (180_01, 10), (200_00, 10), (900_00, 10)],
)
def test_a_disputed_share_is_rounded_up_to_whole_licences(minor: int, licenses: int) -> None:
    frozen = standing(knowing(PACK, [PAID, a_dispute(minor)]))
    lost = standing(knowing(PACK, [PAID, a_dispute(minor, DisputeStatus.LOST)]))

    assert frozen.disputed == licenses
    assert lost.entitled == 10 - licenses


def test_a_dispute_with_tax_is_a_share_of_the_payment_with_tax() -> None:
    purchase = a_paid_purchase(10, tax_minor=20_00)

    assert standing(knowing(purchase, [a_dispute(110_00)])).disputed == 5


def test_two_disputes_are_rounded_up_together() -> None:
    both = [a_dispute(10_00), a_dispute(10_00, id_="du_2")]

    assert standing(knowing(PACK, [PAID, *both])).disputed == 1


def test_a_dispute_of_a_free_checkout_is_about_nothing() -> None:
    free = knowing(PACK, [Payment("cs_1", Money(0, "USD"), 0), a_dispute(10_00)])

    assert standing(free).disputed == 0


NAMED = """
0   named
5   named
10  named
11  license_purchase.too_many_returned
"""


@pytest.mark.parametrize("row", NAMED.strip().splitlines())
def test_no_more_licences_are_named_than_the_purchase_has(row: str) -> None:
    quantity, expected = row.split()
    purchase = knowing(PACK, [PAID, a_refund(50_00)])
    refund = purchase.facts.refunds["re_1"]

    refusal = refusal_of(lambda: rules.name_quantity(purchase, refund, int(quantity)))

    assert (refusal or "named") == expected


def test_what_other_returns_took_cannot_be_named_again_and_its_own_name_can_be_changed() -> None:
    purchase = knowing(PACK, [PAID, a_refund(50_00, 4), a_refund(50_00, 5, "re_2")])
    refund = purchase.facts.refunds["re_2"]

    changed = rules.name_quantity(purchase, refund, 6)

    assert standing(replace(purchase, facts=changed)).entitled == 0
    too_many = refusal_of(lambda: rules.name_quantity(purchase, refund, 7))
    assert too_many == "license_purchase.too_many_returned"


@pytest.mark.parametrize(
    ("refund", "waits"),
    [
        (a_refund(1, 1, "ret_1", RefundStatus.PENDING), True),
        (a_refund(1, 1, "ret_1"), False),
        (a_refund(1, 1, "ret_1", RefundStatus.FAILED), False),
        (a_refund(1, None, "re_1", RefundStatus.PENDING), False),
    ],
)
def test_only_a_pending_refund_of_ours_waits_for_the_provider(refund: Fact, waits: bool) -> None:
    assert rules.waits_for_provider(knowing(PACK, [PAID, refund])) is waits


def test_a_purchase_without_checkout_waits_for_the_provider_until_it_expires() -> None:
    begun: Purchase = replace(PACK, checkout_id=None)

    assert rules.waits_for_provider(begun)
    assert not rules.waits_for_provider(knowing(begun, ["expired"]))
