"""
What a brand's pictures and second colour become on pages.
"""

from dataclasses import replace

import pytest

from tenantry.ids import TenantId
from tenantry.mail.assets import BACKGROUND, ICON, LOGO, address
from tests.unit.mail.documents import Document
from tests.unit.pages.shown import LOOK, a_frame, every_page

pytestmark = pytest.mark.requirement("R-WL-3")

OWNER = TenantId("ten_01KAHZE4000000000000000000")
WHOLE = replace(
    LOOK,
    logo_url=address(OWNER, "1" * 64, LOGO),
    favicon_url=address(OWNER, "2" * 64, ICON),
    login_background_url=address(OWNER, "3" * 64, BACKGROUND),
    secondary_color="#ffdd00",
    billing_url="https://savanna.example/billing",
)
SIGN_IN_PAGES = {"sign in", "request", "sent", "email_missing", "email_not_valid"} | {
    f"link {problem}" for problem in ("expired", "used", "unknown")
}


def test_uploaded_pictures_are_asked_from_the_host_that_shows_the_page() -> None:
    for name, page in every_page(a_frame(look=WHOLE)).items():
        document = Document(page.html)

        (logo,) = document.having("alt", "Savanna Cloud")
        (icon,), (touch,) = (document.having("rel", rel) for rel in ("icon", "apple-touch-icon"))
        assert logo.attributes["src"] == f"/assets/{OWNER}/{'1' * 64}/logo-2x.png", name
        assert icon.attributes["href"] == f"/assets/{OWNER}/{'2' * 64}/favicon.ico", name
        assert touch.attributes["href"] == f"/assets/{OWNER}/{'2' * 64}/apple-touch-icon.png"


def test_the_background_stands_behind_the_pages_of_signing_in_and_no_other() -> None:
    shown = {
        name
        for name, page in every_page(a_frame(look=WHOLE)).items()
        if Document(page.html).having("class", "backdrop")
    }

    assert shown == SIGN_IN_PAGES


def test_text_before_a_background_stands_on_a_ground_of_its_own() -> None:
    document = Document(every_page(a_frame(look=WHOLE))["request"].html)
    (backdrop,) = document.having("class", "backdrop")

    assert backdrop.attributes == {
        "class": "backdrop",
        "src": WHOLE.login_background_url,
        "alt": "",
    }
    assert document.having("class", "page over")
    assert ".page.over {" in document.one("style").text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", '"><script>', "/other"])
def test_a_background_that_is_no_picture_is_left_out(url: str) -> None:
    look = replace(WHOLE, login_background_url=url)
    document = Document(every_page(a_frame(look=look))["request"].html)

    assert document.having("class", "backdrop") == []
    assert document.having("class", "page")


def test_the_second_colour_is_a_stripe_and_the_buttons_that_stand_back() -> None:
    style = Document(every_page(a_frame(look=WHOLE))["workspaces"].html).one("style").text
    plain = Document(every_page(a_frame())["workspaces"].html).one("style").text

    assert (
        "--stripe: #ffdd00; --plain: #ffdd00; --on-plain: #000000; --plain-edge: #6b7280;" in style
    )
    assert "--stripe: transparent; --plain: #ffffff; --on-plain: #1f2937;" in plain


@pytest.mark.parametrize("color", ["#123456;}*{color:red", "red", "</style>"])
def test_a_second_colour_cannot_smuggle_in_a_rule(color: str) -> None:
    page = every_page(a_frame(look=replace(LOOK, secondary_color=color)))["workspaces"]

    assert page == every_page(a_frame())["workspaces"]


def test_the_footer_leads_to_billing() -> None:
    document = Document(every_page(a_frame(look=WHOLE))["invite"].html)

    assert document.having("href", "https://savanna.example/billing")[0].text == "Billing"
