"""
Lists, page by page: whole, in order, with cursors that are good for nothing else.
"""

import importlib
from itertools import pairwise

import pytest

from tests.calling import call, routes
from tests.functions.cast import a_reseller
from tests.functions.shelf import Shelf, build

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
    "GET /v1/tenants/{tenant_id}/transfers": [""],
    "GET /v1/tenants/{tenant_id}/payments": [""],
    "GET /v1/tenants/{tenant_id}/payments/{payment_id}/refunds": [""],
    "GET /v1/tenants/{tenant_id}/payments/{payment_id}/disputes": [""],
    "GET /v1/tenants/{tenant_id}/charges": [""],
    "GET /v1/suspended-payments": ["", "?status=matched", "?status=returned"],
    "GET /v1/payment-sweeps/{day}/differences": [""],
    "GET /v1/ledger-checks/{day}/differences": [""],
    "GET /v1/corrections": ["", "?status=approved", "?status=declined"],
    "GET /v1/self-dealing": ["", "?status=released", "?status=confirmed"],
    "GET /v1/resellers/{reseller_id}/self-dealing": [""],
    "GET /v1/resellers/{reseller_id}/license-purchases": [""],
    "GET /v1/license-purchases/waiting": [""],
    "GET /v1/license-prices": [""],
    "GET /v1/domains": ["?state=claimed", "?state=proven"],
    "GET /v1/resellers/{reseller_id}/domains": [""],
    "GET /v1/resellers/{reseller_id}/hosts": [""],
    "GET /v1/resellers/{reseller_id}/suppressions": [""],
    "GET /v1/suppressions": [""],
    "GET /v1/resellers/{reseller_id}/list-prices": [""],
    "GET /v1/resellers/{reseller_id}/agreements": [""],
    "GET /v1/resellers/{reseller_id}/statements": [""],
    "GET /v1/resellers/{reseller_id}/statements/{month}/lines": [""],
    "GET /v1/statements": [
        "",
        "?status=approved",
        "?overdue=true",
        "?status=approved&overdue=true",
    ],
    "GET /v1/resellers/{reseller_id}/payout-account/sharers": [""],
    "GET /v1/resellers/{reseller_id}/disbursements": [""],
    "GET /v1/resellers/{reseller_id}/disbursements/{disbursement_id}/attempts": [""],
    "GET /v1/resellers/{reseller_id}/product-plans": [""],
    "GET /v1/resellers/{reseller_id}/services": [""],
    "GET /v1/api-keys": [""],
}
"""Every list, with each filter that it has."""

ALL = [route.split(" ")[1] + filter_ for route, filters in LISTS.items() for filter_ in filters]


@pytest.fixture(scope="module")
def shelf(operator: str) -> Shelf:
    return build(operator)


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
    "path",
    [
        "/v1/resellers/{reseller_id}/invites?status=lost",
        "/v1/resellers/{reseller_id}/tenants?status=purged",
        "/v1/resellers/{reseller_id}/tenants?status=",
        "/v1/suspended-payments?status=lost",
    ],
)
def test_a_status_that_is_none_is_named(shelf: Shelf, path: str) -> None:
    answer = call("GET", shelf.at(path), secret=shelf.operator)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "status")
