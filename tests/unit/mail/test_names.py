"""
Names in any script: whole, on one line, and without power over their surroundings.
"""

from unicodedata import combining

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.mail.model import Locale
from tenantry.mail.names import isolated, masked, one_line, shortened

SCRIPTS = [
    "Acme Ltd",
    "شركة النور",
    "קפה תל אביב",
    "株式会社あけぼの",
    "मराठी",
    "می‌خواهم",
    "👩‍👩‍👧 & Co",
    "Ńǵũgĩ",
]


@pytest.mark.parametrize("name", SCRIPTS)
def test_names_of_every_script_stay_as_they_are(name: str) -> None:
    assert one_line(name) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Acme\r\nBcc: x@example.com", "Acme Bcc: x@example.com"),
        ("tab\tnul\x00bell\x07", "tab nul bell"),
        ("evil\u202eelif\u202c", "evilelif"),
        ("open\u2067ed", "opened"),
        ("half \ud83d", "half \ufffd"),
    ],
)
def test_what_could_break_a_line_or_turn_it_around_goes(name: str, shown: str) -> None:
    assert one_line(name) == shown


@pytest.mark.parametrize(
    ("locale", "name", "is_isolated"),
    [
        (Locale.EN, "Acme", False),
        (Locale.EN, "شركة", True),
        (Locale.EN, "Acme שלום", True),
        (Locale.AR, "شركة 24", False),
        (Locale.AR, "Acme", True),
        (Locale.SW, "24/7", False),
    ],
)
def test_only_letters_of_the_other_direction_are_isolated(
    locale: Locale, name: str, is_isolated: bool
) -> None:
    assert isolated(locale, name) == (f"\u2068{name}\u2069" if is_isolated else name)


@given(name=st.text(max_size=300), characters_max=st.integers(2, 100))
def test_a_shortened_name_fits_and_begins_like_the_name(name: str, characters_max: int) -> None:
    short = shortened(name, characters_max)

    assert len(short) <= characters_max
    assert short == name or name.startswith(short.removesuffix("…"))


def test_a_name_is_not_cut_between_a_letter_and_its_marks() -> None:
    name = "e\u0301" * 50

    kept = shortened(name, 10).removesuffix("…")

    assert combining(name[len(kept)]) == 0


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("jane@example.com", "j***@example.com"),
        ("j@example.com", "j***@example.com"),
        ('"a@b"@example.com', '"***@example.com'),
        ("jane\r\n@example.com", "j***@example.com"),
    ],
)
def test_a_masked_address_shows_its_domain_and_one_letter(email: str, shown: str) -> None:
    assert masked(email) == shown
