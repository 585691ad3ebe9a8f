"""
What somebody reads who signs in with a mailed link, and when something went wrong.
"""

import pytest

from tenantry.mail.model import Locale
from tenantry.pages.problems import error, too_many_requests
from tenantry.pages.sign_in import sign_in, sign_in_request, sign_in_sent, sign_in_unusable
from tenantry.pages.views import FieldError, SignInProblem, SignInRequest
from tests.unit.mail.documents import Document
from tests.unit.pages.shown import TARGET, a_frame


def test_a_sign_in_link_opens_a_button_that_posts_the_token() -> None:
    document = Document(sign_in(a_frame(), TARGET).html)

    assert document.one("button").text == "Sign in"
    assert document.one("form").attributes["action"] == "/invites/accept"
    assert document.having("name", "token")[0].attributes["value"] == "secret-token"


@pytest.mark.parametrize(
    ("problem", "status"),
    [(SignInProblem.EXPIRED, 410), (SignInProblem.USED, 410), (SignInProblem.UNKNOWN, 404)],
)
@pytest.mark.parametrize("locale", Locale)
def test_a_link_that_does_not_sign_in_leads_to_a_new_one(
    locale: Locale, problem: SignInProblem, status: int
) -> None:
    page = sign_in_unusable(a_frame(locale), problem, "/sign-in?locale=sw&x=1")

    (again,) = Document(page.html).having("href", "/sign-in?locale=sw&x=1")
    assert page.status == status
    assert again.text


def test_a_wrong_address_comes_back_with_what_is_wrong() -> None:
    request = SignInRequest(TARGET, "jane@", FieldError.EMAIL_NOT_VALID)

    page = sign_in_request(a_frame(), request)

    (field,) = Document(page.html).having("id", "email")
    assert page.status == 422
    assert field.attributes["value"] == "jane@"
    assert field.attributes["type"] == "email"
    assert field.attributes["aria-describedby"] == "email-error"


def test_asking_for_a_link_does_not_tell_whether_the_address_is_known() -> None:
    text = Document(sign_in_sent(a_frame(), "jane@acme.example").html).one("main").text

    assert "If j***@acme.example is known here, a sign-in link is on its way." in text
    assert "valid for 15 minutes" in text


@pytest.mark.parametrize(
    ("locale", "seconds", "words"),
    [
        (Locale.EN, 1, "again in 1 second."),
        (Locale.FR, 30, "dans 30 secondes."),
        (Locale.AR, 2, "بعد ثانيتين."),
        (Locale.AR, 5, "بعد 5 ثوانٍ."),
        (Locale.PT, 600, "dentro de 10 minutos."),
        (Locale.SW, 45, "baada ya sekunde 45."),
    ],
)
def test_too_many_attempts_says_when_to_come_back(locale: Locale, seconds: int, words: str) -> None:
    page = too_many_requests(a_frame(locale), seconds)

    assert page.status == 429
    assert page.headers["Retry-After"] == str(seconds)
    assert words in Document(page.html).one("main").text


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (404, "There is nothing at this address"),
        (418, "We could not read this request"),
        (500, "Something went wrong on our side"),
        (502, "Something went wrong on our side"),
    ],
)
def test_an_error_keeps_its_status_and_can_be_quoted(status: int, heading: str) -> None:
    page = error(a_frame(), status, "1-67a-9f")

    document = Document(page.html)
    assert page.status == status
    assert document.one("h1").text == heading
    assert "Reference: 1-67a-9f" in document.one("main").text


def test_an_error_without_a_reference_shows_none() -> None:
    assert "Reference" not in error(a_frame(), 500).html
