"""
What every mail keeps to, whatever its kind, its language and the names in it.
"""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.mail.model import Locale, Look, MailKind
from tenantry.mail.names import one_line
from tenantry.mail.render import render
from tenantry.mail.values import InviteAcceptedMail, InviteMail, PilotEndingMail, SignInMail
from tests.unit.mail.documents import Document
from tests.unit.mail.letters import AT, EVERY_KIND, LINK, LOOK, a_mail, some_values

EVIL = '<script>alert(1)</script> "><img src=x onerror=alert(1)> {link} {brand}'
NAMES = st.text(min_size=1, max_size=200)


@pytest.mark.requirement("R-INV-1")
@pytest.mark.parametrize(("kind", "locale"), EVERY_KIND)
def test_every_kind_is_written_in_every_language(kind: MailKind, locale: Locale) -> None:
    mail = a_mail(kind, locale)
    document = Document(mail.html)

    assert document.one("html").attributes["lang"] == locale
    assert document.one("title").text == mail.subject
    assert document.one("h1").text
    assert LINK in mail.text
    assert not re.search(r"[{}]", mail.subject + mail.text + document.one("body").text)


@pytest.mark.parametrize(("kind", "locale"), EVERY_KIND)
def test_the_link_is_a_button_and_can_be_copied(kind: MailKind, locale: Locale) -> None:
    anchors = Document(a_mail(kind, locale).html).having("href", LINK)

    button, plain = anchors
    assert button.text
    assert plain.text == LINK


@pytest.mark.parametrize("kind", MailKind)
def test_the_text_says_what_the_html_says(kind: MailKind) -> None:
    mail = a_mail(kind)
    shown = Document(mail.html).one("body").text

    paragraphs = [part for part in mail.text.split("\n\n") if "\n" not in part]
    assert len(paragraphs) >= 3
    assert all(part.strip() in shown for part in paragraphs)


def test_an_invite_names_who_invites_to_what_for_how_long() -> None:
    values = InviteMail("Savanna Ltd", "Acme Foods", "Standard", 30, AT, LINK)

    text = render(MailKind.INVITE, Locale.EN, values, LOOK).text

    assert "Savanna Ltd has prepared the workspace Acme Foods for you." in text
    assert "Plan: Standard\nPilot: 30 days\n" in text
    assert "Invitation valid until: 5 December 2026, 14:30 UTC" in text
    assert "because Savanna Ltd entered your address" in text


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (Locale.EN, ("purchase orders", "sales orders", "shipments", "data is kept")),
        (Locale.FR, ("bons de commande", "commandes clients", "expéditions", "conservées")),
        (Locale.PT, ("ordens de compra", "ordens de venda", "expedições", "conservados")),
        (Locale.AR, ("أوامر شراء", "أوامر بيع", "شحنات", "محفوظة")),
        (Locale.SW, ("oda mpya za ununuzi", "oda za mauzo", "usafirishaji", "hifadhiwa")),
    ],
)
@pytest.mark.parametrize(
    "kind",
    [
        MailKind.PILOT_ENDING,
        MailKind.PILOT_EXPIRED,
        MailKind.PAYMENT_OVERDUE,
        MailKind.SUBSCRIPTION_SUSPENDED,
    ],
)
def test_whatever_shuts_the_gate_says_what_stops_and_what_is_kept(
    kind: MailKind, locale: Locale, words: tuple[str, ...]
) -> None:
    text = a_mail(kind, locale).text.lower()

    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("locale", "days", "words"),
    [
        (Locale.EN, 7, "ends in 7 days"),
        (Locale.EN, 1, "ends in 1 day"),
        (Locale.EN, 0, "ends in less than a day"),
        (Locale.FR, 1, "se termine dans 1 jour"),
        (Locale.PT, 7, "termina dentro de 7 dias"),
        (Locale.AR, 1, "خلال يوم واحد"),
        (Locale.AR, 2, "خلال يومين"),
        (Locale.AR, 7, "خلال 7 أيام"),
        (Locale.AR, 14, "خلال 14 يومًا"),
        (Locale.SW, 7, "baada ya siku 7"),
    ],
)
def test_days_left_are_counted_in_each_languages_plural(
    locale: Locale, days: int, words: str
) -> None:
    values = PilotEndingMail("Acme Foods", AT, days, LINK)

    mail = render(MailKind.PILOT_ENDING, locale, values, LOOK)

    assert mail.subject.endswith(words)
    assert words in mail.text


def test_a_sign_in_mail_says_how_long_and_what_to_do_if_it_was_not_you() -> None:
    text = render(MailKind.SIGN_IN, Locale.EN, SignInMail(LINK), LOOK).text

    assert "valid for 15 minutes" in text
    assert "If it was not you who asked for it, ignore this e-mail" in text


