"""
Whether a claim is proven, and what its partner did by mistake.
"""

import pytest

from tenantry.dns.model import Outcome
from tenantry.domains.checks import ownership
from tenantry.domains.findings import CheckState, Record
from tests.claiming import EDGE, PARTNER, TOKEN, a_scene, told
from tests.zones import Records

CHALLENGE = f"_tenantry-challenge.{PARTNER}"
OTHER_TOKEN = TOKEN[::-1]
THERE: Records = {PARTNER: {"NS": "ns1.partner.example"}}


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(
    "values",
    [
        TOKEN,
        TOKEN.upper(),
        f" {TOKEN} ",
        f'"{TOKEN[:10]}" "{TOKEN[10:]}"',
        [OTHER_TOKEN, "v=spf1 -all", TOKEN],
    ],
)
def test_the_token_of_the_claim_proves_it(values: str | list[str]) -> None:
    finding = ownership.look(a_scene({CHALLENGE: {"TXT": values}}))

    assert told(finding) == (CheckState.PASSED, "found")


def test_a_proof_may_stand_behind_a_cname() -> None:
    records = {
        CHALLENGE: {"CNAME": "proofs.elsewhere.example"},
        "proofs.elsewhere.example": {"TXT": TOKEN},
    }

    assert told(ownership.look(a_scene(records))) == (CheckState.PASSED, "found")


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(
    ("records", "state", "reason", "words"),
    [
        ({}, CheckState.PENDING, "not_registered", "does not exist in DNS"),
        (THERE, CheckState.PENDING, "missing", "no TXT record at _tenantry-challenge"),
        (
            {**THERE, f"*.{PARTNER}": {"CNAME": EDGE}},
            CheckState.PENDING,
            "missing",
            "no TXT record at",
        ),
        (
            {f"{CHALLENGE}.{PARTNER}": {"TXT": TOKEN}},
            CheckState.WRONG,
            "doubled",
            "adds the domain by itself",
        ),
        ({PARTNER: {"TXT": [TOKEN, "v=spf1 -all"]}}, CheckState.WRONG, "at_apex", "Move it to"),
        (
            {CHALLENGE: {"TXT": rf'"\"{TOKEN}\""'}},
            CheckState.WRONG,
            "quoted",
            "stands in quotes",
        ),
        (
            {CHALLENGE: {"TXT": f"token={TOKEN}"}},
            CheckState.WRONG,
            "more_text",
            "together with other text",
        ),
        (
            {CHALLENGE: {"TXT": OTHER_TOKEN}},
            CheckState.WRONG,
            "other_token",
            "belongs to another claim",
        ),
        ({CHALLENGE: {"TXT": "hello"}}, CheckState.WRONG, "other_text", "Something else"),
        (
            {**THERE, CHALLENGE: {"CNAME": "nowhere.example"}},
            CheckState.WRONG,
            "cname",
            "leads to nowhere.example",
        ),
    ],
)
def test_a_mistake_is_told_with_what_to_do(
    records: Records, state: CheckState, reason: str, words: str
) -> None:
    finding = ownership.look(a_scene(records))

    assert told(finding) == (state, reason)
    assert words in finding.words
    assert finding.records == (Record(CHALLENGE, "_tenantry-challenge", "TXT", TOKEN),)


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(
    ("outcome", "reason"),
    [(Outcome.FAILED, "server_failed"), (Outcome.TIMED_OUT, "silent")],
)
def test_trouble_is_no_answer(outcome: Outcome, reason: str) -> None:
    finding = ownership.look(a_scene({CHALLENGE: outcome}))

    assert told(finding) == (CheckState.UNKNOWN, reason)
    assert "Nothing changes" in finding.words


def test_a_proof_for_a_domain_that_another_has_is_told_so_without_saying_who() -> None:
    finding = ownership.held(a_scene({}).domain)

    assert told(finding) == (CheckState.WRONG, "held")
    assert "another account holds this domain" in finding.words


def test_what_a_stranger_wrote_is_shown_within_limits() -> None:
    values = [f"{number:03}{'x' * 240}" for number in range(30)]

    finding = ownership.look(a_scene({CHALLENGE: {"TXT": values}}))

    assert len(finding.seen) == 10
    assert max(map(len, finding.seen)) <= 300
