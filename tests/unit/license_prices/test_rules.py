"""
What a quantity costs, when a larger pack costs less, and what a price list must be.
"""

from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.errors import Invalid
from tenantry.license_prices import rules
from tenantry.license_prices.model import QUANTITY_MAX, QUOTE_VALID_FOR, PriceList, Tier
from tenantry.license_prices.rules import FIRST_LIST
from tenantry.money import Money
from tests.acting import DAY, NOON, SECOND
from tests.builders import RESELLER_ID, refusal_of

COSTS = """
1       25.00   25.00
9       25.00   225.00
10      20.00   200.00
43      20.00   860.00
49      20.00   980.00
50      17.50   875.00
85      17.50   1487.50
99      17.50   1732.50
100     15.00   1500.00
10000   15.00   150000.00
"""

ADVICE = """
9    10   200.00
44   50   875.00
49   50   875.00
86   100  1500.00
99   100  1500.00
"""


def usd(minor: int) -> Money:
    """
    An amount in dollars.
    """
    return Money(minor, "USD")


def a_list(*tiers: Tier, starts_at: datetime = NOON) -> PriceList:
    """
    A price list, of one tier unless others are given.
    """
    return PriceList(starts_at, tiers or (Tier(1, None, usd(10_00)),))


@pytest.mark.requirement("R-LIC-2")
@pytest.mark.parametrize("row", COSTS.strip().splitlines())
def test_every_unit_costs_what_its_tier_says(row: str) -> None:
    quantity, unit, total = row.split()

    offer = rules.price(FIRST_LIST, int(quantity))

    assert (offer.unit_price.major(), offer.total.major()) == (unit, total)


@pytest.mark.requirement("R-LIC-2")
def test_the_adviser_speaks_for_9_and_44_to_49_and_86_to_99_only() -> None:
    advised = {number for number in range(1, 1_001) if rules.cheaper(FIRST_LIST, number)}

    assert advised == {9, *range(44, 50), *range(86, 100)}


@pytest.mark.requirement("R-LIC-2")
@pytest.mark.parametrize("row", ADVICE.strip().splitlines())
def test_the_adviser_names_the_larger_pack_and_its_price(row: str) -> None:
    quantity, larger, total = row.split()

    advice = rules.cheaper(FIRST_LIST, int(quantity))

    assert advice is not None
    assert (advice.quantity, advice.total.major()) == (int(larger), total)


def test_a_pack_that_costs_just_as_much_is_not_advised() -> None:
    price_list = a_list(Tier(1, 9, usd(10_00)), Tier(10, None, usd(9_00)))

    assert rules.cheaper(price_list, 9) is None


def test_a_tier_beyond_the_largest_pack_is_never_advised() -> None:
    price_list = a_list(Tier(1, QUANTITY_MAX, usd(10_00)), Tier(QUANTITY_MAX + 1, None, usd(1_00)))

    assert rules.cheaper(price_list, QUANTITY_MAX) is None