def test_the_reseller_reads_who_accepted() -> None:
    values = InviteAcceptedMail("Acme Foods", "Jane Wanjiru", LINK)

    mail = render(MailKind.INVITE_ACCEPTED, Locale.FR, values, LOOK)

    assert mail.subject == "Acme Foods a accepté votre invitation"
    assert "Jane Wanjiru a accepté votre invitation." in mail.text


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_no_name_starts_another_header(kind: MailKind, break_: str) -> None:
    evil = f"Acme{break_}Bcc: all@example.com"

    mail = a_mail(kind, name=evil, look=replace(LOOK, name=evil))

    assert len(mail.subject.splitlines()) == 1
    assert break_ not in mail.subject


@pytest.mark.parametrize(("kind", "locale"), EVERY_KIND)
def test_names_are_never_markup_nor_placeholders(kind: MailKind, locale: Locale) -> None:
    look = Look(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, f"{EVIL}\n{EVIL}")

    document = Document(a_mail(kind, locale, name=EVIL, look=look).html)

    assert document.all("script") == document.all("img") == []
    assert EVIL in document.one("body").text


@pytest.mark.parametrize("locale", Locale)
def test_arabic_mail_runs_from_right_to_left_and_the_others_do_not(locale: Locale) -> None:
    document = Document(a_mail(locale=locale).html)

    expected = "rtl" if locale is Locale.AR else "ltr"
    assert document.one("html").attributes["dir"] == expected
    # Web mail drops html and body: what is left of the document has to say it again.
    assert document.all("div")[0].attributes["dir"] == expected
    assert {table.attributes.get("dir", expected) for table in document.all("table")} == {expected}


def test_a_name_of_the_other_direction_stands_on_its_own_island() -> None:
    hebrew, latin = "קפה תל אביב", "Acme Foods"

    english = a_mail(MailKind.TENANT_READY, name=hebrew)
    arabic = a_mail(MailKind.TENANT_READY, Locale.AR, name=latin)

    assert english.subject == f"Your workspace \u2068{hebrew}\u2069 is ready"
    assert f"\u2068{latin}\u2069" in arabic.subject
    assert f"\u2068{latin}\u2069" in arabic.text
    assert hebrew in {bdi.text for bdi in Document(english.html).all("bdi")}


def test_a_name_of_the_same_direction_needs_no_invisible_characters() -> None:
    assert a_mail(MailKind.TENANT_READY).subject == "Your workspace Acme Foods is ready"


def test_long_names_are_cut_in_the_subject_and_whole_in_the_mail() -> None:
    name = "Ünïcode " * 25

    mail = a_mail(MailKind.TENANT_READY, name=name)

    assert len(mail.subject) < 120
    assert "…" in mail.subject
    assert name.strip() in mail.text


def test_the_brand_shows_its_logo_colour_links_and_signature() -> None:
    look = replace(
        LOOK,
        logo_url="https://savanna.example/logo.png",
        website_url="https://savanna.example",
        terms_url="https://savanna.example/terms",
        signature="Savanna support\n+254 20 555 0100",
    )
    mail = a_mail(look=look)
    document = Document(mail.html)

    assert document.one("img").attributes["alt"] == "Savanna Cloud"
    assert "#0f766e" in mail.html
    assert [a.text for a in document.all("a")][-2:] == ["Website", "Terms"]
    assert "Savanna support\n+254 20 555 0100" in mail.text
    assert "Savanna support +254 20 555 0100" in document.one("body").text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a b", "ftp://x"]
)
def test_what_is_no_web_address_is_left_out(url: str) -> None:
    look = replace(LOOK, logo_url=url, website_url=url, support_url=url, favicon_url=url)

    mail = a_mail(look=look)

    assert url not in mail.html
    assert url not in mail.text


def test_a_mail_is_not_written_from_the_values_of_another_kind() -> None:
    with pytest.raises(AssertionError, match="not written from"):
        render(MailKind.INVITE, Locale.EN, some_values(MailKind.SIGN_IN), LOOK)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "/relative", ""])
def test_a_mail_never_carries_a_link_that_no_mail_program_can_open(link: str) -> None:
    with pytest.raises(AssertionError, match="web address"):
        render(MailKind.SIGN_IN, Locale.EN, SignInMail(link), LOOK)


@given(name=NAMES, brand=NAMES, kind=st.sampled_from(MailKind), locale=st.sampled_from(Locale))
def test_any_name_is_shown_whole_and_harms_nothing(
    name: str, brand: str, kind: MailKind, locale: Locale
) -> None:
    mail = a_mail(kind, locale, name=name, look=replace(LOOK, name=brand))
    plain = a_mail(kind, locale)

    assert len(mail.subject.splitlines()) <= 1
    assert mail.html.encode()
    assert mail.text.encode()
    assert one_line(brand) in mail.text
    tags = [element.tag for element in Document(mail.html).elements]
    assert tags == [element.tag for element in Document(plain.html).elements]
