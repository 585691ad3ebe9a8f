"""
What a prospect reads when the link of an invite is opened.
"""

from dataclasses import replace

import pytest

from tenantry.mail.model import Locale
from tenantry.pages.invites import invite, invite_done, invite_unusable, reseller_inactive
from tenantry.pages.views import FieldError, InviteDone, InviteProblem
from tests.unit.mail.documents import Document
from tests.unit.pages.shown import a_frame, an_offer


def test_the_offer_says_who_what_and_for_how_long() -> None:
    offer = replace(an_offer(), reseller_name="Savanna Ltd", plan_name="Standard")

    page = invite(a_frame(), offer)
    document = Document(page.html)

    assert page.status == 200
    assert document.one("h1").text == "Savanna Ltd invites you to Acme Foods"
    assert [
        (dt.text, dd.text) for dt, dd in zip(document.all("dt"), document.all("dd"), strict=True)
    ] == [
        ("Workspace", "Acme Foods"),
        ("Plan", "Standard"),
        ("Pilot", "30 days"),
        ("Sent to", "j***@acme.example"),
        ("Valid until", "5 December 2026, 14:30 UTC"),
    ]


@pytest.mark.requirement("R-RES-15")
def test_the_consent_stands_beside_the_button_and_is_read_out_with_it() -> None:
    document = Document(invite(a_frame(), an_offer()).html)

    form = document.one("form")
    (consent,) = document.having("id", "consent")
    assert document.one("button").attributes["aria-describedby"] == "consent"
    assert consent.text in form.text
    assert "rights until 5 December 2027" in consent.text
    assert "You can end this access at any time" in consent.text


@pytest.mark.parametrize("locale", Locale)
def test_the_form_carries_its_token_and_asks_for_a_name(locale: Locale) -> None:
    document = Document(invite(a_frame(locale), an_offer()).html)

    (token,) = document.having("name", "token")
    (name,) = document.having("name", "name")
    assert document.one("form").attributes["action"] == "/invites/accept"
    assert (token.attributes["type"], token.attributes["value"]) == ("hidden", "secret-token")
    assert name.attributes["dir"] == "auto"
    assert {"required", "autocomplete"} <= name.attributes.keys()
    assert "aria-invalid" not in name.attributes


@pytest.mark.parametrize("error", [FieldError.NAME_MISSING, FieldError.NAME_TOO_LONG])
@pytest.mark.parametrize("locale", Locale)
def test_a_wrong_name_comes_back_with_what_is_wrong(locale: Locale, error: FieldError) -> None:
    page = invite(a_frame(locale), an_offer(entered='Jane "J" <Doe>', error=error))
    document = Document(page.html)

    (field,) = document.having("id", "name")
    (words,) = document.having("id", "name-error")
    (alert,) = document.having("role", "alert")
    assert page.status == 422
    assert field.attributes["value"] == 'Jane "J" <Doe>'
    assert field.attributes["aria-invalid"] == "true"
    assert field.attributes["aria-describedby"] == "name-hint name-error"
    assert words.text in alert.text
    assert document.having("href", "#name")


def test_an_error_is_the_first_word_of_the_title() -> None:
    page = invite(a_frame(), an_offer(error=FieldError.NAME_MISSING))

    assert Document(page.html).one("title").text == "Error: Your invitation · Savanna Cloud"


def test_no_page_shows_the_whole_address_that_was_invited() -> None:
    done = invite_done(a_frame(), InviteDone("Acme Foods", "jane@acme.example"))

    assert done.status == 200
    assert (
        "We have e-mailed a sign-in link to j***@acme.example."
        in Document(done.html).one("main").text
    )
    for page in (done, invite(a_frame(), an_offer())):
        assert "jane" not in page.html


@pytest.mark.parametrize(
    ("problem", "status", "heading"),
    [
        (InviteProblem.EXPIRED, 410, "This invitation has expired"),
        (InviteProblem.REVOKED, 410, "This invitation has been withdrawn"),
        (InviteProblem.USED, 410, "This invitation has already been used"),
        (InviteProblem.UNKNOWN, 404, "We do not know this invitation"),
    ],
)
def test_an_invite_that_cannot_be_accepted_says_why(
    problem: InviteProblem, status: int, heading: str
) -> None:
    page = invite_unusable(a_frame(), problem)

    assert page.status == status
    assert Document(page.html).one("h1").text == heading
    assert Document(page.html).all("form") == []


@pytest.mark.parametrize("locale", Locale)
def test_an_inactive_reseller_is_told_apart_from_a_bad_invite(locale: Locale) -> None:
    page = reseller_inactive(a_frame(locale))

    others = {invite_unusable(a_frame(locale), problem).html for problem in InviteProblem}
    assert page.status == 409
    assert page.html not in others
    assert Document(page.html).one("h1").text


@pytest.mark.parametrize("problem", InviteProblem)
def test_what_went_wrong_is_not_blamed_on_whose_look_the_page_wears(problem: InviteProblem) -> None:
    for page in (invite_unusable(a_frame(), problem), reseller_inactive(a_frame())):
        assert "Savanna" not in Document(page.html).one("main").text
