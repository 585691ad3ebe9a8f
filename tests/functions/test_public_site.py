"""
The API's document and its page, as anybody gets them.
"""

import pytest

from infra.local.places import ROOT
from tests.calling import call

pytestmark = pytest.mark.usefixtures("operator")

SITE = ROOT / "functions" / "public_site"


def test_the_document_is_served_as_it_was_made() -> None:
    answer = call("GET", "/openapi.json")

    assert answer.headers["content-type"] == "application/json"
    assert answer.text == (SITE / "openapi.json").read_text()


def test_the_page_is_served_and_may_load_nothing() -> None:
    answer = call("GET", "/docs")

    policy = "default-src 'none'; style-src 'unsafe-inline'"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == policy
    assert answer.text == (SITE / "docs.html").read_text()


def test_we_are_up() -> None:
    answer = call("GET", "/health")

    assert (answer.status, answer.json) == (200, {"status": "up"})
