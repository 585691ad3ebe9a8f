"""
Lists, page by page: whole, in order, with cursors that are good for nothing else.
"""

import importlib
from dataclasses import dataclass
from itertools import pairwise

import pytest

from tenantry.clock import month_of
from tenantry.ids import TenantId
from tenantry.invites import commands as invites
from tenantry.principals import Role
from tests import builders
from tests.acting import an_act
from tests.calling import call, routes
from tests.functions import cast, packs
from tests.functions.cast import LONG_AGO, Json, a_reseller, a_tenant, expect
from tests.licensing import PretendProvider

LISTS = {
    "GET /v1/operators": [""],
    "GET /v1/audit": ["?day={day}"],
    "GET /v1/plans": [""],
    "GET /v1/plans/{plan_code}/prices": [""],
    "GET /v1/resellers": ["", "?search=PARTNER"],
    "GET /v1/resellers/{reseller_id}/audit": ["?month={month}"],
    "GET /v1/resellers/{reseller_id}/members": [""],
    "GET /v1/resellers/{reseller_id}/notifications": [""],
    "GET /v1/resellers/{reseller_id}/invites": [
        "",
        "?status=open",
        "?status=expired",
        "?status=accepted",
        "?status=revoked",
    ],
    "GET /v1/resellers/{reseller_id}/tenants": ["", "?status=active", "?status=deleted"],
    "GET /v1/tenants/{tenant_id}/audit": [""],
    "GET /v1/tenants/{tenant_id}/payments": [""],
    "GET /v1/tenants/{tenant_id}/payments/{payment_id}/refunds": [""],
    "GET /v1/resellers/{reseller_id}/license-purchases": [""],
    "GET /v1/license-purchases/waiting": [""],
    "GET /v1/license-prices": [""],
    "GET /v1/resellers/{reseller_id}/list-prices": [""],
    "GET /v1/api-keys": [""],
}
"""Every list, with each filter that it has."""

ALL = [route.split(" ")[1] + filter_ for route, filters in LISTS.items() for filter_ in filters]


@dataclass(frozen=True)
class Shelf:
    """
    A reseller with enough of everything for three pages.
    """

    operator: str
    reseller: Json
    tenants: list[Json]
    payment_id: str

    def at(self, path: str) -> str:
        """
        The path of one of `ALL` here.
        """
        return path.format(
            reseller_id=self.reseller["id"],
            tenant_id=self.tenants[0]["id"],
            payment_id=self.payment_id,
            plan_code="growth",
            day=LONG_AGO.date().isoformat(),
            month=month_of(LONG_AGO),
        )

    def cursor_of(self, path: str) -> str:
        """
        The cursor that the first page of a list gives.
        """
        joint = "&" if "?" in path else "?"
        page = cast.made(call("GET", f"{path}{joint}limit=1", secret=self.operator), 200)
        return str(page["next_cursor"])

    def pages(self, path: str, limit: int) -> list[Json]:
        """
        Every page of a list.
        """
        joint = "&" if "?" in path else "?"
        pages = [cast.made(call("GET", f"{path}{joint}limit={limit}", secret=self.operator), 200)]
        while cursor := pages[-1]["next_cursor"]:
            following = f"{path}{joint}limit={limit}&cursor={cursor}"
            pages.append(cast.made(call("GET", following, secret=self.operator), 200))
        return pages


@pytest.fixture(scope="module")
def shelf(operator: str) -> Shelf:
    reseller = a_reseller(operator)
    for number in range(3):
        body: Json = {"email": f"o{number}@platform.example", "name": "Olu"}
        expect(call("POST", "/v1/operators", body=body, secret=operator), 201)
        expect(
            call("POST", "/v1/plans", body={"code": f"p-{number}", "name": "P"}, secret=operator),
            201,
        )
        a_reseller(operator)
        body = {"name": f"key {number}", "scopes": ["*"]}
        expect(call("POST", "/v1/api-keys", body=body, secret=operator), 201)
        cast.add_member(operator, reseller, Role.RESELLER_SUPPORT)
    _packs(operator, reseller)
    _prices(operator, reseller)
    tenants = _customers(operator, reseller)
    payment_id = _payments(operator, reseller, tenants[0])
    return Shelf(operator, reseller, tenants, payment_id)


def _packs(operator: str, reseller: Json) -> None:
    owner = cast.an_owner(reseller)
    with pytest.MonkeyPatch.context() as patch:
        packs.pay_here(patch, PretendProvider())
        for _ in range(3):
            packs.a_paid_purchase(owner, reseller, amount_subtotal=1)
    for year in (2098, 2099):
        packs.set_prices(operator, f"{year}-01-01T00:00:00Z")


def _prices(operator: str, reseller: Json) -> None:
    for amount in (1_000, 1_100):
        cast.price_plan(operator, amount_minor=amount)
    for plan in ("growth", "p-0", "p-1"):
        cast.price_plan(operator, plan, 1_200)
        for interval in ("month", "year"):
            cast.a_list_price(operator, reseller, 99_999, f"{plan}/USD/{interval}")
    owner = cast.an_owner(reseller)
    path = f"/v1/resellers/{reseller['id']}/list-prices/growth/USD/year"
    expect(call("DELETE", path, secret=owner), 204)


