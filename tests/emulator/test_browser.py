"""
The pages in a real browser, as a prospect and an owner use them.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, expect

from tenantry.clock import stamp
from tests.emulator.browsing import DESK, PHONE, Visitor, chromium
from tests.emulator.provisioned import SIGN_IN_LINK, Programme

pytestmark = pytest.mark.emulator

BRAND = {"display_name": "Savannah Cloud", "primary_color": "#0b5d4e"}
LOCALES = [
    "fr",
    "ar",
    *(pytest.param(locale, marks=pytest.mark.deep) for locale in ("en", "pt", "sw")),
]
"""First the one with the longest sentences, and the one that runs from right to left."""

LONG = "Unternehmensverwaltungsgesellschaft" * 5

OFFER = """
- heading "Savannah Cloud invites you to Kofi's Shop" [level=1]
- paragraph: /Your pilot starts at that moment and lasts 30 days/
- term: Workspace
- definition: Kofi's Shop
- term: Plan
- definition: Standard
- term: Pilot
- definition: 30 days
- term: Sent to
- definition: c***@shop.example
- term: Valid until
- definition: /\\d+ \\w+ \\d+, \\d+:\\d+ UTC/
- textbox "Your name"
- heading "What you agree to" [level=2]
- paragraph: /You allow Savannah Cloud to work in Kofi's Shop .* until \\d+ \\w+ \\d+/
- paragraph: /You can end this access at any time/
- button "Accept the invitation"
- paragraph: We then e-mail you a link to sign in.
"""
WORKSPACE = """
- heading "Your workspaces" [level=1]
- paragraph: Signed in as Kofi Mensah
- button "Sign out"
- heading "Kofi's Shop" [level=2]
- term: Your role
- definition: Owner
- term: Pilot
- definition: /Ends on \\d+ \\w+ \\d+, \\d+:\\d+ UTC/
- term: /Partner.s access/
- definition:
  - paragraph: /Savannah Cloud may work here until/
  - button /End this access/
