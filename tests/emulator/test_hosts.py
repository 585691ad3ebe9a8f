"""
A partner's host in a real browser: proven by DNS, served by the edge, in the partner's look.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, expect

from infra.local.dns.starting import EDGE_HOST
from infra.local.stack import eventually
from tests.emulator.browsing import DESK, Visitor, chromium
from tests.emulator.provisioned import INVITE_LINK, SIGN_IN_LINK, Programme, provisioned

pytestmark = [pytest.mark.emulator, pytest.mark.requirement("R-WL-2")]

ROOT = "savannah.example"
PORTAL, SHOP, OTHER = (f"{label}.{ROOT}" for label in ("portal", "shop", "other"))
BRAND = {"display_name": "Savannah Cloud", "primary_color": "#0b5d4e"}
GREEN = "rgb(11, 93, 78)"
LOOKS_MAX = 5
"""By then a domain whose records stand is served: proven, certified, attached."""


@dataclass(frozen=True)
class Partner:
    """
    A reseller whose hosts are served.
    """

    programme: Programme
    reseller_id: str
    email: str

    @property
    def hosts(self) -> str:
        """
        Where its hosts are in the API.
        """
        return f"/v1/resellers/{self.reseller_id}/hosts"

    def address(self, host: str) -> str:
        """
        Where people open a host: at the port of the stack's front.
        """
        return f"http://{host}:{urlsplit(self.programme.stack.base_url).port}"


@pytest.fixture(scope="module")
def partner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partner]:
    with provisioned(tmp_path_factory.mktemp("hosts")) as programme:
        reseller = programme.new_reseller(branding=BRAND)
        partner = Partner(programme, reseller["id"], reseller["personal"]["email"])
        serve(partner)
        yield partner


def serve(partner: Partner) -> None:
    """
    Set every record that is asked for, and look until people can reach the portal.
    """
    operator, dns = partner.programme.operator, partner.programme.stack.dns
    at = f"/v1/resellers/{partner.reseller_id}/domains"
    proof = operator.made(at, {"domain": ROOT})["challenge"]
    dns.set(proof["name"], proof["type"], proof["value"])
    dns.set(ROOT, "A", "127.0.0.1")
    dns.set(f"*.{ROOT}", "CNAME", EDGE_HOST)
    for _ in range(LOOKS_MAX):
        looked = operator.call("POST", f"{at}/{ROOT}/check")
        assert looked.status == 200, looked.text
        certificate = operator.call("GET", f"{at}/{ROOT}/certificate").json
        for record in certificate.get("records", []):
            dns.set(record["name"], record["type"], record["value"])
        given = operator.call("PUT", f"{partner.hosts}/{PORTAL}", {"tenant_id": None})
        if given.json["is_reachable"]:
            return
    pytest.fail("nobody can reach the portal")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Names of partners lead to this machine, as the stack's own DNS says of them.
    with chromium(f"--host-resolver-rules=MAP *.{ROOT} 127.0.0.1") as browser:
        yield browser


@pytest.fixture
def visitor(partner: Partner, browser: Browser) -> Iterator[Visitor]:
    partner.programme.forget_limits()
    # The stand-in for the authority is one that no browser knows.
    context = browser.new_context(viewport=DESK, locale="en-GB", ignore_https_errors=True)
    visitor = Visitor(context.new_page(), partner.address(PORTAL))
    yield visitor
    context.close()
    assert visitor.complaints == []


def test_the_sign_in_page_at_a_partners_host_is_the_partners(visitor: Visitor) -> None:
    assert visitor.open("/sign-in") == 200

    expect(visitor.page).to_have_title("Sign in · Savannah Cloud")
    expect(visitor.page.get_by_role("button")).to_have_css("background-color", GREEN)
    assert "Tenantry" not in visitor.page.content()


def test_a_partners_person_signs_in_at_its_own_host_and_nowhere_else(
    partner: Partner, visitor: Visitor
) -> None:
    stack = partner.programme.stack
    before = len(partner.programme.mails(partner.email))
    visitor.open("/sign-in")
    visitor.page.get_by_role("textbox").fill(partner.email)
    visitor.press("Send me a link")
    eventually(lambda: len(partner.programme.mails(partner.email)) > before)

    visitor.page.goto(mailed_link(partner, partner.email, SIGN_IN_LINK))
    visitor.press("Sign in")

    expect(visitor.page).to_have_url(f"{partner.address(PORTAL)}/workspace")
    (cookie,) = visitor.page.context.cookies()
    # A domain without a dot before it is the host alone.
    assert (cookie["domain"], cookie["httpOnly"]) == (PORTAL, True)
    for other in (partner.address(OTHER), stack.base_url):
        visitor.page.goto(f"{other}/workspace")
        expect(visitor.page.get_by_role("button")).to_have_text("Send me a link")


def mailed_link(partner: Partner, email: str, pattern: re.Pattern[str]) -> str:
    """
    The link at the portal that was mailed to somebody.
    """
    wanted = re.compile(re.escape(partner.address(PORTAL)) + pattern.pattern)
    mails = partner.programme.mails
    # The newest of them: mail about the domain may come at the same time.
    found = eventually(lambda: [one for mail in mails(email) if (one := wanted.search(mail.text))])
    return found[0][0]


def test_an_invite_leads_to_the_partners_portal(partner: Partner, visitor: Visitor) -> None:
    email = partner.programme.invite(partner.reseller_id)

    visitor.page.goto(mailed_link(partner, email, INVITE_LINK))

    expect(visitor.page).to_have_title("Your invitation · Savannah Cloud")
    visitor.page.get_by_role("textbox").fill("Kofi Mensah")
    visitor.press("Accept the invitation")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Your workspace is ready")
    assert visitor.page.url.startswith(partner.address(PORTAL))


def test_the_edge_serves_a_host_with_its_own_certificate(
    partner: Partner, visitor: Visitor
) -> None:
    door = partner.programme.stack.door_port

    answer = visitor.page.goto(f"https://{PORTAL}:{door}/sign-in")

    assert answer is not None
    details = answer.security_details()
    assert details is not None
    assert details["subjectName"] == ROOT
    expect(visitor.page).to_have_title("Sign in · Savannah Cloud")


def test_a_deleted_tenants_host_serves_nothing_any_more(partner: Partner, visitor: Visitor) -> None:
    operator = partner.programme.operator
    tenant = partner.programme.new_tenant(partner.reseller_id)
    body = {"tenant_id": tenant["id"]}
    assert operator.call("PUT", f"{partner.hosts}/{SHOP}", body).status == 200
    assert operator.call("DELETE", f"/v1/tenants/{tenant['id']}").status == 200

    answer = visitor.page.goto(f"{partner.address(SHOP)}/sign-in?fresh")

    assert answer is not None
    assert answer.status == 421
    expect(visitor.page.get_by_role("heading")).to_have_text("Nothing is served at this address")
    assert "Savannah" not in visitor.page.content()


@pytest.mark.parametrize("path", ["/", "/sign-in", "/v1/me", "/brand"])
def test_under_a_name_that_is_nobodys_there_is_nothing(partner: Partner, path: str) -> None:
    at = partner.programme.stack.base_url + path

    answer = requests.get(at, headers={"Host": "nobody.example"}, timeout=10)

    assert (answer.status_code, answer.json()["reason"]) == (421, "unknown")


def test_the_front_tells_the_host_that_was_asked_for_and_not_what_a_client_claims(
    partner: Partner,
) -> None:
    at = f"{partner.programme.stack.base_url}/brand"
    claims = {"Host": "nobody.example", "X-Forwarded-Host": PORTAL}

    answers = [
        requests.get(at, headers=claims, timeout=10),
        requests.get(at, headers={"Host": PORTAL}, timeout=10),
        requests.get(at, timeout=10),
    ]

    assert [answer.status_code for answer in answers] == [421, 200, 200]
    assert [answer.json()["host"] for answer in answers[1:]] == [PORTAL, None]
