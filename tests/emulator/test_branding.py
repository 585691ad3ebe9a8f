"""
A partner's pictures on the whole stack: sent as a browser sends them, and seen in a real one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Route, expect

from tenantry.mail.model import Locale, Look
from tenantry.pages.sign_in import sign_in_request
from tenantry.pages.views import Frame, SignInRequest, Target
from tests.emulator.browsing import DESK, PHONE, Visitor, chromium
from tests.emulator.provisioned import Programme, provisioned
from tests.emulator.requesting import Caller
from tests.picturing import a_picture

type Json = Any

pytestmark = [pytest.mark.emulator, pytest.mark.requirement("R-WL-3")]

PICTURES = {
    "logo": a_picture((600, 120), "RGBA"),
    "favicon": a_picture((512, 512)),
    "login_background": a_picture((1_600, 1_000), kind="PNG"),
}
HTML = {"Content-Type": "text/html; charset=utf-8"}
GROUND = """
element => {
  for (let one = element; one !== document.body; one = one.parentElement)
    if (getComputedStyle(one).backgroundColor.startsWith("rgb("))
      return getComputedStyle(one).backgroundColor;
}
"""
"""What an element's text stands on, if anything before the page's own ground is not see-through."""


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with provisioned(tmp_path_factory.mktemp("branding")) as programme:
        yield programme


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visitor(programme: Programme, browser: Browser) -> Iterator[Visitor]:
    """
    A visitor whose browser must have nothing to complain about in the end.
    """
    context = browser.new_context(viewport=DESK, locale="en-GB")
    visitor = Visitor(context.new_page(), programme.stack.base_url)
    yield visitor
    context.close()
    assert visitor.complaints == []


@pytest.fixture(scope="module")
def reseller(programme: Programme) -> Json:
    branding = {
        "display_name": "Savanna Cloud",
        "primary_color": "#ffdd00",
        "secondary_color": "#0b5d4e",
        "support_email": "help@savanna.example",
    }
    return programme.new_reseller(branding=branding)


@pytest.fixture(scope="module")
def owner(programme: Programme, reseller: Json) -> Caller:
    return programme.owner_of(reseller)


@pytest.fixture(scope="module")
def branding(owner: Caller, reseller: Json) -> Json:
    """
    The reseller's branding, with all three pictures.
    """
    at = f"/v1/resellers/{reseller['id']}/branding"
    for use, content in PICTURES.items():
        shown = show(owner, at, use, content)
    return shown


def show(owner: Caller, at: str, use: str, content: bytes) -> Json:
    """
    Send a picture with the form that was asked for, and have it shown.
    """
    asked = {"use": use, "content_type": "image/png", "size": len(content)}
    upload = owner.made(f"{at}/uploads", asked)
    form = upload["form"]
    sent = requests.post(form["url"], data=form["fields"], files={"file": content}, timeout=10)
    assert sent.status_code in {200, 204}, sent.text
    accepted = owner.call("POST", f"{at}/uploads/{upload['id']}/accept")
    assert accepted.status == 200, accepted.text
    return accepted.json


def serve(visitor: Visitor, html: str, headers: Mapping[str, str], path: str = "/shown") -> str:
    """
    A document at a path of the stack: from anywhere else, a browser fetches nothing of loopback.
    """

    def answer(route: Route) -> None:
        route.fulfill(headers=dict(headers), body=html)

    visitor.page.route(f"**{path}", answer)
    return path


def serve_sign_in(visitor: Visitor, branding: Json) -> str:
    """
    The page of signing in, as a partner's own host serves it: with the headers that go with it.
    """
    seen = branding["effective"]
    names = ("primary_color", "secondary_color", "logo_url", "favicon_url", "login_background_url")
    look = Look(
        "Savanna Cloud", support_email="help@savanna.example", **{n: seen[n] for n in names}
    )
    made = sign_in_request(Frame(Locale.EN, look), SignInRequest(Target("/sign-in", "")))
    return serve(visitor, made.html, made.headers)


def test_the_page_of_signing_in_wears_all_that_was_uploaded(
    programme: Programme, branding: Json, visitor: Visitor
) -> None:
    path = serve_sign_in(visitor, branding)

    with visitor.page.expect_response(lambda answer: "login-background" in answer.url):
        assert visitor.open(path) == 200

    logo = visitor.page.get_by_role("img", name="Savanna Cloud")
    assert logo.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [400, 80]
    assert logo.evaluate("image => [image.width, image.height]") == [200, 40]
    backdrop = visitor.page.locator("img.backdrop")
    assert backdrop.evaluate("image => [image.complete, image.naturalWidth]") == [True, 1_600]
    box = backdrop.bounding_box()
    assert box is not None
    assert (box["width"], box["y"] + box["height"]) == (DESK["width"], DESK["height"])
    icon = visitor.page.locator("link[rel=icon]").get_attribute("href")
    assert requests.get(f"{programme.stack.base_url}{icon}", timeout=5).content[:4] == b"\0\0\1\0"


@pytest.mark.requirement("R-WL-5")
def test_every_word_before_a_background_stands_on_a_ground_of_ours(
    branding: Json, visitor: Visitor
) -> None:
    visitor.open(serve_sign_in(visitor, branding))

    grounds = {
        place: visitor.page.locator(place).first.evaluate(GROUND)
        for place in ("header", "h1", "label", "button", "footer p", "footer a")
    }

    assert grounds["header"] == grounds["footer p"] == grounds["footer a"] == "rgb(243, 244, 246)"
    assert grounds["h1"] == grounds["label"] == "rgb(255, 255, 255)"
    button = visitor.page.get_by_role("button")
    expect(button).to_have_css("background-color", "rgb(255, 221, 0)")
    expect(button).to_have_css("color", "rgb(0, 0, 0)")
    expect(button).to_have_css("border-top-color", "rgb(107, 114, 128)")


def test_a_page_with_a_background_is_no_wider_than_a_small_phone(
    branding: Json, visitor: Visitor
) -> None:
    visitor.page.set_viewport_size(PHONE)

    visitor.open(serve_sign_in(visitor, branding))

    assert visitor.overflow() == 0
    logo = visitor.page.get_by_role("img", name="Savanna Cloud").bounding_box()
    assert logo is not None
    assert (logo["width"], logo["height"]) == (200, 40)


def test_an_invite_and_its_mail_show_the_logo(
    programme: Programme, reseller: Json, branding: Json, visitor: Visitor
) -> None:
    email = programme.invite(reseller["id"])
    path = programme.link(email).path

    assert visitor.open(path) == 200
    on_page = visitor.page.get_by_role("img", name="Savanna Cloud")
    page_size = on_page.evaluate("image => [image.naturalWidth, image.width, image.height]")
    visitor.open(serve(visitor, programme.mails(email)[0].html, HTML))
    in_mail = visitor.page.get_by_role("img", name="Savanna Cloud")
    expect(in_mail).to_have_attribute("src", programme.stack.base_url + branding["own"]["logo_url"])

    assert page_size == [400, 200, 40]
    assert in_mail.evaluate("image => [image.naturalWidth, image.width]") == [200, 200]


def test_a_preview_is_what_people_will_get(
    owner: Caller, reseller: Json, branding: Json, visitor: Visitor
) -> None:
    at = f"/v1/resellers/{reseller['id']}/branding/preview"
    draft = {"display_name": "<script>alert(1)</script>", "primary_color": "#0b5d4e"}
    shown = owner.call("POST", at, draft).json

    for number, html in enumerate((shown["sign_in"], shown["invite"], shown["mail"]["html"])):
        visitor.open(serve(visitor, html, HTML, f"/preview/{number}"))
        logo = visitor.page.get_by_role("img", name=draft["display_name"])
        assert logo.evaluate("image => [image.complete, image.width, image.height]") == [
            True,
            200,
            40,
        ]

    assert shown["branding"]["own"]["logo_url"] == branding["own"]["logo_url"]
