"""
Signing in with a mailed link: over the API, and with a browser.
"""

import pytest

from tenantry.credentials import commands as credentials
from tenantry.credentials import store, tokens
from tenantry.ids import EventId, UserId
from tests.acting import NOON
from tests.calling import Answer, call
from tests.functions.browsing import heading_of
from tests.functions.cast import (
    Json,
    a_reseller,
    a_sign_in_link,
    a_tenant,
    an_address,
    expect,
    made,
)
from tests.functions.stored import everything
from tests.reading import events_written, kinds


def owner_of(reseller: Json) -> str:
    return str(reseller["personal"]["email"])


def open_session(link: tuple[str, str], workspace_id: str | None = None) -> Answer:
    body = {"link_id": link[0], "token": link[1], "workspace_id": workspace_id}
    return call("POST", "/v1/sessions", body=body, address=an_address())


@pytest.mark.parametrize("email", ["nobody@partner.example", "ama@partner.example"])
def test_asking_for_a_link_tells_nobody_who_is_known(operator: str, email: str) -> None:
    a_reseller(operator, personal={"name": "Ama", "email": "ama@partner.example"})

    answer = call("POST", "/v1/sign-in-links", body={"email": email}, address=an_address())
    page = call("POST", "/sign-in", form={"email": email}, address=an_address())

    assert (answer.status, list(answer.json)) == (202, ["detail"])
    assert (page.status, heading_of(page)) == (200, "Look in your mailbox")


def test_the_pages_for_known_and_unknown_people_are_the_same(operator: str) -> None:
    a_reseller(operator, personal={"name": "Ama", "email": "ama@partner.example"})
    emails = ["ama@partner.example", "abu@partner.example"]

    pages = [call("POST", "/sign-in", form={"email": one}, address=an_address()) for one in emails]
    answers = [
        call("POST", "/v1/sign-in-links", body={"email": one}, address=an_address())
        for one in emails
    ]

    assert pages[0] == pages[1]
    assert answers[0] == answers[1]


def test_only_a_known_person_is_mailed_whatever_the_case(operator: str) -> None:
    a_reseller(operator, personal={"name": "Ama", "email": "ama@partner.example"})
    before = kinds()

    for email in ("AMA@Partner.Example", "nobody@partner.example"):
        call("POST", "/v1/sign-in-links", body={"email": email}, address=an_address())

    assert (kinds() - before)["SignInLink"] == 1
    assert events_written().count("sign_in.requested") == 1


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(
    "email", ["", "  ", "ama", "ama@", "a b@c.example", "x" * 300 + "@a.example"]
)
def test_a_wrong_address_shows_the_form_again_with_what_was_typed(email: str) -> None:
    page = call("POST", "/sign-in", form={"email": email}, address=an_address())

    assert (page.status, 'aria-invalid="true"' in page.text) == (422, True)
    assert f'value="{email.strip()}"' in page.text


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("language", ["en", "ar", "sw"])
def test_the_form_that_asks_is_shown_in_the_readers_language(method: str, language: str) -> None:
    by_header = call(method, "/sign-in", headers={"accept-language": f"de, {language};q=0.9"})
    by_choice = call(method, f"/sign-in?lang={language}", headers={"accept-language": "fr"})

    assert by_header.headers["content-language"] == language
    assert by_choice.headers["content-language"] == language
    assert "no-store" in by_header.headers["cache-control"]
    assert by_header.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_a_link_uses_nothing_up(operator: str, method: str) -> None:
    link = a_sign_in_link(owner_of(a_reseller(operator)))
    before = everything()

    pages = [call(method, f"/sign-in/{link[0]}/{link[1]}") for _ in range(2)]

    assert [page.status for page in pages] == [200, 200]
    assert everything() == before
    assert open_session(link).status == 201


def test_pressing_the_button_signs_the_browser_in(operator: str) -> None:
    link_id, token = a_sign_in_link(owner_of(a_reseller(operator)))

    answer = call("POST", f"/sign-in/{link_id}", form={"token": token}, address=an_address())

    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert (answer.status, answer.headers["location"]) == (303, "/workspace")
    assert name == "__Host-tenantry"
    assert {part.strip() for part in rest.split(";")[1:]} == {
        "Max-Age=43200",
        "Path=/",
        "HttpOnly",
        "SameSite=Lax",
        "Secure",
    }
    assert answer.headers["cache-control"] == "no-store"


