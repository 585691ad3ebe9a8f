"""
Claims, passes and releases that meet at the same instant: one holder of a name, under any race.
"""

from collections.abc import Iterator
from functools import partial

import pytest

from infra.local.launcher import Engine
from infra.local.tables import create_table
from tenantry.domains.model import CLAIM_LIVES
from tests.acting import NOON
from tests.emulator.commanding import environment
from tests.emulator.holding import (
    LATER,
    MUCH_LATER,
    OWN,
    CameOut,
    Claims,
    came_out,
    look,
    look_in_vain,
    release,
    start_claims,
    suspend_first,
)
from tests.emulator.racing import Racers

pytestmark = [pytest.mark.emulator, pytest.mark.requirement("R-WL-2")]

often = pytest.mark.parametrize("rounds", [8, pytest.param(200, marks=pytest.mark.deep)])


@pytest.fixture(scope="module")
def racers(engine: Engine) -> Iterator[Racers]:
    """
    Four, once for all races: each has to read the product first.
    """
    create_table(engine.endpoint_url, "domain-races")
    with Racers(4, environment(engine.endpoint_url, "domain-races") | OWN) as four:
        yield four


def started(racers: Racers, race: str, rounds: int) -> list[Claims]:
    (claims,) = racers.race([partial(start_claims, race, rounds)])
    return claims


def end_of(racers: Racers, claims: Claims) -> CameOut:
    (found,) = racers.race([partial(came_out, claims)])
    return found


@often
def test_of_two_provable_claims_one_becomes_the_holder(racers: Racers, rounds: int) -> None:
    for claims in started(racers, "proofs", rounds):
        refusals = racers.race(
            [partial(look, one, claims, LATER) for one in (claims.first, claims.second)]
        )

        end = end_of(racers, claims)
        assert refusals == [None, None]
        assert sorted(filter(None, end.states)) == ["claimed", "proven"]
        assert end.held_by == (claims.first, claims.second)[end.states.index("proven")].reseller_id
        assert end.proofs == 1


@often
def test_of_four_passes_over_a_claim_at_once_one_proves_it(racers: Racers, rounds: int) -> None:
    for claims in started(racers, "passes", rounds):
        refusals = racers.race([partial(look, claims.first, claims, LATER)] * 4)

        end = end_of(racers, claims)
        assert set(refusals) <= {None, "conflict"}
        assert (end.states[0], end.held_by) == ("proven", claims.first.reseller_id)
        assert end.proofs == 1


@often
def test_a_release_that_meets_a_pass_leaves_nobody_as_the_holder(
    racers: Racers, rounds: int
) -> None:
    for claims in started(racers, "releases", rounds):
        refusals = racers.race(
            [partial(release, claims.first), partial(look, claims.first, claims, LATER)]
        )

        end = end_of(racers, claims)
        assert refusals == [None, None]
        assert end.states[0] in {None, "released"}
        assert (end.held_by, end.counted) == (None, (0, 1))


@often
def test_a_claim_that_lapses_while_it_is_proven_ends_as_one_of_both(
    racers: Racers, rounds: int
) -> None:
    now = NOON + CLAIM_LIVES
    for claims in started(racers, "lapses", rounds):
        racers.race(
            [
                partial(look_in_vain, claims.first, now),
                partial(look, claims.first, claims, now),
            ]
        )

        end = end_of(racers, claims)
        is_proven = end.states[0] == "proven"
        assert end.states[0] in {None, "proven"}
        assert end.held_by == (claims.first.reseller_id if is_proven else None)
        assert end.counted == (int(is_proven), 1)


@often
def test_a_suspended_domain_that_is_restored_and_proven_by_another_has_one_holder(
    racers: Racers, rounds: int
) -> None:
    for claims in started(racers, "returns", rounds):
        racers.race([partial(suspend_first, claims)])

        racers.race(
            [partial(look, one, claims, MUCH_LATER) for one in (claims.first, claims.second)]
        )

        end = end_of(racers, claims)
        is_restored = end.states == ("proven", "claimed")
        assert is_restored or end.states == (None, "proven")
        winner = claims.first if is_restored else claims.second
        assert end.held_by == winner.reseller_id
        assert end.counted == ((1, 1) if is_restored else (0, 1))
