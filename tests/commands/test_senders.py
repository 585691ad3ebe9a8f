"""
Senders: made when a domain is proven, ready when everything passes, gone with the domain.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tenantry.domains.findings import CheckName, CheckState
from tenantry.domains.model import State as DomainState
from tenantry.errors import Unavailable
from tenantry.ids import TenantId
from tenantry.notifications.store import notifications_of
from tenantry.senders import commands, store
from tenantry.senders.following import LATER, SOON, wants
from tenantry.senders.model import Requirement, Sender, State
from tests.acting import NOON, SECOND, a_job, an_act, owner_of
from tests.builders import refusal_of
from tests.reading import events_written
from tests.sending import (
    DOMAIN,
    PASSED,
    Ses,
    a_domain,
    a_ready_sender,
    follow,
    hold,
    ses_here,
    without,
)

ACME, BAOBAB = TenantId("ten_ACME"), TenantId("ten_BAOBAB")

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def ses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: None) -> Iterator[Ses]:
    del world
    with ses_here(tmp_path, monkeypatch) as here:
        yield here


def sender(reseller_id: TenantId = ACME, domain: str = DOMAIN) -> Sender:
    found = store.get_sender(reseller_id, domain)
    assert found is not None
    return found


def told(reseller_id: TenantId = ACME) -> list[str]:
    return [notice.kind for _, notice in notifications_of(reseller_id, None, 9)]


def test_keys_are_asked_for_when_a_domain_is_proven_and_shown_at_once(ses: Ses) -> None:
    domain = hold(a_domain(ACME, {}))

    again_at = follow(domain)

    begun = sender()
    assert (begun.state, again_at) == (State.SETTING_UP, NOON + SOON)
    assert [record.type for record in begun.dkim_records] == ["CNAME"] * 3
    assert begun.dkim_records[0].host == f"{begun.tokens[0]}._domainkey"
    wanted = wants(domain)
    assert wanted.dkim == begun.dkim_records
    assert wanted.mail_from == begun.mail_from_records("amazonses.com")
    identity = ses.identity()
    assert identity is not None
    assert (identity["mail_from"], identity["behavior"]) == (
        "bounce.acme.example",
        "REJECT_MESSAGE",
    )


def test_a_domain_that_is_only_claimed_has_no_keys(ses: Ses) -> None:
    follow(a_domain(ACME, state=DomainState.CLAIMED))

    assert store.get_sender(ACME, DOMAIN) is None
    assert ses.identity() is None


@pytest.mark.requirement("R-WL-4")
def test_a_sender_is_ready_once_everything_passes_and_its_partner_is_told(ses: Ses) -> None:
    ready = a_ready_sender(ses, ACME)

    assert (ready.state, ready.address) == (State.READY, "no-reply@acme.example")
    assert told() == ["sender.ready"]
    assert events_written().count("sender.ready") == 1


@pytest.mark.requirement("R-WL-4")
@pytest.mark.parametrize("check", PASSED)
@pytest.mark.parametrize("state", [CheckState.PENDING, CheckState.WRONG])
def test_a_clear_regress_takes_it_away_at_the_next_pass(
    ses: Ses, check: CheckName, state: CheckState
) -> None:
    a_ready_sender(ses, ACME)

    follow(without(a_domain(ACME), check, state), a_job(NOON + SECOND))

    assert sender().state is State.FALLEN_BACK
    assert [one.value for one in sender().missing] == [check.value]
    assert told() == ["sender.fell_back", "sender.ready"]


@pytest.mark.requirement("R-WL-4")
def test_trouble_of_dns_at_ses_takes_nothing_away(ses: Ses) -> None:
    ready = a_ready_sender(ses, ACME)
    ses.records.update(dict.fromkeys(ses.records))

    follow(a_domain(ACME), a_job(NOON + SECOND))

    assert sender() == ready


@pytest.mark.requirement("R-WL-4")
def test_a_silent_ses_takes_nothing_away_and_a_missing_record_still_does(
    ses: Ses, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = a_ready_sender(ses, ACME)

    def silent(_: str) -> None:
        raise Unavailable("SES does not answer")

    monkeypatch.setattr("tenantry.senders.identities.read", silent)
    follow(a_domain(ACME), a_job(NOON + SECOND))
    assert sender() == ready

    follow(without(a_domain(ACME), CheckName.DMARC, CheckState.PENDING), a_job(NOON + SECOND))
    assert sender().missing == (Requirement.DMARC,)


def test_a_pass_that_changes_nothing_writes_nothing(ses: Ses) -> None:
    ready = a_ready_sender(ses, ACME)
    before = events_written()

    again_at = follow(a_domain(ACME), a_job(NOON + SECOND))

    assert (again_at, sender(), events_written()) == (None, ready, before)


@pytest.mark.usefixtures("ses")
def test_where_only_ses_is_waited_for_it_is_asked_again_soon() -> None:
    domain = hold(a_domain(ACME))
    follow(domain)

    assert follow(domain, a_job(NOON + SECOND)) == NOON + SECOND + LATER
    assert sender().missing == (Requirement.IDENTITY, Requirement.SIGNING, Requirement.ENVELOPE)


def test_after_a_refusal_the_sender_falls_back_for_an_hour(ses: Ses) -> None:
    a_ready_sender(ses, ACME)
    commands.fall_back(ACME, DOMAIN, a_job(NOON))
    commands.fall_back(ACME, DOMAIN, a_job(NOON + SECOND))
    assert sender().missing == (Requirement.ACCEPTED,)
    assert sorted(told()) == ["sender.fell_back", "sender.ready"]

    follow(a_domain(ACME), a_job(NOON + timedelta(minutes=59)))
    assert sender().state is State.FALLEN_BACK
    follow(a_domain(ACME), a_job(NOON + SECOND + timedelta(hours=1)))
    assert sender().state is State.READY


@pytest.mark.usefixtures("ses")
def test_address_and_name_are_chosen_before_or_after_the_domain_is_proven() -> None:
    claimed = a_domain(ACME, {}, state=DomainState.CLAIMED)
    hold(claimed)
    act = an_act(owner_of(ACME))
    commands.change(ACME, DOMAIN, act, local_part="hello", display_name="Acme Team")

    follow(replace(claimed, state=DomainState.PROVEN), a_job(NOON + SECOND))

    assert (sender().address, sender().display_name) == ("hello@acme.example", "Acme Team")
    assert len(sender().tokens) == 3


def test_one_domain_at_a_time_is_preferred(ses: Ses) -> None:
    for name in (DOMAIN, "other.example"):
        a_ready_sender(ses, ACME, name)

    for name in (DOMAIN, "other.example"):
        commands.change(ACME, name, an_act(owner_of(ACME)), is_preferred=True)

    preferred = {one.domain: one.is_preferred for one in store.senders_of(ACME)}
    assert preferred == {DOMAIN: False, "other.example": True}


def test_the_same_choice_again_changes_nothing(ses: Ses) -> None:
    a_ready_sender(ses, ACME)
    chosen = commands.change(ACME, DOMAIN, an_act(owner_of(ACME)), local_part="hello")
    before = events_written()

    again = commands.change(ACME, DOMAIN, an_act(owner_of(ACME)), local_part="hello")

    assert (again, events_written()) == (chosen, before)


def test_a_domain_that_nobody_claimed_has_no_sender() -> None:
    refused = refusal_of(lambda: commands.get(ACME, DOMAIN))

    assert refused == "sender.not_found"
