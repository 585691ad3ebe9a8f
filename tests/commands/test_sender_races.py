"""
Senders under crashes and races, and when their domain is lost or another partner's.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tenantry.domains.findings import CheckName, CheckState
from tenantry.domains.model import Ending
from tenantry.domains.model import State as DomainState
from tenantry.ids import TenantId
from tenantry.notifications.store import notifications_of
from tenantry.senders import commands, store
from tenantry.senders.following import joins
from tenantry.senders.model import Requirement, Sender, State
from tenantry.transactions import transaction
from tests.acting import NOON, SECOND, a_job
from tests.builders import refusal_of
from tests.commands.faults import ProcessDied, dies_before, meanwhile, tapped
from tests.reading import events_written
from tests.sending import (
    DOMAIN,
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


def test_what_ses_gave_up_on_it_looks_for_again_once_it_is_there(ses: Ses) -> None:
    domain = hold(a_domain(ACME))
    follow(domain)
    ses.player.give_up(DOMAIN)
    old = sender()

    follow(domain, a_job(NOON + SECOND))
    ses.publish(sender())
    follow(domain, a_job(NOON + 2 * SECOND))

    assert sender().tokens != old.tokens
    assert sender().state is State.READY


def test_a_pass_that_died_after_ses_made_keys_is_finished_by_the_next(ses: Ses) -> None:
    domain = hold(a_domain(ACME))
    with tapped({3: dies_before}), pytest.raises(ProcessDied):
        follow(domain)
    assert (sender().tokens, ses.identity() is not None) == ((), True)

    follow(domain, a_job(NOON + SECOND))

    assert len(sender().tokens) == 3
    assert len([one for one in ses.player.identities() if one["name"] == DOMAIN]) == 1


@pytest.mark.usefixtures("ses")
def test_two_passes_at_once_make_one_sender() -> None:
    domain = hold(a_domain(ACME))

    with tapped({1: meanwhile(lambda: follow(domain, a_job(NOON)))}):
        refused = refusal_of(lambda: follow(domain))

    assert refused == "conflict"
    assert len(sender().tokens) == 3
    assert events_written().count("sender.changed") == 2


def test_a_sender_is_not_ready_at_a_domain_that_another_has_meanwhile(ses: Ses) -> None:
    domain = hold(a_domain(ACME))
    follow(domain)
    ses.publish(sender())

    refused = refusal_of(lambda: follow(replace(domain, claimed_at=NOON - SECOND)))

    assert refused == "domain.not_held"
    assert sender().state is State.SETTING_UP


def test_in_the_instant_in_which_a_domain_is_suspended_no_mail_leaves_from_it(ses: Ses) -> None:
    a_ready_sender(ses, ACME)
    served = a_domain(ACME)
    suspended = replace(served, state=DomainState.SUSPENDED, suspended_at=NOON + SECOND)

    with transaction() as writes:
        joins(writes, served, suspended)
    assert (sender().state, told()) == (State.FALLEN_BACK, ["sender.ready"])

    follow(suspended, a_job(NOON + 2 * SECOND))
    assert told() == ["sender.fell_back", "sender.ready"]
    assert ses.identity() is not None


def test_a_domain_that_is_proven_again_after_a_suspension_sends_with_the_same_keys(
    ses: Ses,
) -> None:
    ready = a_ready_sender(ses, ACME)
    follow(a_domain(ACME, state=DomainState.SUSPENDED), a_job(NOON + SECOND))

    follow(a_domain(ACME), a_job(NOON + 2 * SECOND))

    assert (sender().state, sender().tokens) == (State.READY, ready.tokens)


def test_a_released_domain_leaves_nothing_here_or_at_ses(ses: Ses) -> None:
    a_ready_sender(ses, ACME)
    released = replace(a_domain(ACME, state=DomainState.RELEASED), ending=Ending.RELEASED)

    follow(released, a_job(NOON + SECOND))
    follow(released, a_job(NOON + 2 * SECOND))

    assert (store.get_sender(ACME, DOMAIN), ses.identity()) == (None, None)
    assert events_written().count("sender.removed") == 1


def test_the_next_partner_of_a_domain_begins_with_keys_of_its_own(ses: Ses) -> None:
    ready = a_ready_sender(ses, ACME)
    next_one = hold(a_domain(BAOBAB))

    follow(next_one, a_job(NOON + SECOND))
    lost = replace(a_domain(ACME, state=DomainState.RELEASED), ending=Ending.LOST)
    follow(lost, a_job(NOON + 2 * SECOND))

    identity = ses.identity()
    assert identity is not None
    assert identity["tags"] == [{"Key": "tenantry-reseller", "Value": BAOBAB}]
    assert set(sender(BAOBAB).tokens).isdisjoint(ready.tokens)
    assert store.get_sender(ACME, DOMAIN) is None


def test_a_pass_that_began_before_its_domain_was_lost_leaves_the_next_partners_keys(
    ses: Ses,
) -> None:
    a_ready_sender(ses, ACME)
    before_it_was_lost = a_domain(ACME)
    follow(hold(a_domain(BAOBAB)), a_job(NOON + SECOND))
    keys = sender(BAOBAB).tokens

    refused = refusal_of(lambda: follow(before_it_was_lost, a_job(NOON + SECOND)))
    follow(a_domain(BAOBAB), a_job(NOON + 2 * SECOND))

    assert refused == "domain.not_held"
    assert sender(BAOBAB).tokens == keys


@pytest.mark.usefixtures("ses")
def test_a_pass_that_began_before_its_domain_was_lost_makes_no_sender() -> None:
    hold(a_domain(BAOBAB))

    refused = refusal_of(lambda: follow(a_domain(ACME), a_job(NOON + SECOND)))

    assert refused == "domain.not_held"
    assert store.get_sender(ACME, DOMAIN) is None


def test_a_refusal_and_a_pass_at_once_both_count(ses: Ses) -> None:
    a_ready_sender(ses, ACME)
    regress = without(a_domain(ACME), CheckName.SPF, CheckState.WRONG)

    with tapped({1: meanwhile(lambda: follow(regress, a_job(NOON)))}):
        commands.fall_back(ACME, DOMAIN, a_job(NOON + SECOND))

    assert sender().missing == (Requirement.SPF, Requirement.ACCEPTED)
