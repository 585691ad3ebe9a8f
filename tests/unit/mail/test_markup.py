"""
Text becomes markup in one way only, and it is escaped on that way.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.mail.markup import (
    Html,
    bdi,
    escape,
    fill,
    joined,
    mail_address,
    own_address,
    sentence,
    web_address,
)
from tests.unit.mail.documents import Document


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_whatever_is_filled_in_is_read_back_as_text(text: str) -> None:
    document = Document(fill('<p title="{text}">{text}</p>', text=text))

    paragraph = document.one("p")
    assert paragraph.attributes["title"] == "".join(paragraph.pieces) == text
    assert len(document.elements) == 1


def test_a_value_is_not_filled_again() -> None:
    assert fill("{a}{b}", a="{b}", b="{a}") == "{b}{a}"


def test_markup_is_not_escaped_twice() -> None:
    assert fill("<p>{name}</p>", name=bdi("A & B")) == "<p><bdi>A &amp; B</bdi></p>"
    assert escape(escape("<")) == "&lt;"
    assert joined([Html("<b>"), Html("</b>")], " & ") == "<b> &amp; </b>"


def test_a_translators_sentence_is_text_too() -> None:
    assert sentence("1 < {count}", {"count": "2"}) == "1 &lt; 2"


def test_a_value_that_is_missing_is_a_bug() -> None:
    with pytest.raises(KeyError, match="name"):
        fill("{name}")


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://example.com/a?b=c#d", True),
        ("http://127.0.0.1:4566/x", True),
        ("HTTPS://EXAMPLE.COM", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)//https://example.com", False),
        ("//example.com", False),
        (" https://example.com", False),
        ("https://example.com/\n", False),
        ("https://exam ple.com", False),
        ("https:\\\\example.com", False),
        ("", False),
        (None, False),
    ],
)
def test_web_addresses_are_http_alone(url: str | None, is_one: bool) -> None:
    assert (web_address(url) == url and url is not None) is is_one


@pytest.mark.parametrize("url", ["/v1/invites", "/", "?locale=fr", "https://example.com/a"])
def test_our_own_addresses_are_paths_or_web_addresses(url: str) -> None:
    assert own_address(url) == url


@pytest.mark.parametrize("url", ["//evil.example", "/\\evil.example", "javascript:x", "", "a/b"])
def test_an_address_that_leaves_this_host_unseen_is_a_bug(url: str) -> None:
    with pytest.raises(AssertionError, match="no address"):
        own_address(url)


@pytest.mark.parametrize(
    ("email", "is_one"),
    [
        ("help@example.com", True),
        ("o'neil+x@example.co.ke", True),
        ("help@example.com?bcc=all@example.com", False),
        ("help@example.com\n", False),
        ("no address", False),
        (None, False),
    ],
)
def test_only_a_plain_address_becomes_a_mail_link(email: str | None, is_one: bool) -> None:
    assert (mail_address(email) is not None) is is_one
