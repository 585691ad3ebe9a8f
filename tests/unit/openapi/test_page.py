"""
The readable page: whole in itself, and every link of it leads somewhere.
"""

import re
from html.parser import HTMLParser

import pytest

from tools.openapi.document import document
from tools.openapi.page import page
from tools.openapi.problems import problems

DOCUMENT = document()
PAGE = page(DOCUMENT)
BYTES_PER_ROUTE_MAX = 2_600
VOID = {"meta", "wbr", "link", "br"}


class Reading(HTMLParser):
    """
    What stands in a page: tags, ids, links, and whether every tag is closed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in {"href", "src"}:
                self.links.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"


@pytest.fixture(scope="module")
def reading() -> Reading:
    reading = Reading()
    reading.feed(PAGE)
    reading.close()
    return reading


def test_the_page_is_well_formed(reading: Reading) -> None:
    assert reading.open == []
    assert len(set(reading.ids)) == len(reading.ids)


def test_the_page_needs_nothing_but_itself(reading: Reading) -> None:
    assert reading.tags & {"script", "img", "iframe", "link", "object", "form"} == set()
    assert "url(" not in PAGE
    assert "@import" not in PAGE


def test_the_page_grows_with_the_routes_and_no_faster() -> None:
    routes = sum(len(methods) for methods in DOCUMENT["paths"].values())

    assert len(PAGE.encode()) < BYTES_PER_ROUTE_MAX * routes


def test_every_link_leads_somewhere(reading: Reading) -> None:
    anchors = {link for link in reading.links if link.startswith("#")}

    assert {anchor.removeprefix("#") for anchor in anchors} <= set(reading.ids)
    assert set(reading.links) - anchors == {"/openapi.json"}


def test_every_error_leads_to_its_place(reading: Reading) -> None:
    assert {one.code for one in problems()} <= set(reading.ids)


def test_every_operation_has_its_place_and_a_call_to_paste(reading: Reading) -> None:
    names = {
        operation["operationId"]
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
    }

    assert names <= set(reading.ids)
    assert len(re.findall(r"<pre>curl ", PAGE)) == len(names)
