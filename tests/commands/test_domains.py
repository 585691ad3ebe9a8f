"""
Claiming a domain, and giving it up.
"""

from dataclasses import replace

import pytest

from tenantry.domains import commands, store
from tenantry.domains.findings import CheckName
from tenantry.domains.following import Joining
from tenantry.domains.model import CLAIM_LIVES, Domain, Ending, Standing, State
from tenantry.errors import Invalid
from tenantry.resellers.model import Reseller
from tenantry.transactions import Writes
from tests.acting import DAY, NOON, SECOND, an_act, owner_of
from tests.builders import a_form, make_reseller, refusal_of
from tests.claiming import PARTNER, claimed, passed, proof, proven, stored
from tests.commands.moving import race
from tests.reading import events_written, items_of, snapshot

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

LATER = NOON + DAY


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


@pytest.fixture
def other() -> Reseller:
    return make_reseller(a_form("other"))


def released(domain: Domain, *joins: Joining, reason: str = "") -> Domain:
    act = an_act(owner_of(domain.reseller_id), LATER)
    return commands.release(domain.reseller_id, domain.name, act, joins=joins, reason=reason)


def counted(reseller: Reseller) -> int:
    used = [int(item["used"]) for item in items_of("DomainCount") if reseller.id in item["pk"]]
    return sum(used)


def test_a_claim_says_which_record_proves_it(reseller: Reseller) -> None:
    domain = claimed(reseller.id, "Partner.Example.")

    assert (domain.name, domain.state) == (PARTNER, State.CLAIMED)
    assert domain.challenge.name == f"_tenantry-challenge.{PARTNER}"
    assert domain.challenge.value == domain.token
    assert stored(domain) == domain
    assert "domain.claimed" in events_written()


def test_a_token_is_of_160_bits_and_of_its_claim_alone(reseller: Reseller, other: Reseller) -> None:
    tokens = {
        claimed(reseller.id).token,
        claimed(reseller.id, "second.example").token,
        claimed(other.id).token,
    }

    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {32}


def test_what_is_claimed_already_is_answered_as_it_is(reseller: Reseller) -> None:
    first = claimed(reseller.id)
    before = snapshot()

    again = claimed(reseller.id, now=LATER)

    assert again == first
    assert snapshot() == before


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize("name", ["www.partner.example", "co.uk", "example.com"])
def test_what_cannot_be_claimed_names_its_field(reseller: Reseller, name: str) -> None:
    with pytest.raises(Invalid, match="domain: "):
        claimed(reseller.id, name)

    assert items_of("Domain") == []


def test_a_claim_blocks_nobody(reseller: Reseller, other: Reseller) -> None:
    claimed(reseller.id)

    second = claimed(other.id)

    assert second.state is State.CLAIMED


def test_a_partner_has_at_most_five_domains(reseller: Reseller) -> None:
    for number in range(5):
        claimed(reseller.id, f"number{number}.example")

    refused = refusal_of(lambda: claimed(reseller.id, "number5.example"))

    assert refused == "domain.too_many"
    assert counted(reseller) == len(items_of("Domain")) == 5


def test_a_claim_whose_time_is_over_is_made_anew(reseller: Reseller) -> None:
    first = claimed(reseller.id)

    again = claimed(reseller.id, now=NOON + CLAIM_LIVES)

    assert again.token != first.token
    assert again.claimed_at == NOON + CLAIM_LIVES
    assert counted(reseller) == 1


def test_a_claim_of_a_second_less_than_thirty_days_keeps_its_token(reseller: Reseller) -> None:
    first = claimed(reseller.id)

    assert claimed(reseller.id, now=NOON + CLAIM_LIVES - SECOND) == first


def test_a_claim_that_is_given_up_makes_room(reseller: Reseller) -> None:
    domain = claimed(reseller.id)

    released(domain)

    assert stored(domain).ending is Ending.RELEASED
    assert counted(reseller) == 0
    assert refusal_of(lambda: commands.get(reseller.id, PARTNER)) == "domain.not_found"
    assert list(commands.list_domains(reseller.id, None, None)) == []


def test_nobody_gives_up_what_another_has_claimed(reseller: Reseller, other: Reseller) -> None:
    domain = claimed(reseller.id)

    refused = refusal_of(lambda: released(replace(domain, reseller_id=other.id)))

    assert refused == "domain.not_found"


