"""
Names of any script, as a PDF draws them.
"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.statement_exports.fonts import faces
from tenantry.statement_exports.scripts import Face, drawn, in_order_of_sight, joined

HELLO = "\u0645\u0631\u062d\u0628\u0627"
"""Meem, reh, hah, beh, alef."""
ALEF, BET = "\u05d0", "\u05d1"
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Mn"]), max_size=30)


def test_arabic_letters_take_the_forms_of_their_places() -> None:
    assert [f"{ord(one):04X}" for one in joined(HELLO)] == ["FEE3", "FEAE", "FEA3", "FE92", "FE8E"]


def test_lam_and_alef_become_one() -> None:
    assert joined("\u0644\u0627") == "\ufefb"
    assert joined("\u0628\u0644\u0627") == "\ufe91\ufefc"


def test_a_vowel_sign_does_not_part_letters() -> None:
    assert joined("\u0628\u064e\u0628") == "\ufe91\u064e\ufe90"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Acme Ltd", "Acme Ltd"),
        (f"{ALEF}{BET}", f"{BET}{ALEF}"),
        (f"Acme {ALEF}{BET} Ltd", f"Acme {BET}{ALEF} Ltd"),
        (f"{ALEF}{BET} 123 {ALEF}", f"{ALEF} 123 {BET}{ALEF}"),
        (f"{ALEF}{BET} (Acme)", f"(Acme) {BET}{ALEF}"),
        (f"Acme ({ALEF}{BET})", f"Acme ({BET}{ALEF})"),
        (f"{ALEF}{BET} Acme 24", f"Acme 24 {BET}{ALEF}"),
        (f"{ALEF}!", f"!{ALEF}"),
    ],
)
def test_what_runs_from_the_right_is_turned_and_the_rest_is_not(text: str, seen: str) -> None:
    assert in_order_of_sight(text) == seen


@given(TEXTS)
def test_no_character_is_lost_or_made_up(text: str) -> None:
    turned = in_order_of_sight(text)

    assert len(turned) == len(text)
    assert unicodedata.normalize("NFKC", "".join(sorted(joined(text)))) is not None


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("Žofie", Face.SANS),
        ("Жанна", Face.SANS),
        ("Ελλάδα", Face.SANS),
        (HELLO, Face.ARABIC),
        ("北京", Face.CHINESE),
        ("カナ", Face.JAPANESE),
        ("주식회사", Face.KOREAN),
    ],
)
def test_each_script_has_a_font(text: str, face: Face) -> None:
    line = drawn(text, faces())

    assert {run.face for run in line.runs} == {face}
    assert line.missing == frozenset()


def test_a_character_without_a_font_is_written_as_its_code_and_told_of() -> None:
    line = drawn("A\u0e44", faces())

    assert "".join(run.text for run in line.runs) == "A[U+0E44]"
    assert line.missing == {"\u0e44"}


@given(st.text(max_size=30))
def test_any_name_at_all_can_be_drawn(text: str) -> None:
    line = drawn(text, faces())

    assert all(run.text for run in line.runs)
