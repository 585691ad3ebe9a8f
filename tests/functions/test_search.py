"""
Finding a reseller by how its name begins.
"""

import pytest

from tests.calling import call
from tests.functions.cast import a_reseller, expect

SEARCHES = {
    "ZEBRA": ["Zebra GmbH", "Zebra North", "zebra", "ZEBRAS"],
    "zebra ": ["Zebra GmbH", "Zebra North", "zebra", "ZEBRAS"],
    "zebra%20g": ["Zebra GmbH"],
    "STRASSE": ["Straße & Co"],
    "stra%C3%9Fe": ["Straße & Co"],
    "%D8%B4%D8%B1%D9%83": ["شركة الأمل"],
    "caf%C3%A9": ["Café"],
    "cafe%CC%81": ["Café"],
    "ebra": [],
    "%25": ["%_tricky"],
    "%00": [],
    "x" * 200: [],
}


@pytest.fixture(scope="module")
def catalogue(operator: str) -> str:
    names = ["Zebra GmbH", "ZEBRAS", "zebra", "Zebra North", "Straße & Co", "شركة الأمل", "Café"]
    for name in [*names, "%_tricky"]:
        a_reseller(operator, company={"legal_name": name})
    return operator


@pytest.mark.parametrize(("search", "found"), SEARCHES.items())
def test_resellers_are_found_by_how_their_name_begins(
    catalogue: str, search: str, found: list[str]
) -> None:
    answer = call("GET", f"/v1/resellers?search={search}", secret=catalogue)

    assert [item["company"]["legal_name"] for item in answer.json["items"]] == found


def test_a_renamed_reseller_is_found_by_its_new_name_only(operator: str) -> None:
    reseller = a_reseller(operator, company={"legal_name": "Quokka Ltd"})
    body = {"company": {"legal_name": "Numbat Ltd"}}
    expect(call("PATCH", f"/v1/resellers/{reseller['id']}", body=body, secret=operator), 200)

    old = call("GET", "/v1/resellers?search=quokka", secret=operator).json
    new = call("GET", "/v1/resellers?search=numbat", secret=operator).json

    assert (old["items"], [item["id"] for item in new["items"]]) == ([], [reseller["id"]])


def test_a_search_is_at_most_as_long_as_a_name(operator: str) -> None:
    answer = call("GET", f"/v1/resellers?search={'x' * 201}", secret=operator)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "search")
