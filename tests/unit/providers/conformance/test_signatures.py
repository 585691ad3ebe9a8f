"""
Of every provider: which webhooks are believed.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.providers.parts import NAMES, judge
from tenantry.providers.webhook import Trust
from tests.acting import NOON, SECOND
from tests.unit.providers.conformance.case import Case, Told
from tests.unit.providers.conformance.cases import CASES, each, signed

pytestmark = pytest.mark.requirement("R-BIL-2")

KEY, OLD, OTHER = "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "f" * 32, "e" * 32
YEAR = timedelta(days=365)

ANY_TEXT = st.text(st.characters(exclude_categories=[])) | st.sampled_from(
    ["", ",", "t=", "t=1,v1=é", "t=" + "9" * 5000, "v1=" + "0" * 10_000, "\udc80", "٣" * 64]
)
"""Half surrogates too: what a header that is no UTF-8 becomes."""


def test_every_provider_has_a_case() -> None:
    assert {case.provider for case in CASES} == set(NAMES)


@each
def test_what_the_provider_signs_is_believed_as_far_as_it_says_enough(case: Case) -> None:
    for name, maker in case.makers().items():
        webhook = case.sign(maker(case.told()), KEY, NOON)

        trust = Trust.HINT if name in case.hints else case.trust
        assert case.judge(webhook, [KEY], NOON) is trust


@each
def test_another_secret_proves_nothing(case: Case) -> None:
    webhook = case.sign(case.paid(case.told()), OTHER, NOON)

    assert case.judge(webhook, [KEY], NOON) is None


@each
def test_without_a_proof_nothing_is_believed(case: Case) -> None:
    webhook = case.sign(case.paid(case.told()), KEY, NOON)

    for nothing in (None, "", " "):
        assert case.judge(case.with_proof(webhook, nothing), [KEY], NOON) is None


@each
@pytest.mark.parametrize("order", [[KEY, OLD], [OLD, KEY]])
def test_while_secrets_change_both_are_taken(case: Case, order: list[str]) -> None:
    sent = case.paid(case.told())

    believed = [case.judge(case.sign(sent, key, NOON), order, NOON) for key in (KEY, OLD, OTHER)]

    assert believed == [case.trust, case.trust, None]


@each
@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
def test_without_a_secret_nobody_is_believed(case: Case, secrets: list[str]) -> None:
    sent = case.paid(case.told())

    for key in ("", KEY):
        assert case.judge(case.sign(sent, key, NOON), secrets, NOON) is None


@each
def test_an_old_proof_is_believed_only_where_it_has_no_time(case: Case) -> None:
    webhook = case.sign(case.paid(case.told()), KEY, NOON)
    tolerance = case.tolerance or YEAR

    believed = {
        age: case.judge(webhook, [KEY], NOON + age)
        for age in (tolerance, -tolerance, tolerance + SECOND, -tolerance - SECOND)
    }

    late = None if case.tolerance else case.trust
    assert list(believed.values()) == [case.trust, case.trust, late, late]


@signed
@given(st.data())
def test_a_body_that_was_altered_is_not_believed(case: Case, data: st.DataObject) -> None:
    webhook = case.sign(case.paid(case.told()), KEY, NOON)
    place = data.draw(st.integers(0, len(webhook.body) - 1))
    bits = data.draw(st.integers(1, 255))

    altered = bytearray(webhook.body)
    altered[place] ^= bits

    assert case.judge(replace(webhook, body=bytes(altered)), [KEY], NOON) is None


@signed
@pytest.mark.parametrize("more", [b" ", b"\n", b"\0", b"{}"])
def test_nothing_can_be_put_around_a_signed_body(case: Case, more: bytes) -> None:
    webhook = case.sign(case.paid(case.told()), KEY, NOON)

    for body in (more + webhook.body, webhook.body + more, b""):
        assert case.judge(replace(webhook, body=body), [KEY], NOON) is None


@each
@given(st.data())
def test_a_proof_that_was_altered_is_none(case: Case, data: st.DataObject) -> None:
    webhook = case.sign(case.paid(case.told()), KEY, NOON)
    proof = case.proof_of(webhook)
    place = data.draw(st.integers(0, len(proof) - 1))
    other = data.draw(st.characters(exclude_categories=[]).filter(lambda one: one != proof[place]))

    altered = proof[:place] + other + proof[place + 1 :]

    assert case.judge(case.with_proof(webhook, altered), [KEY], NOON) is None


@each
@given(ANY_TEXT, st.binary(max_size=50))
def test_whatever_comes_is_refused_without_an_exception(
    case: Case, proof: str, body: bytes
) -> None:
    webhook = replace(case.sign(case.paid(case.told()), KEY, NOON), body=body)

    assert case.judge(case.with_proof(webhook, proof), [KEY], NOON) is None


@each
def test_an_account_that_is_half_set_up_believes_nobody(case: Case) -> None:
    sent = case.sign(case.paid(Told(case.usual)), "a secret", NOON)

    assert judge(case.provider)(sent, {"api_key": "k"}, NOON) is None