def test_a_proven_domain_that_is_given_up_stays_reserved(reseller: Reseller) -> None:
    domain = proven(claimed(reseller.id), LATER)

    released(domain)

    holder = store.get_holder(PARTNER)
    assert holder is not None
    assert (holder.reseller_id, holder.is_reserved) == (reseller.id, True)
    assert "expires" not in items_of("DomainHolder")[0]


def test_what_follows_a_domain_is_shut_in_the_transaction_that_gives_it_up(
    reseller: Reseller,
) -> None:
    domain = proven(claimed(reseller.id), LATER)
    joined: list[tuple[Domain | None, Domain]] = []

    def shut(writes: Writes, before: Domain | None, after: Domain) -> None:
        assert len(writes) > 0, "it is a part of the same transaction"
        assert stored(domain).state is State.PROVEN, "nothing is written yet"
        joined.append((before, after))

    after = released(domain, shut)

    assert joined == [(domain, after)]


@pytest.mark.requirement("R-WL-2")
def test_the_record_of_an_earlier_claim_proves_nothing(reseller: Reseller, other: Reseller) -> None:
    first = proven(claimed(reseller.id), LATER)
    released(first)
    left_behind = proof(first)

    for claim in (claimed(reseller.id, now=LATER), claimed(other.id, now=LATER)):
        after = passed(claim, left_behind, LATER + SECOND).domain
        assert after is not None
        assert after.state is State.CLAIMED
        assert after.checks[CheckName.OWNERSHIP].latest.reason == "other_token"


def test_a_released_domain_is_its_next_provers(reseller: Reseller, other: Reseller) -> None:
    released(proven(claimed(reseller.id), LATER))

    after = proven(claimed(other.id, now=LATER), LATER + SECOND)

    assert after.state is State.PROVEN
    holder = store.get_holder(PARTNER)
    assert holder is not None
    assert (holder.reseller_id, holder.is_reserved) == (other.id, False)


def test_a_partner_claims_anew_what_it_is_giving_up(reseller: Reseller) -> None:
    first = proven(claimed(reseller.id), LATER)
    released(first)

    again = claimed(reseller.id, now=LATER)

    assert (again.state, again.version) == (State.CLAIMED, stored(first).version)
    assert again.token != first.token
    assert counted(reseller) == 1


def test_one_claim_of_two_at_once_counts(reseller: Reseller) -> None:
    race(lambda: claimed(reseller.id), lambda: claimed(reseller.id))

    assert len(items_of("Domain")) == 1
    assert counted(reseller) == len(items_of("Domain"))


def test_the_last_free_place_is_taken_once(reseller: Reseller) -> None:
    for number in range(4):
        claimed(reseller.id, f"number{number}.example")

    refused = race(
        lambda: claimed(reseller.id, "fifth.example"),
        lambda: claimed(reseller.id, "faster.example"),
    )

    assert refused == "domain.too_many"
    assert counted(reseller) == len(items_of("Domain")) == 5


def test_what_an_operator_takes_away_is_told_with_the_reason(reseller: Reseller) -> None:
    domain = proven(claimed(reseller.id), LATER)

    released(domain, reason="a court has decided so")

    (notice,) = [item for item in items_of("Notification") if item["name"] == "domain.released"]
    assert "a court has decided so" in notice["facts"]


def test_whoever_gives_up_a_domain_is_not_told_of_it(reseller: Reseller) -> None:
    released(proven(claimed(reseller.id), LATER))

    assert [item["name"] for item in items_of("Notification")] == ["domain.proven"]
    assert "domain.released" in events_written()


def test_operators_list_domains_by_what_is_to_be_said_of_them(
    reseller: Reseller, other: Reseller
) -> None:
    mine = proven(claimed(reseller.id), LATER)
    theirs = claimed(other.id)
    passed(theirs, proof(theirs), LATER)

    def listed(standing: Standing) -> list[tuple[str, str]]:
        rows = commands.by_standing(standing, None, None)
        return [(domain.reseller_id, domain.name) for _, domain in rows]

    assert listed(Standing.PROVEN) == [(reseller.id, mine.name)]
    assert listed(Standing.CONTESTED) == [(other.id, mine.name)]
    assert listed(Standing.CLAIMED) == []


def test_what_is_stored_is_read_as_it_was(reseller: Reseller) -> None:
    domain = proven(claimed(reseller.id), LATER)
    unclear = passed(domain, {}, LATER + DAY).domain

    assert unclear is not None
    assert stored(unclear) == unclear
