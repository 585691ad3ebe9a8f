"""
Hosts over the API, and what the API answers under them.
"""

import pytest

from tenantry.domains import store as domains
from tenantry.domains.model import State
from tenantry.ids import TenantId
from tenantry.principals import Role
from tests.calling import Answer, call
from tests.functions.cast import Json, a_member, a_reseller, a_tenant, an_owner, expect, made
from tests.functions.sited import BRAND, a_name, a_partner, at, given, put
from tests.hosting import let_be

pytestmark = pytest.mark.requirement("R-WL-2")

HTML = {"accept": "text/html,application/xhtml+xml"}


def brand_at(host: str) -> Json:
    return made(at(host, "GET", "/brand"), 200)


def move_domain(reseller: Json, name: str, state: State) -> None:
    domain = domains.get_domain(TenantId(reseller["id"]), name)
    assert domain is not None
    let_be(domain, state)


def reason(answer: Answer) -> str:
    assert (answer.status, answer.json["code"]) == (421, "host.not_served"), answer.text
    return str(answer.json["reason"])


def test_a_host_is_given_listed_and_taken_away(operator: str) -> None:
    reseller, name = a_partner(operator)
    owner, tenant, host = an_owner(reseller), a_tenant(operator, reseller), f"shop.{name}"

    shown = given(owner, reseller, host, tenant)

    given_at = shown.pop("given_at")
    assert shown == {
        "host": host,
        "shown_as": host,
        "domain": name,
        "tenant_id": tenant["id"],
        "state": "open",
        "reason": None,
        "is_reachable": True,
        "is_portal": False,
    }
    path = f"/v1/resellers/{reseller['id']}/hosts"
    listed = made(call("GET", path, secret=owner), 200)["items"]
    assert listed == [{**shown, "given_at": given_at}]
    assert call("DELETE", f"{path}/{host}", secret=owner).status == 204
    assert made(call("GET", path, secret=owner), 200)["items"] == []
    assert call("DELETE", f"{path}/{host}", secret=owner).json["code"] == "host.not_found"


def test_a_host_is_shown_in_the_letters_that_people_write(operator: str) -> None:
    reseller, name = a_partner(operator)

    shown = given(operator, reseller, f"xn--bcher-kva.{name}")

    assert shown["shown_as"] == f"bücher.{name}"


def test_the_brand_of_a_host_is_its_tenants_over_its_resellers(operator: str) -> None:
    reseller, name = a_partner(operator)
    tenant = a_tenant(operator, reseller)
    path = f"/v1/tenants/{tenant['id']}"
    own = {"branding": {"display_name": "Kofi's Shop", "primary_color": "#112233"}}
    given(operator, reseller, f"shop.{name}", tenant)
    expect(call("PATCH", path, body=own, secret=operator), 200)

    shops, anys = brand_at(f"shop.{name}"), brand_at(f"any.{name}")

    assert (shops["name"], shops["primary_color"]) == ("Kofi's Shop", "#112233")
    assert shops["logo_url"] == anys["logo_url"] == BRAND["logo_url"]
    assert (anys["host"], anys["name"]) == (f"any.{name}", "Savanna")
    assert not [value for value in anys.values() if reseller["id"] in str(value)]


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("headers", [{}, {"x-forwarded-host": ""}, {"x-forwarded-host": " "}])
def test_without_a_host_everything_is_the_platforms(headers: dict[str, str]) -> None:
    answer = call("GET", "/brand", headers=headers)

    assert (answer.json["host"], answer.json["name"]) == (None, "Tenantry")
    assert call("GET", "/sign-in", headers=headers).status == 200


@pytest.mark.parametrize("written", ["{}.", "{}:443", "{}.:8443"])
def test_a_name_is_the_same_however_it_is_written(operator: str, written: str) -> None:
    _, name = a_partner(operator)

    for host in (written.format(name), written.format(name.upper())):
        assert brand_at(host)["host"] == name


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(
    "host",
    [
        "192.0.2.1",
        "[2001:db8::1]:443",
        "a.example,b.example",
        "a.example, a.example",
        "bücher.example",
        "x" * 300,
        "a." * 150 + "example",
        "localhost",
        "_dmarc.a.example",
        "a.example/../b",
    ],
)
def test_what_is_no_name_of_a_host_is_told(host: str) -> None:
    assert reason(at(host, "GET", "/brand")) == "no_name"


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("GET", "/brand"),
        ("GET", "/v1/me"),
        ("POST", "/v1/sessions"),
        ("GET", "/sign-in"),
        ("GET", "/nothing/here"),
        ("GET", "/openapi.json"),
        ("HEAD", "/workspace"),
    ],
)
def test_under_an_unknown_host_there_is_nothing(method: str, target: str) -> None:
    answer = at(a_name(), method, target)

    assert reason(answer) == "unknown"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("target", ["/sign-in", "/", "/v1/me"])
