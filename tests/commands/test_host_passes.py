"""
Hosts open and shut with the passes over their domain, also when a process dies between.
"""

from collections.abc import Callable
from datetime import datetime

import pytest

from tenantry.dns.model import Outcome
from tenantry.domains import commands as domains
from tenantry.domains.model import GRACE, Domain, State
from tenantry.hosts import store
from tenantry.hosts.following import follower
from tenantry.hosts.model import Missing, Site
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Reseller
from tests.acting import DAY, NOON, SECOND, an_act, owner_of
from tests.builders import a_form, make_reseller
from tests.claiming import EDGE, PARTNER, claimed, passed, proof, stored
from tests.commands.faults import (
    Answer,
    Call,
    Fault,
    ProcessDied,
    always,
    dies_after,
    dies_before,
    tapped,
)
from tests.commands.hosted import brand, site
from tests.hosting import EVERYWHERE, PORTAL, give
from tests.zones import Records

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

HOSTS = follower(lambda _: EVERYWHERE)
LED: Records = {PARTNER: {"A": ["203.0.113.7"]}, f"*.{PARTNER}": {"CNAME": EDGE}}


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


@pytest.fixture
def other() -> Reseller:
    return make_reseller(a_form("other", email="o@other.example", company="Other"))


def look(domain: Domain, records: Records, now: datetime = NOON + SECOND) -> None:
    """
    A pass when DNS leads to us, and has these records.
    """
    passed(domain, {**LED, **records}, now, [HOSTS])


def opened(reseller: Reseller) -> Domain:
    """
    A domain that a pass has proven, with a portal.
    """
    domain = claimed(reseller.id)
    look(domain, proof(domain))
    give(reseller.id)
    return stored(domain)


def suspended(domain: Domain) -> Domain:
    """
    A domain whose record is missing for a week.
    """
    look(domain, {}, NOON + DAY)
    look(domain, {}, NOON + DAY + GRACE)
    return stored(domain)


def shown() -> str:
    """
    Whose look the portal has, or why it has none.
    """
    found = store.find(PORTAL)
    return found.look.name if isinstance(found, Site) else found.value


def test_a_claim_shows_nothing_and_its_proof_shows_the_partner(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    look(domain, {})
    before = shown()

    look(domain, proof(domain), NOON + 2 * SECOND)

    assert (before, shown()) == (Missing.UNKNOWN, "Acme Corp")
    found = store.find(PORTAL)
    assert isinstance(found, Site)
    assert found.is_reachable


def test_links_do_not_lead_to_a_host_that_a_record_of_its_own_sends_elsewhere(
    reseller: Reseller,
) -> None:
    domain = opened(reseller)
    elsewhere: Records = {**proof(domain), PORTAL: {"A": "198.51.100.1"}}

    look(domain, elsewhere, NOON + DAY)
    hidden = [site(name).is_reachable for name in (PORTAL, f"shop.{PARTNER}")]
    look(domain, proof(domain), NOON + 2 * DAY)

    assert (hidden, site(PORTAL).is_reachable) == ([False, True], True)


def test_a_record_that_is_missing_shuts_after_a_week_and_opens_when_it_is_back(
    reseller: Reseller,
) -> None:
    domain = opened(reseller)
    look(domain, {}, NOON + DAY)
    in_grace = shown()

    look(domain, {}, NOON + DAY + GRACE)

    assert (in_grace, shown()) == ("Acme Corp", Missing.SUSPENDED)
    brand(reseller, display_name="Renamed meanwhile")
    look(domain, proof(domain), NOON + 10 * DAY)
    assert shown() == "Renamed meanwhile"


def test_trouble_of_dns_shuts_nothing_however_long_it_lasts(reseller: Reseller) -> None:
    domain = opened(reseller)
    silent = dict.fromkeys((PARTNER, *proof(domain)), Outcome.TIMED_OUT)

    for day in (1, 5, 30):
        look(domain, silent, NOON + day * DAY)

    found = store.find(PARTNER)
    assert isinstance(found, Site)
    assert (found.look.name, found.is_reachable) == ("Acme Corp", True)


def test_whoever_dies_right_after_a_suspension_has_shut_the_hosts(reseller: Reseller) -> None:
    domain = opened(reseller)
    look(domain, {}, NOON + DAY)

    dying(lambda: look(domain, {}, NOON + DAY + GRACE), dies_after)

    assert (stored(domain).state, shown()) == (State.SUSPENDED, Missing.SUSPENDED)


@pytest.mark.parametrize(
    ("dies", "state", "sees", "listed"),
    [
        (dies_before, State.PROVEN, "Acme Corp", ((PARTNER,), PORTAL)),
        (dies_after, State.RELEASED, Missing.UNKNOWN, ((), None)),
    ],
)
def test_a_release_shuts_in_its_own_transaction(
    reseller: Reseller, *, dies: Fault, state: State, sees: str, listed: object
) -> None:
    domain = opened(reseller)

    dying(lambda: release(reseller), dies)

    after = resellers.get(reseller.id)
    assert (stored(domain).state, shown()) == (state, sees)
    assert (after.domains, after.portal) == listed


def test_who_proves_a_suspended_domain_shows_its_own_look_and_nothing_of_the_first(
    reseller: Reseller, other: Reseller
) -> None:
    suspended(opened(reseller))
    now = NOON + 10 * DAY
    rival = claimed(other.id, now=now)

    look(rival, proof(rival), now + SECOND)

    assert shown() == "Other"
    assert (resellers.get(reseller.id).domains, resellers.get(other.id).domains) == ((), (PARTNER,))
    brand(reseller, display_name="Not here any more")
    assert shown() == "Other"


def test_between_two_partners_nothing_is_shown_and_the_next_pass_opens(
    reseller: Reseller, other: Reseller
) -> None:
    suspended(opened(reseller))
    now = NOON + 10 * DAY
    rival = claimed(other.id, now=now)

    dying(lambda: look(rival, proof(rival), now + SECOND), dies_after)

    between = shown()
    look(rival, proof(rival), now + 2 * SECOND)
    assert (between, shown()) == (Missing.UNKNOWN, "Other")


def release(reseller: Reseller) -> Domain:
    act = an_act(owner_of(reseller.id), NOON + DAY)
    return domains.release(reseller.id, PARTNER, act, joins=[HOSTS.joins])


def dying(action: Callable[[], object], dies: Fault) -> None:
    """
    Let the process end at the first write of *action*.
    """

    def at_a_write(call: Call) -> Answer:
        return dies(call) if call.operation == "TransactWriteItems" else call.proceed()

    with tapped(always(at_a_write)), pytest.raises(ProcessDied):
        action()
