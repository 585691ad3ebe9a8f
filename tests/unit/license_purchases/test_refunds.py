"""
What a return pays back: never more than was paid, and in the end exactly that (R-LIC-3).
"""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tenantry.errors import TenantryError
from tenantry.license_prices.model import PriceList
from tenantry.license_prices.rules import FIRST_LIST, price
from tenantry.license_purchases.model import NothingToRefund, Purchase, TooExpensive
from tenantry.license_purchases.rules import check_payable, refund_for, standing
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus, Payment, RefundStatus
from tests.builders import refusal_of
from tests.unit.license_purchases.standing import (
    YEN,
    a_dispute,
    a_paid_purchase,
    a_purchase,
    a_refund,
    knowing,
)

pytestmark = pytest.mark.requirement("R-LIC-3")

RETURNS = """
bought returned | refund
100    1        | license_purchase.nothing_to_refund
100    14       | license_purchase.nothing_to_refund
100    15       | 1250
100    20       | 10000
100    51       | 52000
100    100      | 150000
10     1        | license_purchase.nothing_to_refund
10     2        | license_purchase.nothing_to_refund
10     3        | 2500
10     10       | 20000
5      1        | 2500
1      1        | 2500
50     6        | license_purchase.nothing_to_refund
50     7        | 1500
100    101      | license_purchase.too_many_returned
"""


def due(purchase: Purchase, quantity: int, prices: PriceList = FIRST_LIST) -> str:
    """
    What the return pays back, or the code of its refusal.
    """
    try:
        return str(refund_for(purchase, prices, quantity).minor)
    except TenantryError as error:
        return error.code


def give_back(purchase: Purchase, quantity: int, prices: PriceList = FIRST_LIST) -> Purchase:
    """
    The purchase after this return, if it pays anything.
    """
    try:
        minor = refund_for(purchase, prices, quantity).minor
    except TenantryError:
        return purchase
    number = len(purchase.facts.refunds)
    return knowing(purchase, [a_refund(minor, quantity, f"ret_{number}")])


@pytest.mark.parametrize("row", RETURNS.strip().splitlines()[1:])
def test_a_return_pays_what_was_paid_less_the_price_of_what_stays(row: str) -> None:
    pack, _, expected = row.partition("|")
    bought, returned = map(int, pack.split())

    assert due(a_paid_purchase(bought), returned) == expected.strip()


def test_a_refusal_says_what_stays_and_what_that_costs() -> None:
    with pytest.raises(NothingToRefund) as refused:
        refund_for(a_paid_purchase(100), FIRST_LIST, 1)

    assert refused.value.context == {"stays": 99, "price_of_what_stays": 173_250}
    assert "99 licences that stay cost 1732.50 USD" in str(refused.value)


def test_several_returns_add_up_to_what_was_paid() -> None:
    purchase = a_paid_purchase(100, tax_minor=150_00)

    for quantity in (20, 31, 40, 9):
        purchase = give_back(purchase, quantity)

    assert [refund.minor for refund in purchase.facts.refunds.values()] == [
        110_00,  # 80 stay for 1,400.00, each with 10 % tax
        462_00,  # 49 stay for 980.00
        830_50,  # 9 stay for 225.00
        247_50,
    ]
    assert standing(purchase).refunded == 1_650_00


@pytest.mark.parametrize(
    ("tax_minor", "expected"),
    [(10_00, "2750"), (1, "2500"), (2, "2500"), (3, "2501"), (6, "2502"), (33, "2508")],
)
def test_a_return_pays_its_share_of_the_tax_rounded_once_half_even(
    tax_minor: int, expected: str
) -> None:
    purchase = a_paid_purchase(4, tax_minor)

    # A quarter of 100.00, and of the tax.
    assert due(purchase, 1) == expected


def test_yen_have_no_smaller_unit() -> None:
    total = Money(200, "JPY")
    purchase = replace(a_purchase(10), unit_price=Money(20, "JPY"), total=total)
    paid = knowing(purchase, [Payment("pi_1", total, 219)])

    first = give_back(paid, 3, YEN)
    rest = give_back(first, 7, YEN)

    assert standing(first).refunded == 27  # 25 * 219 / 200 = 27.375
    assert standing(rest).refunded == 219


@given(
    bought=st.integers(1, 130),
    tax_minor=st.integers(0, 5_000),
    returns=st.lists(st.integers(1, 130), max_size=8),
)
def test_never_more_than_was_paid_goes_back_and_all_of_it_when_nothing_stays(
    bought: int, tax_minor: int, returns: list[int]
) -> None:
    purchase = a_paid_purchase(bought, tax_minor)
    total = purchase.total.minor + tax_minor

    for quantity in returns:
        purchase = give_back(purchase, quantity)
        assert standing(purchase).refunded <= total

    left = standing(purchase).entitled
    assert standing(give_back(purchase, left) if left else purchase).refunded == total


