"""
How the ownership of a domain moves, and when it is looked at next.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.domains import rules
from tenantry.domains.findings import CheckName, CheckState, Finding
from tenantry.domains.model import CLAIM_LIVES, GRACE, Domain, Ending, Notice, Standing, State
from tenantry.domains.rules import Proof
from tests.acting import DAY, NOON, SECOND
from tests.claiming import a_domain

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

LIFECYCLE = """
claimed   there    proven
claimed   absent   claimed
claimed   unclear  claimed
claimed   held     claimed
proven    there    proven
proven    absent   grace
proven    unclear  proven
grace     there    proven
grace     absent   grace
grace     unclear  grace
suspended there    proven
suspended absent   suspended
suspended unclear  suspended
released  there    released
released  absent   released
released  unclear  released
released  held     released
"""

FOUND = {
    Proof.THERE: Finding(CheckState.PASSED, "found", ""),
    Proof.ABSENT: Finding(CheckState.PENDING, "missing", ""),
    Proof.UNCLEAR: Finding(CheckState.UNKNOWN, "silent", ""),
    Proof.HELD: Finding(CheckState.WRONG, "held", ""),
}


def looked(domain: Domain, proof: Proof, now: datetime, **others: Finding) -> Domain:
    found = {CheckName.OWNERSHIP: FOUND[proof]} | {
        CheckName(key): one for key, one in others.items()
    }
    return rules.looked_at(domain, proof, found, now)


@pytest.mark.requirement("R-WL-2")
@pytest.mark.parametrize("row", LIFECYCLE.strip().splitlines())
def test_lifecycle_of_a_domain(row: str) -> None:
    before, proof, expected = row.split()

    after = rules.moved(a_domain(State(before)), Proof(proof), NOON + HOUR)

    assert after.state is State(expected)


@pytest.mark.parametrize("proof", list(Proof))
def test_a_finding_means_its_proof(proof: Proof) -> None:
    assert rules.proof_of(FOUND[proof]) is proof


@pytest.mark.requirement("R-WL-2")
@pytest.mark.parametrize(
    ("elapsed", "state"), [(GRACE - SECOND, State.GRACE), (GRACE, State.SUSPENDED)]
)
def test_a_missing_record_suspends_at_the_instant_of_its_seventh_day(
    elapsed: timedelta, state: State
) -> None:
    after = rules.moved(a_domain(State.GRACE), Proof.ABSENT, NOON + elapsed)

    assert after.state is state


@pytest.mark.parametrize(
    ("elapsed", "state"),
    [(CLAIM_LIVES - SECOND, State.CLAIMED), (CLAIM_LIVES, State.RELEASED)],
)
@pytest.mark.parametrize("proof", [Proof.ABSENT, Proof.HELD])
def test_a_claim_lapses_at_the_instant_of_its_thirtieth_day(
    elapsed: timedelta, state: State, proof: Proof
) -> None:
    after = rules.moved(a_domain(), proof, NOON + elapsed)

    assert after.state is state
    assert after.ending is (Ending.LAPSED if state is State.RELEASED else None)


def test_a_record_that_is_there_when_its_claim_would_lapse_proves_it() -> None:
    after = rules.moved(a_domain(), Proof.THERE, NOON + CLAIM_LIVES + DAY)

    assert after.state is State.PROVEN


@pytest.mark.requirement("R-WL-2")
@pytest.mark.parametrize("state", [State.CLAIMED, State.PROVEN, State.GRACE, State.SUSPENDED])
def test_dns_trouble_of_two_months_takes_nothing_away(state: State) -> None:
    domain = a_domain(state)
    for hour in range(1, 60 * 24, 7):
        domain = rules.moved(domain, Proof.UNCLEAR, NOON + hour * HOUR)

    assert domain.state is state


@pytest.mark.parametrize(
    ("elapsed", "is_told"), [(3 * DAY - SECOND, False), (3 * DAY, True), (30 * DAY, True)]
)
def test_trouble_of_three_days_is_told(elapsed: timedelta, *, is_told: bool) -> None:
    first = rules.moved(a_domain(State.PROVEN), Proof.UNCLEAR, NOON)

    after = rules.moved(first, Proof.UNCLEAR, NOON + elapsed)

    assert (Notice.UNCLEAR in after.notices) is is_told


def test_trouble_that_is_over_is_told_anew_when_it_comes_again() -> None:
    troubled = replace(
        a_domain(State.PROVEN), unclear_since=NOON, notices=frozenset({Notice.UNCLEAR})
    )

    after = rules.moved(troubled, Proof.THERE, NOON + 4 * DAY)

    assert (after.unclear_since, after.notices) == (None, frozenset())


def test_grace_that_trouble_outlasts_ends_at_the_next_clear_look() -> None:
    missing = rules.moved(a_domain(State.PROVEN), Proof.ABSENT, NOON)

    unclear = rules.moved(missing, Proof.UNCLEAR, NOON + 20 * DAY)
    clear = rules.moved(unclear, Proof.ABSENT, NOON + 21 * DAY)

    assert (unclear.state, clear.state) == (State.GRACE, State.SUSPENDED)


def test_a_record_that_comes_back_begins_its_grace_anew() -> None:
    missing = rules.moved(a_domain(State.PROVEN), Proof.ABSENT, NOON)
    back = rules.moved(missing, Proof.THERE, NOON + 6 * DAY)

    again = rules.moved(back, Proof.ABSENT, NOON + 8 * DAY)

    assert (back.missing_since, again.state) == (None, State.GRACE)
    assert rules.suspends_at(again) == NOON + 15 * DAY


def test_the_last_day_of_grace_is_told_once_more() -> None:
    missing = rules.moved(a_domain(State.PROVEN), Proof.ABSENT, NOON)
    early = rules.moved(missing, Proof.ABSENT, NOON + GRACE - DAY - SECOND)
    late = rules.moved(early, Proof.ABSENT, NOON + GRACE - DAY)

    assert missing.notices == early.notices == {Notice.MISSING}
    assert late.notices == {Notice.MISSING, Notice.LAST_DAY}


@pytest.mark.parametrize(
    ("elapsed", "wait"),
    [
        (timedelta(0), MINUTE),
        (MINUTE - SECOND, SECOND),
        (MINUTE, 5 * MINUTE),
        (6 * MINUTE, 15 * MINUTE),
        (21 * MINUTE, HOUR),
        (81 * MINUTE, 4 * HOUR),
        (5 * HOUR + 21 * MINUTE, 12 * HOUR),
        (17 * HOUR + 21 * MINUTE, DAY),
        (9 * DAY, DAY),
    ],
)
def test_a_claim_is_looked_at_less_and_less_often(elapsed: timedelta, wait: timedelta) -> None:
    now = NOON + elapsed

    after = looked(a_domain(), Proof.ABSENT, now)

    assert after.next_check_at == now + wait


def test_a_claim_is_looked_at_when_it_lapses() -> None:
    after = looked(a_domain(), Proof.ABSENT, NOON + CLAIM_LIVES - HOUR)

    assert after.next_check_at == NOON + CLAIM_LIVES


def test_a_missing_record_is_looked_for_every_hour_and_when_its_grace_ends() -> None:
    early = looked(a_domain(State.PROVEN), Proof.ABSENT, NOON)
    late = looked(early, Proof.ABSENT, NOON + GRACE - 10 * MINUTE)

    assert early.next_check_at == NOON + HOUR
    assert late.next_check_at == NOON + GRACE


def test_a_domain_where_all_has_passed_is_looked_at_daily() -> None:
    spf = Finding(CheckState.PASSED, "right", "")

    after = looked(a_domain(State.PROVEN), Proof.THERE, NOON + DAY, spf=spf)

    assert after.next_check_at == NOON + 2 * DAY


def test_a_proof_that_is_found_makes_looks_frequent_while_anything_is_open() -> None:
    spf = Finding(CheckState.PENDING, "none", "")

    after = looked(a_domain(), Proof.THERE, NOON + 9 * DAY, spf=spf)

    assert after.next_check_at == NOON + 9 * DAY + MINUTE


def test_an_unclear_look_stands_beside_the_last_clear_one() -> None:
    clear = looked(a_domain(State.PROVEN), Proof.THERE, NOON)

    after = looked(clear, Proof.UNCLEAR, NOON + HOUR)

    check = after.checks[CheckName.OWNERSHIP]
    assert check.latest.state is CheckState.UNKNOWN
    assert (check.standing, check.clear_at) == (CheckState.PASSED, NOON)


def test_a_check_says_since_when_it_has_stood_so() -> None:
    first = looked(a_domain(), Proof.ABSENT, NOON)
    same = looked(first, Proof.ABSENT, NOON + HOUR)
    other = looked(same, Proof.HELD, NOON + 2 * HOUR)

    sinces = [one.checks[CheckName.OWNERSHIP].since for one in (first, same, other)]
    assert sinces == [NOON, NOON, NOON + 2 * HOUR]


LISTED = {"reputation": Finding(CheckState.WRONG, "listed_phishing", "")}


@pytest.mark.parametrize(
    ("domain", "standing"),
    [
        (looked(a_domain(), Proof.ABSENT, NOON), Standing.CLAIMED),
        (looked(a_domain(), Proof.HELD, NOON), Standing.CONTESTED),
        (looked(a_domain(), Proof.THERE, NOON), Standing.PROVEN),
        (looked(a_domain(), Proof.THERE, NOON, **LISTED), Standing.LISTED),
        (looked(a_domain(State.PROVEN), Proof.ABSENT, NOON), Standing.GRACE),
        (a_domain(State.PROVEN, notices=frozenset({Notice.UNCLEAR})), Standing.UNCLEAR),
        (looked(a_domain(State.SUSPENDED), Proof.ABSENT, NOON, **LISTED), Standing.SUSPENDED),
    ],
)
def test_a_domain_is_listed_by_the_gravest(domain: Domain, standing: Standing) -> None:
    assert rules.standing(domain) is standing


STEPS = st.lists(st.tuples(st.sampled_from(list(Proof)), st.integers(1, 9 * 24 * 60)), max_size=30)


@given(STEPS)
def test_a_domain_is_always_looked_at_again_and_no_clear_answer_is_forgotten(
    steps: list[tuple[Proof, int]],
) -> None:
    domain, now = a_domain(), NOON
    for proof, minutes in steps:
        # Nobody holds what this one holds.
        is_possible = proof is not Proof.HELD or domain.state is State.CLAIMED
        now += minutes * MINUTE
        before = domain
        domain = looked(domain, proof if is_possible else Proof.THERE, now)
        if domain.state is State.RELEASED:
            return
        assert now < domain.next_check_at <= now + DAY
        assert (domain.state is State.GRACE) == (rules.suspends_at(domain) is not None)
        if proof is Proof.UNCLEAR:
            assert domain.state is before.state


@given(STEPS)
def test_nothing_is_suspended_before_its_record_was_missing_for_a_week(
    steps: list[tuple[Proof, int]],
) -> None:
    domain, now, missing_since = a_domain(State.PROVEN), NOON, None
    for proof, minutes in steps:
        now += minutes * MINUTE
        was = domain.state
        domain = looked(domain, Proof.THERE if proof is Proof.HELD else proof, now)
        if proof in {Proof.THERE, Proof.HELD}:
            missing_since = None
        if proof is Proof.ABSENT:
            missing_since = missing_since or now
        if domain.state is State.SUSPENDED and was is not State.SUSPENDED:
            assert missing_since is not None
            assert now - missing_since >= GRACE