def test_the_cookie_of_a_plain_address_does_without_https(
    operator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENANTRY_BASE_URL", "http://127.0.0.1:3000")
    link_id, token = a_sign_in_link(owner_of(a_reseller(operator)))

    answer = call("POST", f"/sign-in/{link_id}", form={"token": token}, address=an_address())

    cookie = answer.headers["set-cookie"]
    assert (cookie.startswith("tenantry=tns_test_"), "Secure" in cookie) == (True, False)


@pytest.mark.parametrize("token", ["", "x", "ключ", "A" * 43])
def test_a_link_without_its_token_opens_nothing(operator: str, token: str) -> None:
    link_id, _ = a_sign_in_link(owner_of(a_reseller(operator)))
    before = everything()

    by_page = call("POST", f"/sign-in/{link_id}", form={"token": token}, address=an_address())
    by_api = open_session((link_id, token))

    assert (by_page.status, "set-cookie" in by_page.headers) == (410, False)
    assert (by_api.status, by_api.json["code"]) == (404, "sign_in.link_invalid")
    assert everything() == before


def test_a_link_opens_one_session_only(operator: str) -> None:
    link = a_sign_in_link(owner_of(a_reseller(operator)))
    expect(open_session(link), 201)

    again = open_session(link)
    looked_at = call("GET", f"/sign-in/{link[0]}/{link[1]}")

    assert (again.status, again.json["code"]) == (404, "sign_in.link_invalid")
    assert looked_at.status == 410


def test_an_expired_link_opens_nothing(operator: str) -> None:
    owner = UserId(a_reseller(operator)["owner_id"])
    link = credentials.welcome_link(owner, EventId("evt_LONG_AGO"), NOON.replace(month=9))
    path = f"/sign-in/{link.id}/{store_token(link.id)}"

    assert call("GET", path).status == 410
    assert open_session((link.id, store_token(link.id))).status == 404
    assert store.get_link(link.id) == link


def store_token(link_id: str) -> str:
    return tokens.link_token(link_id)


def test_a_session_works_as_a_bearer_credential(operator: str) -> None:
    reseller = a_reseller(operator)

    session = made(open_session(a_sign_in_link(owner_of(reseller))))

    me = made(call("GET", "/v1/me", secret=session["secret"]), 200)
    assert session["secret"].startswith("tns_test_")
    assert (session["workspace_id"], session["user_id"]) == (reseller["id"], reseller["owner_id"])
    assert (me["role"], me["workspace_id"]) == ("reseller_owner", reseller["id"])
    assert call("GET", "/v1/api-keys", secret=session["secret"]).json["items"] == []


def test_a_person_of_several_workspaces_chooses_one(operator: str) -> None:
    first = a_reseller(operator, personal={"name": "Ama", "email": "ama@partner.example"})
    tenant = a_tenant(operator, a_reseller(operator), email="Ama@Partner.Example")

    def workspace_of(chosen: str | None) -> str:
        session = made(open_session(a_sign_in_link("ama@partner.example"), chosen))
        return str(session["workspace_id"])

    assert workspace_of(None) == first["id"]
    assert workspace_of(tenant["id"]) == tenant["id"]
    assert workspace_of(first["id"]) == first["id"]


def test_nobody_signs_in_to_somebody_elses_workspace(operator: str) -> None:
    reseller, other = a_reseller(operator), a_reseller(operator)
    link = a_sign_in_link(owner_of(reseller))

    for workspace_id in (other["id"], "ten_PLATFORM", "ten_01KAHZE4000000000000000000"):
        answer = open_session(link, workspace_id)
        assert (answer.status, answer.json["code"]) == (409, "sign_in.no_workspace")
    assert open_session(link).status == 201


@pytest.mark.requirement("R-CMP-4")
def test_a_session_is_in_the_audit_log_under_its_person(operator: str) -> None:
    reseller = a_reseller(operator)
    session = made(open_session(a_sign_in_link(owner_of(reseller))))
    month = reseller["created_at"][:7]

    path = f"/v1/resellers/{reseller['id']}/audit?month={month}"
    [opened] = [
        event
        for event in made(call("GET", path, secret=operator), 200)["items"]
        if event["kind"] == "session.opened"
    ]

    assert opened["actor_id"] == session["user_id"]
    assert opened["on_behalf_of"] == reseller["id"]


def test_a_signed_in_page_needs_nobody_to_press_twice(operator: str) -> None:
    link_id, token = a_sign_in_link(owner_of(a_reseller(operator)))
    path = f"/sign-in/{link_id}"
    expect(call("POST", path, form={"token": token}, address=an_address()), 303)

    again = call("POST", path, form={"token": token}, address=an_address())

    assert (again.status, "set-cookie" in again.headers) == (410, False)
