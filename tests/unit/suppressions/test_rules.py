"""
When an address is not mailed, whatever is heard in whatever order, and who may lift that.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.errors import TenantryError
from tenantry.ids import TenantId
from tenantry.suppressions import rules
from tenantry.suppressions.model import (
    LIFTS_MAX,
    RESELLERS_MAX,
    Cause,
    Status,
    Suppression,
)
from tests.acting import NOON, SECOND

ACME = TenantId("ten_ACME")
BAOBAB = TenantId("ten_BAOBAB")
BOUNCED = Suppression("sup_1", "k***@shop.example", Cause.BOUNCE, Status.SUPPRESSED, NOON)
COMPLAINED = replace(BOUNCED, cause=Cause.COMPLAINT)


def code_of(error: pytest.ExceptionInfo[TenantryError]) -> str:
    return error.value.code


def later(word: Suppression, seconds: int) -> Suppression:
    return replace(word, heard_at=NOON + timedelta(seconds=seconds))


def test_the_first_word_suppresses_for_whom_the_mail_was_sent() -> None:
    heard = rules.heard(None, BOUNCED, ACME)

    assert (heard.holds, heard.resellers) == (True, (ACME,))
    assert rules.heard(None, BOUNCED, None).resellers == ()


def test_the_same_word_again_changes_nothing() -> None:
    once = rules.heard(None, BOUNCED, ACME)

    assert rules.heard(once, BOUNCED, ACME) is once


@pytest.mark.parametrize("words", [(BOUNCED, COMPLAINED), (COMPLAINED, BOUNCED)])
def test_a_complaint_goes_before_a_bounce_in_either_order(
    words: tuple[Suppression, Suppression],
) -> None:
    heard = rules.heard(rules.heard(None, words[0], ACME), words[1], ACME)

    assert heard.cause is Cause.COMPLAINT


def test_mail_of_another_reseller_that_came_back_is_its_own_affair_too() -> None:
    heard = rules.heard(rules.heard(None, BOUNCED, ACME), later(BOUNCED, 5), BAOBAB)

    assert heard.resellers == (ACME, BAOBAB)
    assert rules.concerning(heard, BAOBAB) is heard


def test_so_many_resellers_are_listed_and_no_more() -> None:
    heard = BOUNCED
    for number in range(RESELLERS_MAX + 5):
        heard = rules.concerning(heard, TenantId(f"ten_{number}"))

    assert len(heard.resellers) == RESELLERS_MAX


WORDS_AFTER_LIFTING = """
bounce     bounce     -5  stays lifted
bounce     bounce      0  stays lifted
bounce     bounce      5  suppressed
bounce     complaint  -5  suppressed
complaint  complaint  -5  stays lifted
complaint  bounce     -5  stays lifted
complaint  complaint   5  suppressed
"""


@pytest.mark.parametrize("row", WORDS_AFTER_LIFTING.strip().splitlines())
def test_late_words_after_lifting(row: str) -> None:
    lifted_cause, word_cause, seconds, expected = row.split(maxsplit=3)
    before = replace(BOUNCED, cause=Cause(lifted_cause), heard_at=NOON - SECOND * 60)
    lifted = rules.lifted(before, NOON, by_operator=True)

    heard = rules.heard(
        lifted, replace(later(BOUNCED, int(seconds)), cause=Cause(word_cause)), ACME
    )

    assert heard.holds is (expected == "suppressed")


def test_a_reseller_lifts_a_bounce_and_never_a_complaint() -> None:
    assert not rules.lifted(BOUNCED, NOON, by_operator=False).holds
    assert not rules.lifted(COMPLAINED, NOON, by_operator=True).holds
    with pytest.raises(TenantryError) as refused:
        rules.lifted(COMPLAINED, NOON, by_operator=False)
    assert code_of(refused) == "suppression.operators_only"


def test_what_comes_back_each_time_is_lifted_by_operators_only() -> None:
    before = replace(BOUNCED, lifts=LIFTS_MAX)

    with pytest.raises(TenantryError) as refused:
        rules.lifted(before, NOON, by_operator=False)

    assert code_of(refused) == "suppression.lifted_too_often"
    assert rules.lifted(before, NOON, by_operator=True).lifts == LIFTS_MAX


words = st.lists(
    st.tuples(st.sampled_from(Cause), st.integers(0, 100), st.sampled_from([ACME, BAOBAB])),
    min_size=1,
    max_size=6,
)


@given(words, st.randoms())
def test_words_come_to_the_same_in_any_order_and_with_any_repeats(
    said: list[tuple[Cause, int, TenantId]], chance: object
) -> None:
    shuffled = said + said[:2]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    first, second = (_all_heard(order) for order in (said, shuffled))

    assert (first.cause, first.heard_at, first.holds) == (second.cause, second.heard_at, True)
    assert set(first.resellers) == set(second.resellers)


def _all_heard(said: list[tuple[Cause, int, TenantId]]) -> Suppression:
    heard: Suppression | None = None
    for cause, seconds, reseller_id in said:
        heard = rules.heard(heard, replace(later(BOUNCED, seconds), cause=cause), reseller_id)
    assert heard is not None
    return heard
