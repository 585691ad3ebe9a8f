"""
What a request's host names: told apart before anything is looked up.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.hosts.names import NAME_MAX, bare, is_name

PLACE = "portal.partner.example"
NO_NAMES = [
    "",
    "localhost",
    "192.0.2.1",
    "192.0.2.1:8080",
    "[2001:db8::1]",
    "[2001:db8::1]:443",
    "::1",
    "a.example,b.example",
    "a.example, b.example",
    "a.example b.example",
    "bücher.example",
    "a.example/path",
    "user@a.example",
    "https://a.example",
    "_dmarc.a.example",
    "-a.example",
    "a-.example",
    "a..example",
    ".a.example",
    "a.example..",
    "*.a.example",
    f"{'a' * 64}.example",
    "a." * 150,
    "\u212aofi.example",
    "a.example\n",
    "a.example:99999999",
]


@pytest.mark.parametrize(
    "written",
    [
        PLACE,
        "Portal.Partner.EXAMPLE",
        f"{PLACE}.",
        f"{PLACE}:443",
        f"{PLACE}.:8443",
        f" {PLACE}\t",
    ],
)
def test_capitals_a_port_and_a_final_dot_say_nothing(written: str) -> None:
    assert bare(written) == PLACE
    assert is_name(bare(written))


@pytest.mark.parametrize("written", NO_NAMES)
def test_what_is_no_name_is_none_whatever_it_looks_like(written: str) -> None:
    assert not is_name(bare(written))


def test_a_name_in_other_letters_is_known_by_its_a_label_alone() -> None:
    assert is_name("portal.xn--bcher-kva.example")
    assert not is_name("portal.bücher.example")


def test_the_longest_name_is_one_and_a_longer_one_is_none() -> None:
    longest = ".".join(["a" * 63, "b" * 63, "c" * 63, "d" * 61])

    assert (len(longest), is_name(longest)) == (NAME_MAX, True)
    assert not is_name(longest + "d")


@given(st.text(max_size=300))
def test_whatever_is_sent_comes_to_a_name_or_to_none(written: str) -> None:
    name = bare(written)

    assert bare(name) == name or not is_name(name)
    if is_name(name):
        assert name == name.lower()
        assert name.isascii()
        assert len(name) <= NAME_MAX