@pytest.mark.requirement("R-LIC-2")
@pytest.mark.parametrize(
    ("tiers", "rule"),
    [
        ((), "starts at 1"),
        ((Tier(2, None, usd(1)),), "starts at 1"),
        ((Tier(1, 9, usd(2)), Tier(11, None, usd(1))), "right behind it"),
        ((Tier(1, 9, usd(2)), Tier(9, None, usd(1))), "right behind it"),
        ((Tier(1, None, usd(2)), Tier(10, None, usd(1))), "right behind it"),
        ((Tier(1, 9, usd(2)),), "the last one never"),
        ((Tier(1, 0, usd(2)), Tier(1, None, usd(1))), "at or behind its start"),
        ((Tier(1, 9, usd(2)), Tier(10, None, Money(1, "EUR"))), "one currency"),
        ((Tier(1, 9, usd(2)), Tier(10, None, usd(0))), "more than nothing"),
        ((Tier(1, None, usd(-5)),), "more than nothing"),
    ],
)
def test_tiers_that_break_a_rule_are_refused(tiers: tuple[Tier, ...], rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_tiers(tiers)

    assert rule in str(refused.value.context)


@st.composite
def tiers(draw: st.DrawFn) -> tuple[Tier, ...]:
    """
    Tiers without gap or overlap, at any prices, dearer larger packs too.
    """
    lasts = draw(st.lists(st.integers(1, 60), unique=True, max_size=5).map(sorted))
    starts = [1, *(last + 1 for last in lasts)]
    return tuple(
        Tier(first, last, usd(draw(st.integers(1, 50))))
        for first, last in zip(starts, [*lasts, None], strict=True)
    )


@pytest.mark.requirement("R-LIC-2")
@given(tiers=tiers(), quantity=st.integers(1, 90))
def test_the_adviser_is_right_for_every_price_list(tiers: tuple[Tier, ...], quantity: int) -> None:
    rules.check_tiers(tiers)
    price_list = a_list(*tiers)
    # Behind the last tier's start more always costs more.
    larger = [rules.price(price_list, number) for number in range(quantity + 1, 122)]

    best = min(larger, key=lambda offer: (offer.total.minor, offer.quantity))

    saves = best.total.minor < rules.price(price_list, quantity).total.minor
    assert rules.cheaper(price_list, quantity) == (best if saves else None)


@pytest.mark.requirement("R-LIC-2")
@given(tiers=tiers(), quantity=st.integers(1, QUANTITY_MAX))
def test_every_quantity_has_exactly_one_price(tiers: tuple[Tier, ...], quantity: int) -> None:
    [own] = [
        tier
        for tier in tiers
        if tier.first <= quantity and (tier.last is None or quantity <= tier.last)
    ]

    offer = rules.price(a_list(*tiers), quantity)

    assert offer.total.minor == own.unit_price.minor * quantity


@pytest.mark.requirement("R-LIC-2")
@given(tiers=tiers(), shift=st.sampled_from([-2, -1, 1, 2]), data=st.data())
def test_a_gap_or_an_overlap_anywhere_is_refused(
    tiers: tuple[Tier, ...], shift: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(tiers) - 1))
    moved = [*tiers]
    before = tiers[place]

    moved[place] = Tier(before.first + shift, before.last, before.unit_price)

    assert refusal_of(lambda: rules.check_tiers(moved)) == "request.invalid"


@pytest.mark.requirement("R-LIC-2")
@pytest.mark.parametrize(
    ("after", "expected"),
    [(-SECOND, 0), (0 * SECOND, 1), (DAY - SECOND, 1), (DAY, 2), (9 * DAY, 2)],
)
def test_the_list_that_started_last_is_in_force(after: timedelta, expected: int) -> None:
    first, second, third = (a_list(starts_at=NOON + number * DAY) for number in (-1, 0, 1))

    found = rules.in_force([third, first, second], NOON + after)

    assert found is (first, second, third)[expected]


def test_before_any_list_started_nothing_has_a_price() -> None:
    later = a_list(starts_at=NOON + SECOND)

    assert refusal_of(lambda: rules.in_force([later], NOON)) == "license_price.none_in_force"


@pytest.mark.requirement("R-LIC-2")
def test_a_quote_holds_until_the_second_it_expires() -> None:
    quote = rules.quote("quo_1", RESELLER_ID, FIRST_LIST, quantity=9, now=NOON)

    ends = [NOON, NOON + QUOTE_VALID_FOR - SECOND, NOON + QUOTE_VALID_FOR]

    refusals = [refusal_of(partial(rules.check_holds, quote, now)) for now in ends]
    assert refusals == [None, None, "license_quote.expired"]
    assert quote.cheaper == rules.price(FIRST_LIST, 10)


def test_the_first_list_keeps_its_own_rules() -> None:
    assert refusal_of(lambda: rules.check_tiers(FIRST_LIST.tiers)) is None
    assert all(tier.last is not None for tier, _ in pairwise(FIRST_LIST.tiers))
