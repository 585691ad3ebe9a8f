"""
Pages at a partner's host: its look, and nothing of anybody else.
"""

import re
from collections.abc import Mapping

import pytest

from tests.calling import Answer, call
from tests.functions.browsing import COOKIE, heading_of, sign_in
from tests.functions.cast import (
    Json,
    a_reseller,
    a_tenant,
    an_address,
    an_invite,
    expect,
    link_of,
)
from tests.functions.lambdas import (
    mail_of,
)
from tests.functions.sited import BRAND, a_partner, at
from tests.functions.stored import everything

pytestmark = pytest.mark.requirement("R-WL-3")

OURS = "https://partners.example.com"


def owner_of(reseller: Json) -> str:
    return str(reseller["personal"]["email"])


def link_at(host: str | None, email: str) -> tuple[str, str]:
    """
    The two parts of the link that is mailed to somebody who asks for it at a host.
    """
    before = everything()
    expect(ask(host, email), 200)
    [link_id, token] = re.findall(r"/sign-in/(lnk_\w+)/([\w-]{43})", mail_of(before).html)[0]
    return link_id, token


def ask(host: str | None, email: str) -> Answer:
    form = {"email": email}
    if host is None:
        return call("POST", "/sign-in", form=form, address=an_address())
    return at(host, "POST", "/sign-in", form=form, address=an_address())


def test_signing_in_wears_the_look_of_the_host(operator: str) -> None:
    _, name = a_partner(operator)

    pages = {
        "form": at(name, "GET", "/sign-in"),
        "wrong": at(name, "POST", "/sign-in", form={"email": "x"}, address=an_address()),
        "sent": ask(name, "nobody@savanna.example"),
        "lost": at(name, "GET", "/sign-in/lnk_01KAHZE4000000000000000000/x"),
        "not signed in": at(name, "GET", "/workspace"),
    }

    assert [page.status for page in pages.values()] == [200, 422, 200, 410, 200]
    for what, page in pages.items():
        assert BRAND["logo_url"] in page.text, what
        assert "--primary: #0b5d4e" in page.text, what
        assert "Tenantry" not in page.text, what


@pytest.mark.usefixtures("operator")
def test_signing_in_at_our_own_address_wears_our_look() -> None:
    page = call("GET", "/sign-in")

    assert "Tenantry" in page.text


def test_a_link_opens_a_session_wherever_it_is_followed(operator: str) -> None:
    reseller, name = a_partner(operator)
    for host, other in ((name, None), (None, name)):
        link_id, token = link_at(host, owner_of(reseller))
        path, form = f"/sign-in/{link_id}", {"token": token}
        headers = {} if other is None else {"x-forwarded-host": other}
        answer = call("POST", path, form=form, headers=headers, address=an_address())

        assert (answer.status, answer.headers["location"]) == (303, "/workspace")


def test_a_session_stays_at_the_host_that_opened_it(operator: str) -> None:
    reseller, name = a_partner(operator)
    link_id, token = link_at(name, owner_of(reseller))

    answer = at(name, "POST", f"/sign-in/{link_id}", form={"token": token}, address=an_address())

    cookie = answer.headers["set-cookie"]
    # Browsers take a cookie with this prefix for its own host alone, and only without a domain.
    assert cookie.startswith(f"{COOKIE}=")
    assert "domain" not in cookie.lower()
    assert "Secure" in cookie


def test_at_a_partners_host_nothing_of_another_partners_is_shown(operator: str) -> None:
    personal = {"name": "Bo", "email": "bo@people.example"}
    mine = {"legal_name": "Mine Ltd"}
    reseller, name = a_partner(operator, personal=personal, company=mine)
    a_reseller(operator, personal=personal, company={"legal_name": "Other Ltd"})
    tenant = a_tenant(operator, reseller, email=personal["email"], tenant_name="Bos Shop")
    cookie = sign_in(personal["email"])

    pages = {host: seen(host, cookie) for host in (None, name, f"shop.{name}")}

    assert pages == {
        None: {"Mine Ltd", "Other Ltd", tenant["name"]},
        name: {"Mine Ltd", tenant["name"]},
        f"shop.{name}": {"Mine Ltd", tenant["name"]},
    }


def test_an_operator_sees_nothing_of_the_platform_at_a_partners_host(operator: str) -> None:
    _, name = a_partner(operator)
    cookie = sign_in("olu@platform.example")

    assert (seen(None, cookie), seen(name, cookie)) == ({"Tenantry"}, set())


def seen(host: str | None, cookie: str) -> set[str]:
    """
    The names of the workspaces on somebody's page.
    """
    headers: Mapping[str, str] = {} if host is None else {"x-forwarded-host": host}
    page = expect(call("GET", "/workspace", cookie=cookie, headers=headers), 200)
    return set(re.findall(r"<h2><bdi>(.*?)</bdi></h2>", page.text))


def test_an_invite_is_shown_at_its_own_partners_hosts_and_at_ours(operator: str) -> None:
    reseller, name = a_partner(operator)
    _, elsewhere = a_partner(operator, branding={"display_name": "Elsewhere"})
    link = link_of(an_invite(operator, reseller))

    pages = [call("GET", link), at(name, "GET", link), at(elsewhere, "GET", link)]

    assert [page.status for page in pages] == [200, 200, 404]
    assert heading_of(pages[1]).startswith("Savanna invites you")
    assert heading_of(pages[2]) == "We do not know this invitation"
    assert ("Elsewhere" in pages[2].text, "Savanna" in pages[2].text) == (True, False)
