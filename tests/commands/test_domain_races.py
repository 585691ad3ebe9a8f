"""
Passes, claims and releases while others do the same, and while the process dies.
"""

from collections.abc import Callable

import pytest

from tenantry.acts import Act
from tenantry.domains import commands, store
from tenantry.domains.following import Follower, Found
from tenantry.domains.model import CLAIM_LIVES, GRACE, Domain, State
from tenantry.resellers.model import Reseller
from tests.acting import DAY, NOON, SECOND, an_act, owner_of
from tests.builders import a_form, make_reseller
from tests.claiming import PARTNER, claimed, passed, proof, proven, stored
from tests.commands.faults import (
    Fault,
    ProcessDied,
    dies_after,
    dies_before,
    loses_the_answer,
    meanwhile,
    meets_another_transaction,
    tapped,
)
from tests.commands.moving import race
from tests.reading import events_written, items_of, restore, snapshot
from tests.zones import Records

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

LATER = NOON + DAY
MUCH_LATER = LATER + 20 * DAY


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


@pytest.fixture
def other() -> Reseller:
    return make_reseller(a_form("other"))


def holders_are_right() -> bool:
    """
    Whether one claim at most holds the domain, and it is the one that the marker names.
    """
    holder = store.get_holder(PARTNER)
    held = [
        item for item in items_of("Domain") if item["state"] in {"proven", "grace", "suspended"}
    ]
    if holder is None or holder.is_reserved:
        return held == []
    return [item["pk"] for item in held] == [f"TENANT#{holder.reseller_id}"]


def counts_are_right() -> bool:
    """
    Whether each partner's count is that of the domains that it has not given up.
    """
    open_ = [item["pk"] for item in items_of("Domain") if item["state"] != "released"]
    return all(open_.count(item["pk"]) == item["used"] for item in items_of("DomainCount"))


def released(domain: Domain) -> Domain:
    act = an_act(owner_of(domain.reseller_id), MUCH_LATER)
    return commands.release(domain.reseller_id, domain.name, act, joins=[])


def write_of(action: Callable[[], object], number: int = 0) -> int:
    """
    Which call of *action* is its transaction of this number, from 0; it is undone.
    """
    before = snapshot()
    with tapped() as line:
        action()
    restore(before)
    writes = [place for place, name in enumerate(line.calls) if name == "TransactWriteItems"]
    return writes[number]


def suspended(domain: Domain) -> Domain:
    passed(domain, {}, LATER + DAY)
    passed(domain, {}, LATER + DAY + GRACE)
    return stored(domain)


def test_of_two_provable_claims_at_once_one_becomes_the_holder(
    reseller: Reseller, other: Reseller
) -> None:
    mine, theirs = claimed(reseller.id), claimed(other.id)
    both: Records = {mine.challenge.name: {"TXT": [mine.token, theirs.token]}}

    race(lambda: passed(mine, both, LATER), lambda: passed(theirs, both, LATER + SECOND))

    assert (stored(mine).state, stored(theirs).state) == (State.CLAIMED, State.PROVEN)
    assert holders_are_right()


def test_a_release_during_a_pass_stays_a_release(reseller: Reseller) -> None:
    domain = claimed(reseller.id)

    race(lambda: passed(domain, proof(domain), LATER), lambda: released(domain))

    # The pass found it given up, let its followers let go, and took it away.
    assert store.get_domain(reseller.id, PARTNER) is None
    assert holders_are_right()
    assert counts_are_right()


def test_a_pass_during_a_release_does_not_keep_it(reseller: Reseller) -> None:
    domain = claimed(reseller.id)

    race(lambda: released(domain), lambda: passed(domain, proof(domain), LATER))

    holder = store.get_holder(PARTNER)
    assert stored(domain).state is State.RELEASED
    assert holder is not None
    assert holder.is_reserved


