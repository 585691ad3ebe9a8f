"""
From a request's host to its site: one read, bounded and remembered for a moment.
"""

from datetime import timedelta

import pytest

from tenantry.hosts import store
from tenantry.hosts.model import NotServed
from tenantry.hosts.sites import REMEMBERED_MAX, Sites, address_of
from tenantry.resellers.model import Reseller
from tests.acting import NOON
from tests.builders import make_reseller
from tests.commands.faults import tapped
from tests.commands.hosted import customer, delete
from tests.hosting import PARTNER, PORTAL, SHOP, give, prove

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-WL-2")]


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


@pytest.fixture
def proven(reseller: Reseller) -> Reseller:
    prove(reseller.id)
    return reseller


def test_a_site_is_remembered_for_a_minute_and_no_longer(proven: Reseller) -> None:
    tenant, sites = customer(proven), Sites()
    sites.at(SHOP, NOON)
    delete(tenant)

    with tapped() as line:
        shown = sites.at(SHOP, NOON + timedelta(seconds=59))
    assert (shown is not None, line.calls) == (True, [])

    with pytest.raises(NotServed):
        sites.at(SHOP, NOON + timedelta(seconds=60))


def test_a_new_host_waits_for_half_a_minute_at_most(reseller: Reseller) -> None:
    sites = Sites()
    for seconds, is_asked in ((0, True), (29, False), (30, True)):
        with tapped() as line, pytest.raises(NotServed):
            sites.at(PORTAL, NOON + timedelta(seconds=seconds))
        assert line.calls == (["BatchGetItem"] if is_asked else [])
    prove(reseller.id)

    assert sites.at(PORTAL, NOON + timedelta(seconds=61)) is not None


def test_made_up_names_fill_no_memory_and_push_out_no_host(proven: Reseller) -> None:
    give(proven.id)
    sites = Sites()
    sites.at(PORTAL, NOON)

    for number in range(REMEMBERED_MAX + 5):
        sites.at(f"n{number}.{PARTNER}", NOON)

    with tapped() as line:
        sites.at(PORTAL, NOON)
    assert line.calls == []
    assert sites.remembered() == (1, REMEMBERED_MAX)


@pytest.mark.parametrize(
    "header", ["192.0.2.1", "[::1]", "a.example,b.example", "bücher.example", "x" * 300, "one", "_"]
)
def test_what_is_no_name_is_refused_without_a_read(header: str) -> None:
    with tapped() as line, pytest.raises(NotServed) as refused:
        Sites().at(header, NOON)

    assert (line.calls, refused.value.context["reason"]) == ([], "no_name")


@pytest.mark.parametrize(
    "header",
    [None, "", " ", "partners.example.com", "Partners.Example.COM.:443", "edge.tenantry.example"],
)
def test_the_platforms_own_names_come_to_no_site(
    header: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENANTRY_EDGE_HOST", "edge.tenantry.example")

    with tapped() as line:
        assert Sites().at(header, NOON) is None

    assert line.calls == []


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        ("https://partners.example.com", f"https://{PORTAL}"),
        ("http://127.0.0.1:8787", f"http://{PORTAL}:8787"),
    ],
)
def test_links_to_a_host_are_as_our_own_but_for_the_name(
    monkeypatch: pytest.MonkeyPatch, base_url: str, address: str
) -> None:
    monkeypatch.setenv("TENANTRY_BASE_URL", base_url)

    assert address_of(PORTAL) == address


def test_a_look_up_is_one_call(proven: Reseller) -> None:
    give(proven.id)

    for name in (PORTAL, PARTNER, "nobody.example"):
        with tapped() as line:
            store.find(name)
        assert line.calls == ["BatchGetItem"]