@pytest.mark.parametrize(
    ("language", "words"), [("en", "Nothing is served"), ("ar", "العنوان"), ("de", "Nothing is")]
)
def test_a_browser_is_shown_a_page_that_is_nobodys(target: str, language: str, words: str) -> None:
    page = at(a_name(), "GET", target, headers={**HTML, "accept-language": language})

    assert (page.status, page.headers["content-type"]) == (421, "text/html; charset=utf-8")
    assert words in page.text
    assert "Tenantry" not in page.text
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_why_nothing_is_served_is_told_apart(operator: str) -> None:
    reseller, name = a_partner(operator)
    tenant = a_tenant(operator, reseller)
    given(operator, reseller, f"shop.{name}", tenant)
    expect(call("DELETE", f"/v1/tenants/{tenant['id']}", secret=operator), 200)

    assert reason(at(f"shop.{name}", "GET", "/brand")) == "closed"
    assert brand_at(f"open.{name}")["name"] == "Savanna"
    move_domain(reseller, name, State.SUSPENDED)
    assert reason(at(f"other.{name}", "GET", "/brand")) == "suspended"
    move_domain(reseller, name, State.RELEASED)
    assert reason(at(f"another.{name}", "GET", "/brand")) == "unknown"


def test_under_a_domain_that_its_partner_gives_up_nothing_is_served_at_once(operator: str) -> None:
    reseller, name = a_partner(operator)
    given(operator, reseller, f"portal.{name}")
    path = f"/v1/resellers/{reseller['id']}/domains/{name}"

    expect(call("DELETE", path, secret=an_owner(reseller)), 204)

    assert reason(at(f"portal.{name}", "GET", "/brand")) == "unknown"
    assert listed_states(operator, reseller) == [("portal", "closed", "domain_not_proven")]


def test_a_closed_host_is_listed_with_the_reason(operator: str) -> None:
    reseller, name = a_partner(operator)
    tenant = a_tenant(operator, reseller)
    for host, whose in ((f"shop.{name}", tenant), (f"portal.{name}", None)):
        given(operator, reseller, host, whose)
    expect(call("DELETE", f"/v1/tenants/{tenant['id']}", secret=operator), 200)

    states = [listed_states(operator, reseller)]
    move_domain(reseller, name, State.SUSPENDED)
    states.append(listed_states(operator, reseller))

    assert states == [
        [("portal", "open", None), ("shop", "closed", "tenant_deleted")],
        [("portal", "closed", "domain_not_proven"), ("shop", "closed", "domain_not_proven")],
    ]


def listed_states(secret: str, reseller: Json) -> list[tuple[str, str, str | None]]:
    path = f"/v1/resellers/{reseller['id']}/hosts"
    items = made(call("GET", path, secret=secret), 200)["items"]
    return [(one["host"].partition(".")[0], one["state"], one["reason"]) for one in items]


def test_a_limited_support_member_sees_the_hosts_of_the_chosen_tenants(operator: str) -> None:
    reseller, name = a_partner(operator)
    chosen, other = (a_tenant(operator, reseller) for _ in range(2))
    for label, tenant in (("a", chosen), ("b", other), ("c", None)):
        given(operator, reseller, f"{label}.{name}", tenant)
    limited = a_member(operator, reseller, Role.RESELLER_SUPPORT, [chosen["id"]])
    whole = a_member(operator, reseller, Role.RESELLER_SUPPORT)

    seen = {who: [one[0] for one in listed_states(who, reseller)] for who in (limited, whole)}

    assert seen == {limited: ["a"], whole: ["a", "b", "c"]}


@pytest.mark.requirement("R-RES-6")
def test_a_host_for_anothers_tenant_is_refused_as_for_one_that_there_is_not(operator: str) -> None:
    reseller, name = a_partner(operator)
    foreign = a_tenant(operator, a_reseller(operator))
    owner = an_owner(reseller)

    answers = [
        put(owner, reseller, f"shop.{name}", tenant)
        for tenant in (foreign, {"id": "ten_01KAHZE4000000000000000000"})
    ]

    assert {(answer.status, answer.text) for answer in answers} == {(404, answers[0].text)}
    assert answers[0].json["field"] == "tenant_id"


@pytest.mark.parametrize(
    ("host", "status", "code"),
    [
        ("shop.elsewhere.example", 404, "host.not_under_domain"),
        ("a.b.{}", 404, "host.not_under_domain"),
        ("xn--a.{}", 422, "request.invalid"),
        ("Shop.{}", 404, "not_found"),
        ("shop_.{}", 404, "not_found"),
        ("shop.{}.", 404, "not_found"),
        ("bücher.{}", 404, "not_found"),
    ],
)
def test_a_name_that_cannot_be_given_is_refused(
    operator: str, host: str, status: int, code: str
) -> None:
    reseller, name = a_partner(operator)

    answer = put(an_owner(reseller), reseller, host.format(name))

    assert (answer.status, answer.json["code"]) == (status, code)


@pytest.mark.parametrize("body", [{}, {"tenant_id": "me"}, {"tenant_id": 1}, {"tenant": None}])
def test_who_gets_a_host_is_said(operator: str, body: Json) -> None:
    reseller, name = a_partner(operator)
    path = f"/v1/resellers/{reseller['id']}/hosts/shop.{name}"

    answer = call("PUT", path, body=body, secret=operator)

    assert answer.status == 422


def test_the_host_lets_nobody_in_and_keeps_nobody_out(operator: str) -> None:
    reseller, name = a_partner(operator)
    other, elsewhere = a_partner(operator)
    owner, path = an_owner(reseller), f"/v1/resellers/{reseller['id']}"

    answers = [call("GET", path, secret=owner)]
    answers += [at(host, "GET", path, secret=owner) for host in (name, elsewhere)]

    assert {(answer.status, answer.text) for answer in answers} == {(200, answers[0].text)}
    assert at(elsewhere, "GET", path, secret=an_owner(other)).status == 404
    assert at(name, "GET", path).status == 401