"""


@pytest.fixture(scope="module")
def reseller_id(programme: Programme) -> str:
    reseller: str = programme.new_reseller(branding=BRAND)["id"]
    return reseller


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visitor(programme: Programme, browser: Browser) -> Iterator[Visitor]:
    """
    A visitor whose browser must have nothing to complain about in the end.
    """
    programme.forget_limits()
    context = browser.new_context(viewport=DESK, locale="en-GB")
    visitor = Visitor(context.new_page(), programme.stack.base_url)
    yield visitor
    context.close()
    assert visitor.complaints == []


def sign_in_path(programme: Programme, email: str) -> str:
    link_id, token = programme.links(SIGN_IN_LINK, email)[0]
    return f"/sign-in/{link_id}/{token}"


def invited(programme: Programme, reseller_id: str, **offer: str) -> tuple[str, str]:
    """
    A new customer's address, and the path of the link in their mail.
    """
    email = programme.invite(reseller_id, **offer)
    return email, programme.link(email).path


def customer(programme: Programme, reseller_id: str) -> tuple[str, str]:
    """
    A customer who accepted: their address, and their tenant.
    """
    email = programme.invite(reseller_id)
    accepted = programme.accept(programme.link(email), "Kofi Mensah")
    assert accepted.status == 200, accepted.text
    return email, accepted.json["tenant_id"]


def sign_in(programme: Programme, visitor: Visitor, email: str) -> None:
    """
    Follow the link of the newest mail, and press its button.
    """
    assert visitor.open(sign_in_path(programme, email)) == 200
    visitor.press("Sign in")


@pytest.mark.requirement("R-INV-3")
def test_a_screen_reader_hears_what_is_offered_and_what_is_agreed_to(
    programme: Programme, reseller_id: str, visitor: Visitor
) -> None:
    _, path = invited(programme, reseller_id)

    assert visitor.open(path) == 200

    expect(visitor.page).to_have_title("Your invitation · Savannah Cloud")
    expect(visitor.page.get_by_role("main")).to_match_aria_snapshot(OFFER)
    name = visitor.page.get_by_role("textbox")
    expect(name).to_have_accessible_description("As your colleagues will see it.")
    button = visitor.page.get_by_role("button")
    expect(button).to_have_accessible_description(re.compile("You allow Savannah Cloud to work in"))


def test_an_empty_name_is_not_sent_and_a_blank_one_comes_back_with_what_is_wrong(
    programme: Programme, reseller_id: str, visitor: Visitor
) -> None:
    _, path = invited(programme, reseller_id)
    visitor.open(path)
    name = visitor.page.get_by_role("textbox")

    visitor.page.get_by_role("button").click()
    is_still_there = visitor.page.url.endswith(path)
    name.fill("   ")
    visitor.press("Accept the invitation")

    assert is_still_there
    expect(visitor.page).to_have_title("Error: Your invitation · Savannah Cloud")
    expect(visitor.page.get_by_role("alert")).to_have_text("Please correct this: Enter your name.")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description("As your colleagues will see it. Enter your name.")
    visitor.page.get_by_role("link", name="Enter your name.").click()
    expect(name).to_be_focused()


@pytest.mark.requirement("R-INV-2")
def test_a_prospect_accepts_with_the_keyboard_alone(
    programme: Programme, reseller_id: str, visitor: Visitor
) -> None:
    email, path = invited(programme, reseller_id)
    visitor.open(path)

    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.type("Kofi Mensah")
    with visitor.page.expect_event("load"):
        visitor.page.keyboard.press("Enter")

    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Your workspace is ready")
    assert email not in visitor.heard()
    assert visitor.open(path) == 200
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Your workspace is ready")
    expect(visitor.page.get_by_role("button")).to_have_count(0)


def test_an_owner_signs_in_sees_the_pilot_and_signs_out(
    programme: Programme, reseller_id: str, visitor: Visitor
) -> None:
    email, _ = customer(programme, reseller_id)

    sign_in(programme, visitor, email)

    expect(visitor.page).to_have_url(f"{programme.stack.base_url}/workspace")
    expect(visitor.page.get_by_role("main")).to_match_aria_snapshot(WORKSPACE)
    (cookie,) = visitor.page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    visitor.press("Sign out")
    visitor.open("/workspace")
    expect(visitor.page.get_by_role("button")).to_have_text("Send me a link")
    assert visitor.page.context.cookies() == []


@pytest.mark.requirement("R-RES-15")
def test_an_owner_ends_the_resellers_access(
    programme: Programme, reseller_id: str, visitor: Visitor
) -> None:
    email, tenant_id = customer(programme, reseller_id)
    sign_in(programme, visitor, email)

    visitor.press("End this access")

    expect(visitor.page.get_by_role("status")).to_have_text("The access has ended.")
    expect(visitor.page.get_by_role("button")).to_have_text(["Sign out"])
    consent = programme.operator.call("GET", f"/v1/tenants/{tenant_id}/consent").json
    assert consent["ends_at"] <= stamp(datetime.now(UTC))


def test_a_sign_in_link_that_was_used_leads_to_a_new_one(
    programme: Programme, reseller_id: str, visitor: Visitor
) -> None:
    email, _ = customer(programme, reseller_id)
    sign_in(programme, visitor, email)
    visitor.press("Sign out")

    assert visitor.open(sign_in_path(programme, email)) == 410
    visitor.page.get_by_role("link", name="Get a new link").click()
    visitor.page.get_by_role("textbox").fill(email)
    visitor.press("Send me a link")

    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Look in your mailbox")


@pytest.mark.parametrize("locale", LOCALES)
def test_no_page_and_no_mail_is_wider_than_a_small_phone(
    programme: Programme, reseller_id: str, visitor: Visitor, locale: str
) -> None:
    email, path = invited(programme, reseller_id, locale=locale, tenant_name=LONG)
    visitor.page.set_viewport_size(PHONE)
    widths = {}

    for place in (path[:-1], f"/sign-in?lang={locale}", path):
        visitor.open(place)
        widths[place] = visitor.overflow()
    visitor.page.get_by_role("textbox").fill("Kofi")
    visitor.press(visitor.page.get_by_role("button").inner_text())
    widths["accepted"] = visitor.overflow()
    visitor.show(programme.mails(email)[-1].html)
    widths["mail"] = visitor.overflow()

    assert set(widths.values()) == {0}, widths


def test_the_documentation_fits_a_small_phone(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)

    assert visitor.open("/docs") == 200

    assert visitor.overflow() == 0
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Tenantry API")


def test_an_arabic_page_runs_from_right_to_left(
    programme: Programme, reseller_id: str, visitor: Visitor
) -> None:
    _, path = invited(programme, reseller_id, locale="ar")

    visitor.open(path)

    heading = visitor.page.get_by_role("heading", level=1)
    expect(heading).to_have_css("direction", "rtl")
    expect(heading).to_have_text("دعوة من Savannah Cloud إلى Kofi's Shop")
    page, button = visitor.page.get_by_role("main"), visitor.page.get_by_role("button")
    assert right_edge(button) > right_edge(page) - 60


def right_edge(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"]
