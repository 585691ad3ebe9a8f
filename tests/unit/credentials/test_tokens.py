"""
The form of secrets: found by scanners, checked without a table.
"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tenantry.credentials import tokens
from tenantry.credentials.model import CredentialKind
from tests.builders import ENTROPY

entropies = st.binary(min_size=tokens.ENTROPY_BYTES, max_size=64)
kinds = st.sampled_from(CredentialKind)
modes = st.sampled_from(["live", "test"])

SECRET = tokens.new_secret(CredentialKind.API_KEY, "test", ENTROPY)


@given(kinds, modes, entropies)
def test_every_secret_has_the_published_form(
    kind: CredentialKind, mode: str, entropy: bytes
) -> None:
    secret = tokens.new_secret(kind, mode, entropy)

    assert tokens.PATTERN.fullmatch(secret)
    assert tokens.is_well_formed(secret)
    assert len(secret) == 45


@given(entropies, st.integers(0, 44), st.sampled_from(tokens.ALPHABET))
def test_a_mistyped_secret_is_told_apart(entropy: bytes, place: int, typed: str) -> None:
    secret = tokens.new_secret(CredentialKind.SESSION, "live", entropy)
    mistyped = secret[:place] + typed + secret[place + 1 :]
    # The letter that says the kind makes an API key of it: well formed, and nobody's.
    assume(mistyped not in {secret, secret.replace("tns", "tnt", 1)})

    assert not tokens.is_well_formed(mistyped)


@given(st.integers(0, 44))
def test_a_cut_off_secret_is_told_apart(length: int) -> None:
    assert not tokens.is_well_formed(SECRET[:length])


@given(st.text())
def test_what_is_no_secret_is_told_apart(text: str) -> None:
    assert not tokens.is_well_formed(text)
    assert not tokens.is_well_formed(SECRET + (text or " "))


@given(entropies, entropies)
def test_other_chance_makes_another_secret(one: bytes, other: bytes) -> None:
    assume(one[:32] != other[:32])
    first, second = (tokens.new_secret(CredentialKind.API_KEY, "live", e) for e in (one, other))

    assert first != second


def test_keys_and_sessions_live_and_test_are_told_apart_at_a_glance() -> None:
    made = {
        tokens.new_secret(kind, mode, ENTROPY)[:9]
        for kind in CredentialKind
        for mode in ("live", "test")
    }

    assert made == {"tnt_live_", "tnt_test_", "tns_live_", "tns_test_"}


def test_a_secret_needs_enough_chance() -> None:
    with pytest.raises(AssertionError):
        tokens.new_secret(CredentialKind.API_KEY, "test", bytes(31))


@given(entropies)
def test_the_hash_shows_nothing_of_the_secret(entropy: bytes) -> None:
    secret = tokens.new_secret(CredentialKind.API_KEY, "test", entropy)

    assert tokens.hash_of(secret) == tokens.hash_of(secret)
    assert secret[9:39] not in tokens.hash_of(secret)
