"""
Which names can be claimed.
"""

import re
from pathlib import Path

import idna
import publicsuffixlist
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.domains.names import read_root, registrable, shown
from tenantry.errors import Invalid

OWN = ["app.tenantry.example", "127.0.0.1", "localhost"]
CASE = re.compile(r"^checkPublicSuffix\((null|'.*'), (null|'.*')\);$", re.MULTILINE)
CASES = CASE.findall((Path(publicsuffixlist.__file__).parent / "test_psl.txt").read_text())


def read_literal(text: str) -> str | None:
    return None if text == "null" else text.strip("'")


def refusal_of(name: str) -> str:
    with pytest.raises(Invalid) as refused:
        read_root(name, OWN)
    return str(refused.value)


def test_all_cases_of_the_public_suffix_list_are_read() -> None:
    assert len(CASES) == 78


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(("name", "root"), CASES)
def test_roots_are_those_of_the_lists_own_cases(name: str, root: str) -> None:
    given, expected = read_literal(name), read_literal(root)

    found = None if given is None else registrable(given)

    assert found == expected


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(("name", "root"), [case for case in CASES if case[0] != "null"])
def test_a_case_can_be_claimed_where_the_list_says_that_it_is_a_root(name: str, root: str) -> None:
    given, expected = read_literal(name), read_literal(root)
    assert given is not None, "no name is no case"
    # A registry of its own below .com, in the list's part of private suffixes.
    is_private = given.endswith("uk.com")
    is_root = expected is not None and given.lower() == expected and not is_private

    if is_root:
        assert expected is not None, "as was said"
        assert read_root(given, OWN) == idna.encode(expected).decode()
    else:
        assert refusal_of(given).startswith("domain: ")


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("example.com", "example.com"),
        ("  Example.COM. ", "example.com"),
        ("example.co.ke", "example.co.ke"),
        ("example.com.br", "example.com.br"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("пример。рф", "xn--e1afmkfd.xn--p1ai"),
        # The older rules made fass.de of it, which is another owner's.
        ("faß.de", "xn--fa-hia.de"),
        ("xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
    ],
)
def test_a_root_domain_is_stored_as_a_labels(typed: str, stored: str) -> None:
    assert read_root(typed, OWN) == stored


def test_a_name_is_shown_as_people_write_it() -> None:
    assert shown("xn--fa-hia.de") == "faß.de"


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "at most 253 characters"),
        ("a" * 254, "at most 253 characters"),
        ("mdm.example.com", "claim example.com"),
        ("www.bücher.example", "claim xn--bcher-kva.example"),
        ("co.uk", "is a public suffix"),
        ("com", "a name before its ending"),
        ("foo.github.io", "stands under github.io"),
        ("github.io", "stands under github.io"),
        ("example.uk.com", "stands under uk.com"),
        ("1.2.3.4", "an IP address"),
        ("\uff11.2.3.4", "an IP address"),
        ("0x7f.1", "in no public DNS"),
        ("partner.local", "in no public DNS"),
        ("https://example.com", "the name alone"),
        ("mail@example.com", "the name alone"),
        ("example.com:443", "the name alone"),
        ("*.example.com", "without *"),
        ("☕.com", "is none"),
        ("xn--a.com", "is none"),
        ("ab--cd.com", "is none"),
        ("_dmarc.com", "is none"),
        ("-a.com", "is none"),
        ("a..com", "is none"),
        ("example .com", "is none"),
        (f"{'a' * 61}.com", "no certificate"),
    ],
)
def test_what_is_no_root_domain_is_told_what_it_is(typed: str, words: str) -> None:
    assert words in refusal_of(typed)


@pytest.mark.requirement("R-WL-2")
@pytest.mark.parametrize(
    "typed", ["tenantry.example", "app.tenantry.example", "x.tenantry.example"]
)
def test_nobody_claims_what_is_the_platforms(typed: str) -> None:
    assert "the platform's own" in refusal_of(typed)


def test_the_root_that_may_be_meant_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        read_root("shop.example.co.ke", OWN)

    assert refused.value.context["possible"] == "example.co.ke"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_name_of_dns_or_refused(typed: str) -> None:
    try:
        name = read_root(typed, OWN)
    except Invalid:
        return

    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", name)
    assert read_root(name, OWN) == name
    assert registrable(name) == name
