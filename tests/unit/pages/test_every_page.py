"""
What every page keeps to: it is safe, it is readable by everybody, and it says who is speaking.
"""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.mail.model import Locale, Look
from tests.unit.mail.documents import Document
from tests.unit.pages.shown import LOOK, a_frame, every_page

EVIL = '</style><script>alert(1)</script> "><img src=x onerror=alert(1)> {title} {main}'
NAMES = st.text(min_size=1, max_size=200)


@pytest.mark.parametrize("locale", Locale)
def test_a_page_is_a_whole_document_in_its_language(locale: Locale) -> None:
    for name, page in every_page(a_frame(locale)).items():
        document = Document(page.html)

        root = document.one("html").attributes
        assert root == {"lang": locale, "dir": "rtl" if locale is Locale.AR else "ltr"}, name
        assert document.one("h1").text, name
        assert (
            document.one("title")
            .text.replace("\u2068", "")
            .endswith(("· Savanna Cloud", "· Savanna Cloud\u2069"))
        )
        assert page.html.startswith("<!doctype html>\n"), name
        assert not re.search(r"[{}]", document.one("body").text), name


@pytest.mark.parametrize("locale", Locale)
def test_the_policy_allows_the_pages_own_style_and_nothing_else_to_run(locale: Locale) -> None:
    for name, page in every_page(a_frame(locale)).items():
        style = "".join(Document(page.html).one("style").pieces)
        digest = b64encode(sha256(style.encode()).digest()).decode()

        assert page.headers["Content-Security-Policy"] == (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' https: data:; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        ), name


def test_no_page_needs_what_its_policy_forbids() -> None:
    for name, page in every_page(a_frame()).items():
        for element in Document(page.html).elements:
            assert element.tag not in {"script", "iframe", "object", "base"}, name
            attributes = element.attributes
            assert "style" not in attributes, name
            assert not any(attribute.startswith("on") for attribute in attributes), name


def test_a_page_is_neither_kept_nor_sniffed_nor_told_to_others() -> None:
    for name, page in every_page(a_frame(Locale.PT)).items():
        headers = {key: page.headers[key] for key in page.headers if "Security" not in key}

        retry = {"Retry-After": "45"} if name == "too many" else {}
        assert headers == {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Language": "pt",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex, nofollow",
            **retry,
        }, name


def test_every_field_has_its_label_and_every_reference_its_target() -> None:
    for name, page in every_page(a_frame()).items():
        document = Document(page.html)
        ids = [
            element.attributes["id"]
            for element in document.elements
            if element.attributes.get("id")
        ]
        fields = [e for e in document.all("input") if e.attributes["type"] != "hidden"]
        labelled = {label.attributes["for"] for label in document.all("label")}
        described = " ".join(e.attributes.get("aria-describedby", "") for e in document.elements)

        assert len(ids) == len(set(ids)), name
        assert {field.attributes["id"] for field in fields} == labelled, name
        assert set(described.split()) <= set(ids), name
        assert all(image.attributes["alt"] for image in document.all("img")), name


def test_every_form_posts_its_token_and_has_one_button() -> None:
    for name, page in every_page(a_frame()).items():
        document = Document(page.html)
        tokens = document.having("name", "token")

        assert len(document.all("form")) == len(tokens) == len(document.all("button")), name
        assert all(form.attributes["method"] == "post" for form in document.all("form")), name
        assert all(button.text for button in document.all("button")), name


@pytest.mark.parametrize("locale", Locale)
def test_names_are_never_markup_nor_placeholders(locale: Locale) -> None:
    look = Look(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL)

    for name, page in every_page(a_frame(locale, look), EVIL).items():
        document = Document(page.html)
        assert document.all("script") == document.all("img") == [], name
        assert EVIL in document.one("header").text, name


@pytest.mark.parametrize("color", ["#123456;}*{color:red", "red", "#12345", "</style>"])
def test_a_colour_cannot_smuggle_in_a_rule(color: str) -> None:
    page = every_page(a_frame(look=replace(LOOK, primary_color=color)))["invite"]
    platform = every_page(a_frame(look=replace(LOOK, primary_color=None)))["invite"]

    assert page == platform


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
def test_what_is_no_web_address_is_left_out(url: str) -> None:
    look = replace(LOOK, logo_url=url, favicon_url=url, terms_url=url, website_url=url)

    assert url not in every_page(a_frame(look=look))["invite"].html


def test_the_footer_leads_to_help_to_the_brands_pages_and_to_every_language() -> None:
    footer = Document(every_page(a_frame(Locale.FR))["invite"].html).one("footer")
    document = Document(every_page(a_frame(Locale.FR))["invite"].html)

    assert "Écrivez à help@savanna.example." in footer.text
    assert document.having("href", "mailto:help@savanna.example")
    assert document.having("href", "https://savanna.example/terms")[0].text == "Conditions"
    assert [a.text for a in document.all("a") if a.attributes.get("hreflang")] == [
        "English",
        "Português",
        "العربية",
        "Kiswahili",
    ]
    assert document.having("aria-current", "true")[0].text == "Français"


def test_without_languages_and_links_there_is_no_footer() -> None:
    frame = replace(a_frame(look=Look("Tenantry")), languages={})

    assert Document(every_page(frame)["done"].html).all("footer") == []


@given(name=NAMES, brand=NAMES, locale=st.sampled_from(Locale))
def test_any_name_leaves_the_page_as_it_is_built(name: str, brand: str, locale: Locale) -> None:
    shown = every_page(a_frame(locale, replace(LOOK, name=brand)), name)
    plain = every_page(a_frame(locale))

    for key, page in shown.items():
        assert page.html.encode()
        tags = [element.tag for element in Document(page.html).elements]
        assert tags == [element.tag for element in Document(plain[key].html).elements], key
        assert all(len(value.splitlines()) == 1 for value in page.headers.values())
