"""
When mail leaves from a partner's address.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.domains.findings import Check, CheckName, CheckState, Finding
from tenantry.domains.model import Domain
from tenantry.domains.model import State as DomainState
from tenantry.errors import Invalid
from tenantry.ids import TenantId
from tenantry.senders import rules
from tenantry.senders.model import Identity, Look, Requirement, Sender, State, Status
from tests.acting import NOON, SECOND

SENDER = Sender(TenantId("ten_ACME"), "acme.example", "eu-west-1", since=NOON)
ALL_PASSED = dict.fromkeys(Requirement, Look.PASSED)
READY = rules.judged(SENDER, ALL_PASSED, NOON)
VERIFIED = Identity(
    owner="ten_ACME",
    verified=True,
    status=Status.SUCCESS,
    signing=Status.SUCCESS,
    tokens=("t1",),
    zone="z",
    mail_from=SENDER.mail_from,
    envelope=Status.SUCCESS,
)

looks = st.dictionaries(st.sampled_from(Requirement), st.sampled_from(Look))


@pytest.mark.requirement("R-WL-4")
@given(st.lists(looks, max_size=12))
def test_the_address_is_used_if_and_only_if_everything_passes_by_the_last_clear_look(
    seen: list[Mapping[Requirement, Look]],
) -> None:
    sender = SENDER
    last_clear: dict[Requirement, Look] = {}
    for number, found in enumerate(seen):
        sender = rules.judged(sender, found, NOON + SECOND * number)
        last_clear |= {one: look for one, look in found.items() if look is not Look.UNKNOWN}

        everything = all(last_clear.get(one) is Look.PASSED for one in Requirement)
        assert (sender.state is State.READY) is everything
        assert (rules.chosen([sender]) is sender) is everything


@pytest.mark.requirement("R-WL-4")
@given(st.sets(st.sampled_from(Requirement)))
def test_trouble_alone_takes_nothing_away(unknown: set[Requirement]) -> None:
    assert rules.judged(READY, dict.fromkeys(unknown, Look.UNKNOWN), NOON) is READY


@pytest.mark.requirement("R-WL-4")
@pytest.mark.parametrize("requirement", Requirement)
def test_whatever_is_clearly_gone_takes_the_address_away_at_once(requirement: Requirement) -> None:
    fallen = rules.judged(READY, {requirement: Look.FAILED}, NOON + SECOND)

    assert (fallen.state, fallen.missing) == (State.FALLEN_BACK, (requirement,))
    assert fallen.since == NOON + SECOND
    assert rules.judged(fallen, {requirement: Look.PASSED}, NOON).state is State.READY


def test_a_sender_that_was_never_ready_is_being_set_up() -> None:
    assert rules.judged(SENDER, {Requirement.DKIM: Look.FAILED}, NOON).state is State.SETTING_UP


def test_after_a_refusal_ses_is_believed_again_an_hour_later() -> None:
    refused = rules.refused(READY, NOON)

    def after(passed: timedelta) -> Sender:
        now = NOON + passed
        return rules.judged(refused, rules.looks_at_identity(VERIFIED, refused, now), now)

    assert refused.missing == (Requirement.ACCEPTED,)
    assert after(rules.REFUSED_FOR - SECOND).state is State.FALLEN_BACK
    assert after(rules.REFUSED_FOR).state is State.READY


SAID_BY_SES = [
    (VERIFIED, Requirement.IDENTITY, Look.PASSED),
    (replace(VERIFIED, verified=False, status=Status.PENDING), Requirement.IDENTITY, Look.FAILED),
    (
        replace(VERIFIED, verified=False, status=Status.TEMPORARY_FAILURE),
        Requirement.IDENTITY,
        Look.UNKNOWN,
    ),
    (replace(VERIFIED, signing=Status.TEMPORARY_FAILURE), Requirement.SIGNING, Look.UNKNOWN),
    (replace(VERIFIED, signing=Status.FAILED), Requirement.SIGNING, Look.FAILED),
    (replace(VERIFIED, envelope=Status.PENDING), Requirement.ENVELOPE, Look.FAILED),
    (replace(VERIFIED, mail_from="other.acme.example"), Requirement.ENVELOPE, Look.FAILED),
]


@pytest.mark.parametrize(("identity", "requirement", "expected"), SAID_BY_SES)
def test_what_ses_says(identity: Identity, requirement: Requirement, expected: Look) -> None:
    assert rules.looks_at_identity(identity, SENDER, NOON)[requirement] is expected


def test_a_silent_ses_says_nothing() -> None:
    assert rules.looks_at_identity(None, SENDER, NOON) == {}


LOOKS_OF_CHECKS = [
    (CheckState.PASSED, Look.PASSED),
    (CheckState.WARNING, Look.PASSED),
    (CheckState.PENDING, Look.FAILED),
    (CheckState.WRONG, Look.FAILED),
    (CheckState.NOT_TESTED, Look.FAILED),
    (CheckState.UNKNOWN, Look.UNKNOWN),
]


@pytest.mark.parametrize(("state", "expected"), LOOKS_OF_CHECKS)
def test_what_a_look_at_dns_says(state: CheckState, expected: Look) -> None:
    domain = a_domain({CheckName.DMARC: state})

    assert rules.looks_at_domain(domain)[Requirement.DMARC] is expected


def test_a_list_of_bad_names_counts_and_one_that_nobody_asked_does_not() -> None:
    listed = a_domain({CheckName.REPUTATION: CheckState.WRONG})
    unasked = a_domain({CheckName.REPUTATION: CheckState.NOT_TESTED})

    assert rules.looks_at_domain(listed)[Requirement.REPUTATION] is Look.FAILED
    assert rules.looks_at_domain(unasked)[Requirement.REPUTATION] is Look.PASSED


@pytest.mark.parametrize("state", DomainState)
def test_a_domain_counts_while_it_is_proven(state: DomainState) -> None:
    expected = Look.PASSED if state in {DomainState.PROVEN, DomainState.GRACE} else Look.FAILED

    assert rules.looks_at_domain(a_domain({}, state))[Requirement.DOMAIN] is expected


def test_of_several_the_preferred_one_is_used_else_the_one_that_is_ready_longest() -> None:
    old, new = READY, replace(READY, domain="b.example", since=NOON + SECOND)

    assert rules.chosen([new, old]) is old
    assert rules.chosen([old, preferred := replace(new, is_preferred=True)]) is preferred
    assert rules.chosen([old, replace(SENDER, is_preferred=True)]) is old
    assert rules.chosen([]) is None


@pytest.mark.parametrize("text", ["a", "no-reply", "hello.team_1", "x" * 64])
def test_addresses_that_mail_may_leave_from(text: str) -> None:
    assert rules.check_local_part(text) == text


@pytest.mark.parametrize(
    "text", ["", ".a", "a.", "a..b", "A", "a b", "ä", "a@b", "x" * 65, "postmaster", "abuse"]
)
def test_addresses_that_it_may_not(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_local_part(text)

    assert [one["field"] for one in refused.value.context["errors"]] == ["local_part"]  # type: ignore[attr-defined]


def a_domain(
    states: Mapping[CheckName, CheckState], state: DomainState = DomainState.PROVEN
) -> Domain:
    def check(of: CheckState) -> Check:
        finding = Finding(of, "so", "words")
        clear = finding if finding.is_clear else None
        return Check(finding, NOON, NOON, NOON, clear, None if clear is None else NOON)

    return Domain(
        TenantId("ten_ACME"),
        "acme.example",
        "token",
        claimed_at=NOON,
        eager_from=NOON,
        next_check_at=NOON,
        state=state,
        checks={name: check(of) for name, of in states.items()},
    )
