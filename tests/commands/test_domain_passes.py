"""
Passes over domains: what is found moves them, and everything follows.
"""

from datetime import timedelta

import pytest

from tenantry.dns.model import Outcome
from tenantry.domains import store
from tenantry.domains.findings import CheckName, CheckState
from tenantry.domains.model import CLAIM_LIVES, GRACE, Holder, State
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Reseller
from tests.acting import DAY, NOON, SECOND, an_act
from tests.builders import a_form, make_reseller
from tests.claiming import EDGE, PARTNER, Recorder, claimed, missed, passed, proof, proven, stored
from tests.reading import events_written, items_of, snapshot
from tests.zones import Records

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LATER = NOON + DAY
SILENT: Records = {PARTNER: Outcome.TIMED_OUT, f"_tenantry-challenge.{PARTNER}": Outcome.TIMED_OUT}


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


@pytest.fixture
def other() -> Reseller:
    return make_reseller(a_form("other"))


def told() -> list[str]:
    """
    What partners were told, by kind and time.
    """
    rows = sorted(items_of("Notification"), key=lambda item: (item["created_at"], item["name"]))
    return [item["name"] for item in rows]


def test_a_pass_proves_a_claim_and_makes_its_partner_the_holder(reseller: Reseller) -> None:
    domain = claimed(reseller.id)

    after = passed(domain, proof(domain), LATER).domain

    assert after is not None
    assert (after.state, after.proven_at) == (State.PROVEN, LATER)
    holder = store.get_holder(PARTNER)
    assert holder is not None
    assert (holder.reseller_id, holder.claimed_at) == (reseller.id, NOON)
    assert told() == ["domain.proven"]


def test_a_pass_looks_at_everything(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    records: Records = {**proof(domain), f"*.{PARTNER}": {"CNAME": EDGE}}

    after = passed(domain, records, LATER).domain

    assert after is not None
    assert list(after.checks) == list(CheckName)
    assert after.has_passed(CheckName.WILDCARD)
    assert after.standing_of(CheckName.SPF) is CheckState.PENDING


def test_a_pass_without_news_tells_nobody_anything(reseller: Reseller) -> None:
    domain = proven(claimed(reseller.id), LATER)
    before = (told(), events_written())

    passed(domain, proof(domain), LATER + DAY)

    assert (told(), events_written()) == before


def test_a_missing_record_is_told_with_its_date_and_again_on_the_last_day(
    reseller: Reseller,
) -> None:
    domain = proven(claimed(reseller.id), NOON + HOUR)

    for days in (1, 3, 7, 7.5, 8):
        passed(domain, {}, NOON + days * DAY)

    assert told() == ["domain.proven", "domain.missing", "domain.missing", "domain.suspended"]
    facts = [item["facts"] for item in items_of("Notification") if "missing" in item["name"]]
    assert all("2026-11-29T12:00:00" in one for one in facts)


def test_a_record_that_is_back_restores_a_suspended_domain(reseller: Reseller) -> None:
    domain = missed(proven(claimed(reseller.id), LATER), LATER + DAY)

    after = passed(domain, proof(domain), LATER + 10 * DAY).domain

    assert after is not None
    assert (after.state, after.proven_at) == (State.PROVEN, LATER)
    assert "domain.restored" in told()


@pytest.mark.requirement("R-WL-2")
def test_trouble_of_dns_is_told_once_and_suspends_nothing(reseller: Reseller) -> None:
    domain = proven(claimed(reseller.id), LATER)

    for days in range(1, 22):
        passed(domain, SILENT, LATER + days * DAY)

    assert stored(domain).state is State.PROVEN
    assert stored(domain).has_passed(CheckName.OWNERSHIP)
    assert told() == ["domain.proven", "domain.unclear"]


def test_a_claim_that_nobody_proves_lapses_and_is_gone(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    recorder = Recorder()

    after = passed(domain, {}, NOON + CLAIM_LIVES, [recorder.follower]).domain

    assert after is None
    assert store.get_domain(reseller.id, PARTNER) is None
    assert recorder.seen == [(State.CLAIMED, State.RELEASED)]
    assert told() == ["domain.lapsed"]
    assert items_of("DomainCount")[0]["used"] == 0


def test_who_claims_what_another_holds_is_told_so(reseller: Reseller, other: Reseller) -> None:
    proven(claimed(reseller.id), LATER)
    claim = claimed(other.id)

    after = passed(claim, proof(claim), LATER + HOUR).domain

    assert after is not None
    assert after.state is State.CLAIMED
    assert after.checks[CheckName.OWNERSHIP].latest.reason == "held"
    assert store.get_holder(PARTNER) == Holder(PARTNER, reseller.id, NOON)


def test_a_domain_in_grace_is_not_lost_to_another(reseller: Reseller, other: Reseller) -> None:
    held = proven(claimed(reseller.id), LATER)
    passed(held, {}, LATER + DAY)
    claim = claimed(other.id)

    passed(claim, proof(claim), LATER + DAY + GRACE - SECOND)

    assert (stored(held).state, stored(claim).state) == (State.GRACE, State.CLAIMED)


def test_a_suspended_domain_is_lost_to_who_proves_it(reseller: Reseller, other: Reseller) -> None:
    missed(proven(claimed(reseller.id), LATER), LATER + DAY)
    claim = claimed(other.id, now=LATER)
    recorder = Recorder()

    after = passed(claim, proof(claim), LATER + 20 * DAY, [recorder.follower]).domain

    assert after is not None
    assert after.state is State.PROVEN
    assert store.get_domain(reseller.id, PARTNER) is None
    # Who loses it lets go before the new holder begins.
    assert recorder.seen == [(State.SUSPENDED, State.RELEASED), (State.CLAIMED, State.PROVEN)]
    assert told()[-2:] == ["domain.lost", "domain.proven"]


def test_a_deactivated_reseller_keeps_its_domains(reseller: Reseller) -> None:
    domain = proven(claimed(reseller.id), LATER)
    resellers.deactivate(reseller.id, an_act(now=LATER))

    after = passed(domain, proof(domain), LATER + DAY).domain

    assert after is not None
    assert after.state is State.PROVEN


def test_its_partners_request_makes_looks_frequent_again(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    now = NOON + 5 * DAY

    after = passed(domain, {}, now, is_asked_for=True).domain

    assert after is not None
    assert after.next_check_at == now + MINUTE


def test_a_pass_over_what_is_gone_does_nothing(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    passed(domain, {}, NOON + CLAIM_LIVES)
    before = snapshot()

    result = passed(domain, proof(domain), NOON + CLAIM_LIVES + HOUR)

    assert result.domain is None
    assert snapshot() == before


def test_a_pass_at_the_moment_of_another_changes_nothing(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    passed(domain, {}, LATER)

    after = passed(domain, proof(domain), LATER).domain

    assert after is not None
    assert after.state is State.CLAIMED


def test_domains_are_due_until_they_are_looked_at(reseller: Reseller) -> None:
    domain = claimed(reseller.id)
    key = (reseller.id, PARTNER)
    long_ago = list(store.due(NOON + 90 * DAY))

    passed(domain, {}, LATER)

    assert long_ago == [key]
    assert list(store.due(LATER)) == []
    assert list(store.due(LATER + DAY)) == [key]