def _payments(operator: str, reseller: Json, tenant: Json) -> str:
    """
    Three payments, with three refunds of the one whose id is returned.
    """
    cast.bill_by_hand(operator, reseller)
    payment_id = [cast.a_payment(operator, tenant)["id"] for _ in range(3)][1]
    path = f"/v1/tenants/{tenant['id']}/payments/{payment_id}/refunds"
    for number in range(3):
        body = {"reference": f"B-{number}", "amount_minor": 1}
        expect(call("POST", path, body=body, secret=operator), 201)
    return str(payment_id)


def _customers(operator: str, reseller: Json) -> list[Json]:
    at = f"/v1/resellers/{reseller['id']}/invites"
    tenants = [a_tenant(operator, reseller, tenant_name=f"shop {n % 2}") for n in range(6)]
    for tenant in tenants[3:]:
        expect(call("DELETE", f"/v1/tenants/{tenant['id']}", secret=operator), 200)
    for number in range(3):
        cast.an_invite(operator, reseller)
        revoked = cast.an_invite(operator, reseller)
        expect(call("POST", f"{at}/{revoked['id']}/revoke", secret=operator), 200)
        offer = builders.an_offer(email=f"late{number}@shop.example")
        invites.mint(TenantId(reseller["id"]), offer, an_act(now=LONG_AGO))
        name = {"name": f"shop {number}"}
        expect(call("PATCH", f"/v1/tenants/{tenants[0]['id']}", body=name, secret=operator), 200)
    return tenants


def test_every_list_is_walked_here() -> None:
    modules = {handler.rpartition(".")[0] for handler in routes().values()}
    apis = [getattr(importlib.import_module(name), "api", None) for name in modules]
    described = [one for api in apis if api is not None for one in api.routes]

    assert {one.name for one in described if one.is_list} == LISTS.keys()


@pytest.mark.parametrize("path", ALL)
def test_three_pages_and_more_make_the_whole_list(shelf: Shelf, path: str) -> None:
    [whole] = shelf.pages(shelf.at(path), 200)

    pages = shelf.pages(shelf.at(path), 1)

    assert len(pages) >= 3
    assert {len(page["items"]) for page in pages} == {1}
    assert [item for page in pages for item in page["items"]] == whole["items"]
    assert len({str(item) for item in whole["items"]}) == len(whole["items"])


@pytest.mark.parametrize("path", ALL)
def test_a_page_of_exactly_the_rest_is_the_last(shelf: Shelf, path: str) -> None:
    [whole] = shelf.pages(shelf.at(path), 200)

    [page] = shelf.pages(shelf.at(path), len(whole["items"]))

    assert page == whole


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "many", "", "9" * 5_000])
def test_a_limit_that_is_none_is_named(shelf: Shelf, path: str, limit: str) -> None:
    joint = "&" if "?" in path else "?"

    answer = call("GET", f"{shelf.at(path)}{joint}limit={limit}", secret=shelf.operator)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "limit")


def test_a_cursor_is_good_for_its_own_list_and_filter_only(shelf: Shelf) -> None:
    cursors = {path: shelf.cursor_of(shelf.at(path)) for path in ALL}

    answers = {
        (of, given_to): call(
            "GET",
            f"{shelf.at(given_to)}{'&' if '?' in given_to else '?'}cursor={cursors[of]}",
            secret=shelf.operator,
        )
        for of, given_to in pairwise([*ALL, ALL[0]])
    }

    assert {pair for pair, answer in answers.items() if answer.status != 422} == set()
    assert {answer.json["errors"][0]["field"] for answer in answers.values()} == {"cursor"}


def test_a_cursor_is_good_for_its_own_workspace_only(shelf: Shelf) -> None:
    other = a_reseller(shelf.operator)
    path = "/v1/resellers/{}/members?limit=1"
    own = call("GET", path.format(shelf.reseller["id"]), secret=shelf.operator).json

    answer = call(
        "GET", f"{path.format(other['id'])}&cursor={own['next_cursor']}", secret=shelf.operator
    )

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "cursor")


@pytest.mark.parametrize("place", [0, 7, 15, 21, 30])
def test_a_cursor_with_a_changed_character_is_refused(shelf: Shelf, place: int) -> None:
    cursor = shelf.cursor_of("/v1/plans")
    changed = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]

    answer = call("GET", f"/v1/plans?cursor={changed}", secret=shelf.operator)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "cursor")


def test_another_limit_may_be_asked_for_half_way(shelf: Shelf) -> None:
    cursor = shelf.cursor_of("/v1/plans")
    [whole] = shelf.pages("/v1/plans", 200)

    rest = call("GET", f"/v1/plans?limit=200&cursor={cursor}", secret=shelf.operator).json

    assert rest["items"] == whole["items"][1:]


def test_an_invite_stands_in_the_list_of_its_status(shelf: Shelf) -> None:
    path = f"/v1/resellers/{shelf.reseller['id']}/invites?limit=200"

    counts = {
        status: len(call("GET", f"{path}&status={status}", secret=shelf.operator).json["items"])
        for status in ("open", "expired", "accepted", "revoked")
    }

    assert counts == {"open": 3, "expired": 3, "accepted": 6, "revoked": 3}


@pytest.mark.parametrize(
    "path", ["invites?status=lost", "tenants?status=purged", "tenants?status="]
)
def test_a_status_that_is_none_is_named(shelf: Shelf, path: str) -> None:
    at = f"/v1/resellers/{shelf.reseller['id']}/{path}"

    answer = call("GET", at, secret=shelf.operator)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "status")
