"""
Which language somebody is written to in.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.mail.model import Locale
from tenantry.pages.locales import choose_locale

CHOICES = """
fr                                  fr
FR-ca                               fr
de, sw;q=0.5, fr-CA;q=0.8           fr
fr;q=0.5, ar;q=0.5                  fr
ar;q=0.001, fr;q=0                  ar
pt-BR,pt;q=0.9,en;q=0.8             pt
de, *;q=0.1                         en
en;q=0, *;q=0.5                     fr
en;q=0.2, *;q=0.5                   fr
sw ; q=0.9 , fr ; q=0.8             sw
fr;q=0.333, sw;q=0.334              sw
fr;q=0.5, fr;q=0.1, sw;q=0.4        fr
x-klingon, zh-Hant-TW               en
fr;q=2, sw;q=0.1                    sw
fr;q=0.1234, sw;q=0.1               sw
fr;q=abc, ar;q=0.2                  ar
fr;level=1, ar                      ar
fr;q=-1                             en
,,;;,q=1,fr                         fr
*                                   en
fr;q=0                              en
"""


@pytest.mark.parametrize("row", CHOICES.strip().splitlines())
def test_the_browser_says_what_it_likes_best(row: str) -> None:
    header, expected = row.rsplit(maxsplit=1)

    assert choose_locale(None, header) == expected


@pytest.mark.parametrize(
    ("preferred", "expected"),
    [("sw", "sw"), ("PT-br", "pt"), ("fr_FR", "fr"), ("xx", "ar"), ("", "ar"), (None, "ar")],
)
def test_what_a_person_chose_goes_before_the_browser(preferred: str | None, expected: str) -> None:
    assert choose_locale(preferred, "ar") == expected


@pytest.mark.parametrize("header", [None, "", "de", "\x00", "é", ";q=1"])
def test_without_a_wish_that_we_can_meet_it_is_the_default(header: str | None) -> None:
    assert choose_locale(None, header, Locale.SW) is Locale.SW


def test_the_default_speaks_for_any_language() -> None:
    assert choose_locale(None, "*", Locale.PT) is Locale.PT


def test_an_endless_header_is_read_to_a_limit() -> None:
    assert choose_locale(None, "de," * 100_000 + "fr") is Locale.EN


@given(
    preferred=st.none() | st.text(),
    header=st.none() | st.text() | st.text(alphabet="enfrptarsw*;q=0.19,- "),
    default=st.sampled_from(Locale),
)
def test_any_garbage_still_gives_a_language(
    preferred: str | None, header: str | None, default: Locale
) -> None:
    assert choose_locale(preferred, header, default) in Locale
