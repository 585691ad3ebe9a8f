"""
What a charge asks for, the reference that people type, and which payments are its own.
"""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.charges import rules
from tenantry.charges.model import Charge, Purpose, Status
from tenantry.ids import CROCKFORD
from tenantry.intervals import Interval, months_after
from tenantry.ledger.model import CollectedBy
from tenantry.money import Money
from tenantry.payments.model import Payment
from tenantry.subscriptions.model import Sold, Terms
from tests.acting import DAY, NOON
from tests.builders import GROWTH, RESELLER_ID, TENANT_ID

pytestmark = pytest.mark.requirement("R-BIL-1")

PRICE = Money(15_00, "USD")
IDS = st.text(min_size=1, max_size=40)


def a_charge(purpose: Purpose = Purpose.PERIOD, status: Status = Status.OPEN) -> Charge:
    """
    A charge of 15.00 USD for a month.
    """
    is_period = purpose is Purpose.PERIOD
    return Charge(
        id="chg_FIRST",
        tenant_id=TENANT_ID,
        reseller_id=RESELLER_ID,
        provider="paystack",
        reference=rules.reference_of("chg_FIRST"),
        collected_by=CollectedBy.PLATFORM,
        purpose=purpose,
        amount=PRICE,
        terms=Terms(GROWTH, Interval.MONTH, 1, Sold(PRICE, Money(10_00, "USD"))),
        covers=(NOON, months_after(NOON, 1)) if is_period else None,
        asked_at=NOON,
        status=status,
        request_id="req_1",
    )


@given(charge_id=IDS)
def test_a_reference_is_short_and_of_what_nobody_confuses(charge_id: str) -> None:
    reference = rules.reference_of(charge_id)

    assert len(reference) <= 12
    assert set(reference) <= set(CROCKFORD)
    assert is_reference(reference)
    assert rules.reference_of(charge_id) == reference


@given(charge_id=IDS, chance=st.randoms())
def test_a_reference_is_found_however_it_is_typed(charge_id: str, chance: Random) -> None:
    reference = rules.reference_of(charge_id)
    letters = [chance.choice([one, one.lower()]) for one in reference]
    place = chance.randrange(len(letters))
    typed = "".join([*letters[:place], chance.choice([" ", "-", "  ", "\t"]), *letters[place:]])

    spelt = typed.replace("0", chance.choice("0oO")).replace("1", chance.choice("1iIlL"))

    assert rules.as_typed(spelt) == reference


PLACES = st.integers(0, rules.REFERENCE_CHARACTERS)


def is_reference(text: str) -> bool:
    """
    Whether any charge could have this reference.
    """
    return rules._check(text[:-1]) == text[-1]  # noqa: SLF001 - what payers' slips meet


@given(charge_id=IDS, place=PLACES, to=st.sampled_from(rules.ALPHABET))
def test_one_wrong_character_is_no_other_charges_reference(
    charge_id: str, place: int, to: str
) -> None:
    reference = rules.reference_of(charge_id)
    wrong = reference[:place] + to + reference[place + 1 :]

    assert is_reference(wrong) is (wrong == reference)


@given(charge_id=IDS, places=st.tuples(PLACES, PLACES))
def test_two_swapped_characters_are_no_other_charges_reference(
    charge_id: str, places: tuple[int, int]
) -> None:
    reference = rules.reference_of(charge_id)
    letters = list(reference)
    one, other = places
    letters[one], letters[other] = letters[other], letters[one]
    swapped = "".join(letters)

    assert is_reference(swapped) is (swapped == reference)


MISMATCHES = """
minor currency request  why
1500  USD      -        -
1500  USD      req_1    -
1499  USD      -        amount_differs
1501  USD      -        amount_differs
0     USD      -        amount_differs
1500  KES      -        currency_differs
1499  KES      -        currency_differs
1500  USD      req_2    request_differs
1499  KES      req_2    request_differs
"""


@pytest.mark.requirement("R-BIL-7")
@pytest.mark.parametrize("row", MISMATCHES.strip().splitlines()[1:])
@pytest.mark.parametrize("status", Status)
def test_what_is_wrong_with_a_payment_depends_on_what_was_asked_for_alone(
    row: str, status: Status
) -> None:
    minor, currency, request, why = (None if one == "-" else one for one in row.split())
    assert minor is not None
    assert currency is not None
    payment = Payment("r", Money(int(minor), currency), int(minor))

    assert rules.mismatch(a_charge(status=status), payment, request, None) == why


def test_a_prompt_whose_answer_was_lost_takes_any_request() -> None:
    charge = replace(a_charge(), request_id=None)

    assert rules.mismatch(charge, Payment("r", PRICE, 15_00), "req_2", None) is None


@pytest.mark.parametrize(
    ("newest", "why"), [("chg_FIRST", None), ("chg_SECOND", "superseded"), (None, "superseded")]
)
def test_only_the_last_upgrade_that_was_asked_for_is_sold(
    newest: str | None, why: str | None
) -> None:
    charge = a_charge(Purpose.UPGRADE)

    assert rules.mismatch(charge, Payment("r", PRICE, 15_00), None, newest) == why


@given(
    steps=st.lists(st.sampled_from(["failed", "expired", "pay_A", "pay_B"]), max_size=8),
    chance=st.randoms(),
)
def test_a_charge_ends_alike_in_any_order(steps: list[str], chance: Random) -> None:
    ends = set()

    for order in (steps, chance.sample(steps, len(steps))):
        charge = a_charge()
        for step in order:
            if step in {"failed", "expired"}:
                charge = rules.ended(charge, "failed" if step == "failed" else "expired")
            else:
                charge = rules.paid(charge, step)
        ends.add((charge.status, charge.payment_ids))

    assert len(ends) == 1


def test_what_has_ended_so_is_the_same_charge() -> None:
    for how in ("failed", "expired"):
        ended = rules.ended(a_charge(), "failed" if how == "failed" else "expired")
        assert ended.status.value == how
        assert rules.ended(ended, "failed") is ended


def test_a_payment_pays_for_the_period_that_was_asked_for() -> None:
    payment = Payment("ref", PRICE, 18_00)

    fact = rules.payment_for(a_charge(), payment, NOON + DAY, NOON + 2 * DAY)

    assert (fact.covers_from, fact.covers_until) == (NOON, months_after(NOON, 1))
    assert (fact.net, fact.tax_minor, fact.left_minor) == (PRICE, 3_00, 15_00)
    assert (fact.occurred_at, fact.recorded_at) == (NOON + DAY, NOON + 2 * DAY)
    assert (fact.cover_months, fact.begins) == (1, False)


def test_an_upgrade_pays_for_its_first_period_from_when_it_is_known() -> None:
    charge = a_charge(Purpose.UPGRADE)

    fact = rules.payment_for(charge, Payment("ref", PRICE, 15_00), NOON, NOON + DAY)

    assert (fact.covers_from, fact.covers_until) == (NOON + DAY, months_after(NOON + DAY, 1))
    assert fact.begins