@given(bought=st.integers(2, 130), data=st.data())
def test_in_parts_no_more_goes_back_than_at_once(bought: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, bought - 1))
    second = data.draw(st.integers(1, bought - first))
    purchase = a_paid_purchase(bought, tax_minor=777)

    in_parts = give_back(give_back(purchase, first), second)

    assume(standing(in_parts).entitled == bought - first - second)
    assert standing(in_parts) == standing(give_back(purchase, first + second))


def test_a_refund_that_failed_is_due_again() -> None:
    failed = a_refund(100_00, 20, "ret_0", RefundStatus.FAILED)

    assert due(knowing(a_paid_purchase(100), [failed]), 20) == "10000"


def test_what_was_refunded_at_the_provider_is_not_paid_twice() -> None:
    purchase = knowing(a_paid_purchase(100), [a_refund(50_00)])

    assert due(purchase, 20) == "5000"
    assert due(knowing(purchase, [a_refund(50_00, id_="re_2")]), 20) == NothingToRefund.code


@pytest.mark.parametrize("quantity", [1, 10])
def test_a_pack_that_was_not_paid_is_not_returned(quantity: int) -> None:
    assert due(a_purchase(10), quantity) == "license_purchase.not_paid"
    expired = knowing(a_purchase(10), ["expired"])
    assert due(expired, quantity) == "license_purchase.not_paid"


def test_a_pack_that_was_given_back_is_not_returned_again() -> None:
    assert due(give_back(a_paid_purchase(10), 10), 1) == "license_purchase.not_paid"


def test_a_held_payment_is_not_returned_before_it_is_decided_on() -> None:
    held = knowing(a_purchase(10), [Payment("pi_1", Money(80_00, "USD"), 80_00)])
    accepted = replace(held, facts=replace(held.facts, accepted=3))

    assert due(held, 1) == "license_purchase.not_paid"
    assert due(accepted, 1) == "3000"
    assert due(accepted, 3) == "8000"


def test_a_pack_paid_in_another_currency_is_refunded_at_the_provider() -> None:
    held = knowing(a_purchase(10), [Payment("pi_1", Money(180_00, "EUR"), 180_00)])
    accepted = replace(held, facts=replace(held.facts, accepted=10))

    assert due(accepted, 3) == "license_purchase.paid_otherwise"
    assert refund_for(accepted, FIRST_LIST, 10) == Money(180_00, "EUR")


def test_a_free_pack_pays_nothing_back() -> None:
    free = knowing(a_purchase(10), [Payment("cs_1", Money(0, "USD"), 0)])
    accepted = replace(free, facts=replace(free.facts, accepted=10))

    assert due(accepted, 10) == NothingToRefund.code


@pytest.mark.parametrize(
    ("status", "expected"),
    [("open", NothingToRefund.code), ("lost", NothingToRefund.code), ("won", "62500")],
)
def test_money_in_a_dispute_is_not_paid_back_too(status: str, expected: str) -> None:
    dispute = a_dispute(750_00, DisputeStatus(status))

    # After a loss 50 licences are left: none of their price was kept for the 49 that would stay.
    returned = 1 if status == "lost" else 50

    assert due(knowing(a_paid_purchase(100), [dispute]), returned) == expected


@given(
    minor=st.integers(1, 1_500_00),
    status=st.sampled_from(DisputeStatus),
    returns=st.lists(st.integers(1, 100), max_size=5),
)
def test_disputes_and_returns_together_take_no_more_than_was_paid(
    minor: int, status: DisputeStatus, returns: list[int]
) -> None:
    purchase = knowing(a_paid_purchase(100), [a_dispute(minor, status)])

    for quantity in returns:
        purchase = give_back(purchase, quantity)

    gone = 0 if status is DisputeStatus.WON else minor
    assert standing(purchase).refunded + gone <= 1_500_00


def test_a_pack_dearer_than_the_provider_takes_is_refused_with_the_most_it_takes() -> None:
    with pytest.raises(TooExpensive) as refused:
        check_payable(Money(1_001, "USD"), 1_000)

    assert refused.value.context["most_minor"] == 1_000
    assert refusal_of(lambda: check_payable(Money(1_000, "USD"), 1_000)) is None


def test_what_stays_is_priced_by_its_own_tier() -> None:
    purchase = a_paid_purchase(100)

    refund = refund_for(purchase, FIRST_LIST, 91)

    assert refund + price(FIRST_LIST, 9).total == purchase.total