def test_a_claim_that_is_proven_by_another_pass_does_not_lapse(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    now = NOON + CLAIM_LIVES

    race(lambda: passed(domain, {}, now), lambda: passed(domain, proof(domain), now + SECOND))

    assert stored(domain).state is State.PROVEN
    assert holders_are_right()


def test_of_two_passes_the_one_that_began_last_counts(reseller: Reseller) -> None:
    domain = proven(claimed(reseller.id), LATER)

    race(
        lambda: passed(domain, {}, LATER + DAY),
        lambda: passed(domain, proof(domain), LATER + DAY + SECOND),
    )

    assert stored(domain).state is State.PROVEN
    assert stored(domain).missing_since is None


def test_an_earlier_pass_that_was_faster_is_not_lost(reseller: Reseller) -> None:
    domain = proven(claimed(reseller.id), LATER)

    race(
        lambda: passed(domain, proof(domain), LATER + DAY + SECOND),
        lambda: passed(domain, {}, LATER + DAY),
    )

    assert stored(domain).state is State.PROVEN
    assert len([item for item in items_of("Notification") if "missing" in item["name"]]) == 1


def test_a_domain_that_is_restored_while_another_proves_it_stays(
    reseller: Reseller, other: Reseller
) -> None:
    lost = suspended(proven(claimed(reseller.id), LATER))
    claim = claimed(other.id, now=LATER)

    race(
        lambda: passed(claim, proof(claim), MUCH_LATER),
        lambda: passed(lost, proof(lost), MUCH_LATER),
    )

    assert (stored(lost).state, stored(claim).state) == (State.PROVEN, State.CLAIMED)
    assert holders_are_right()


def test_a_domain_that_another_proves_while_it_is_restored_is_lost(
    reseller: Reseller, other: Reseller
) -> None:
    lost = suspended(proven(claimed(reseller.id), LATER))
    claim = claimed(other.id, now=LATER)

    race(
        lambda: passed(lost, proof(lost), MUCH_LATER),
        lambda: passed(claim, proof(claim), MUCH_LATER),
    )

    assert store.get_domain(reseller.id, PARTNER) is None
    assert stored(claim).state is State.PROVEN
    assert holders_are_right()
    assert counts_are_right()


def test_a_suspended_domain_that_is_released_while_another_proves_it_changes_hands(
    reseller: Reseller, other: Reseller
) -> None:
    lost = suspended(proven(claimed(reseller.id), LATER))
    claim = claimed(other.id, now=LATER)

    race(lambda: passed(claim, proof(claim), MUCH_LATER), lambda: released(lost))

    assert stored(claim).state is State.PROVEN
    assert holders_are_right()
    assert counts_are_right()


def test_a_holder_that_is_gone_while_it_is_looked_for_holds_nothing(
    reseller: Reseller, other: Reseller
) -> None:
    held, claim = proven(claimed(reseller.id), LATER), claimed(other.id, now=LATER)

    def gone() -> None:
        passed(released(held), {}, MUCH_LATER)

    # The pass reads its claim twice, then the marker, then the claim of whom that names.
    with tapped({3: meanwhile(gone)}):
        passed(claim, proof(claim), MUCH_LATER)

    assert stored(claim).state is State.PROVEN
    assert holders_are_right()
    assert counts_are_right()


def test_what_is_claimed_anew_during_a_pass_is_not_proven_by_the_old_token(
    reseller: Reseller,
) -> None:
    domain = claimed(reseller.id)

    def again() -> None:
        released(domain)
        claimed(reseller.id, now=MUCH_LATER)

    race(lambda: passed(domain, proof(domain), LATER), again)

    assert stored(domain).state is State.CLAIMED
    assert stored(domain).token != domain.token
    assert counts_are_right()


@pytest.mark.parametrize("fault", [loses_the_answer, meets_another_transaction])
def test_a_pass_whose_answer_is_lost_takes_effect_once(reseller: Reseller, fault: Fault) -> None:
    domain = claimed(reseller.id)
    place = write_of(lambda: passed(domain, proof(domain), LATER))

    with tapped({place: fault}):
        after = passed(domain, proof(domain), LATER).domain

    assert after is not None
    assert after.state is State.PROVEN
    assert events_written().count("domain.proven") == 1
    assert holders_are_right()


@pytest.mark.parametrize("fault", [dies_before, dies_after])
@pytest.mark.parametrize("number", [0, 1])
def test_what_a_pass_that_died_has_left_is_done_by_the_next_one(
    reseller: Reseller, fault: Fault, number: int
) -> None:
    domain = claimed(reseller.id)
    followed: list[State] = []

    def follows(moved: Domain, found: Found, act: Act) -> None:
        del found, act
        followed.append(moved.state)

    follower = Follower("any", follows=follows)
    place = write_of(lambda: passed(domain, proof(domain), LATER, [follower]), number)
    followed.clear()

    with tapped({place: fault}), pytest.raises(ProcessDied):
        passed(domain, proof(domain), LATER, [follower])
    died = stored(domain)
    passed(domain, proof(domain), LATER + SECOND, [follower])

    # The queue sends the message again, and the domain says that it is to be followed.
    is_done = (number, fault) == (1, dies_after)
    assert died.is_behind or died.next_check_at <= LATER or is_done
    assert followed[-1] is State.PROVEN
    assert not stored(domain).is_behind
    assert holders_are_right()
