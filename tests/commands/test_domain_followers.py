"""
What follows domains: called at each pass, with what is stored, until all have followed.
"""

from datetime import timedelta

import pytest
from botocore.exceptions import EndpointConnectionError

from tenantry.acts import Act
from tenantry.domains import store
from tenantry.domains.findings import CheckName, CheckState
from tenantry.domains.following import Follower, Found, Wanted
from tenantry.domains.model import CLAIM_LIVES, Domain, Ending, State
from tenantry.domains.passing import TRIED_AGAIN_AFTER
from tenantry.errors import Unavailable
from tenantry.resellers.model import Reseller
from tests.acting import DAY, NOON, SECOND
from tests.builders import a_form, make_reseller
from tests.claiming import EDGE, PARTNER, Recorder, claimed, missed, passed, proof, proven, stored
from tests.zones import Records

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LATER = NOON + DAY


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


@pytest.fixture
def other() -> Reseller:
    return make_reseller(a_form("other"))


def test_followers_say_what_they_need_of_dns(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    hosts = Follower("hosts", wants=lambda _: Wanted(hosts=(f"portal.{PARTNER}",)))
    keys = Follower("senders", wants=lambda _: Wanted(dkim=()))
    records: Records = {
        **proof(domain),
        f"*.{PARTNER}": {"CNAME": EDGE},
        f"portal.{PARTNER}": {"A": "198.51.100.1"},
    }

    after = passed(domain, records, LATER, [hosts, keys]).domain

    assert after is not None
    assert after.checks[CheckName.WILDCARD].latest.reason == "hidden"
    assert after.checks[CheckName.DKIM].latest.reason == "right"
    assert after.checks[CheckName.MAIL_FROM].latest.reason == "awaits_sender"


def test_followers_follow_what_is_stored(reseller: Reseller) -> None:
    domain = claimed(reseller.id)

    def follows(moved: Domain, found: Found, act: Act) -> None:
        del act
        assert stored(domain) == moved
        assert found.findings[CheckName.OWNERSHIP].state is CheckState.PASSED

    assert passed(domain, proof(domain), LATER, [Follower("any", follows=follows)]).troubles == ()


def test_a_follower_that_waits_for_others_has_the_domain_looked_at_sooner(
    reseller: Reseller,
) -> None:
    domain = proven(claimed(reseller.id), LATER)
    recorder = Recorder(wish=LATER + DAY + SECOND)

    passed(domain, proof(domain), LATER + DAY, [recorder.follower])

    assert stored(domain).next_check_at == LATER + DAY + SECOND


@pytest.mark.parametrize(
    "error", [Unavailable("busy"), EndpointConnectionError(endpoint_url="https://acm")]
)
def test_a_follower_that_cannot_follow_keeps_no_other_from_it(
    reseller: Reseller, error: Exception
) -> None:
    domain = claimed(reseller.id)
    failing, following = Recorder(error=error), Recorder()

    result = passed(domain, proof(domain), LATER, [failing.follower, following.follower])

    assert result.troubles == (error,)
    assert following.seen == [(State.CLAIMED, State.PROVEN)]
    assert stored(domain).is_behind
    assert stored(domain).next_check_at <= LATER + TRIED_AGAIN_AFTER


def test_a_domain_is_no_longer_behind_when_all_have_followed(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    failing = Recorder(error=Unavailable("busy"))
    passed(domain, proof(domain), LATER, [failing.follower])

    passed(domain, proof(domain), LATER + MINUTE, [Recorder().follower])

    assert not stored(domain).is_behind


def test_a_released_domain_stays_until_all_have_let_go(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    waiting = Recorder(wish=NOON + CLAIM_LIVES + HOUR)
    passed(domain, {}, NOON + CLAIM_LIVES, [waiting.follower])
    released = stored(domain)

    passed(domain, {}, NOON + CLAIM_LIVES + HOUR, [Recorder().follower])

    assert (released.ending, released.next_check_at) == (Ending.LAPSED, NOON + CLAIM_LIVES + HOUR)
    assert store.get_domain(reseller.id, PARTNER) is None


def test_a_released_domain_is_looked_at_no_more(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    passed(domain, {}, NOON + CLAIM_LIVES, [Recorder(error=Unavailable("busy")).follower])

    result = passed(domain, proof(domain), NOON + CLAIM_LIVES + HOUR)

    assert (result.domain, result.queries) == (None, 0)


def test_what_shuts_with_a_lost_domain_is_in_the_transaction_that_gives_it_away(
    reseller: Reseller, other: Reseller
) -> None:
    lost = missed(proven(claimed(reseller.id), LATER), LATER + DAY)
    claim = claimed(other.id, now=LATER)
    joined: list[tuple[str, State, State]] = []

    def joins(writes: object, before: Domain | None, after: Domain) -> None:
        assert stored(lost).state is State.SUSPENDED, "nothing is written yet"
        assert writes, "it is a part of the same transaction"
        assert before is not None
        joined.append((after.reseller_id, before.state, after.state))

    passed(claim, proof(claim), LATER + 20 * DAY, [Follower("hosts", joins=joins)])

    assert joined == [
        (reseller.id, State.SUSPENDED, State.RELEASED),
        (other.id, State.CLAIMED, State.PROVEN),
    ]
