"""
What a host really shows, and where nobody is ever connected to.
"""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local.edge.door import Door
from tenantry.certificates.handshake import Handshakes
from tenantry.certificates.model import Seen, Served
from tenantry.dns.model import Outcome
from tests.acting import NOON
from tests.certifying import PARTNER, Leaf, a_leaf, root, stranger
from tests.zones import PretendLookups

pytestmark = pytest.mark.requirement("R-WL-2")

YEARS = timedelta(days=20_000)
HERE = {PARTNER: {"A": "127.0.0.1"}, "*.partner.example": {"CNAME": PARTNER}}


@pytest.fixture(autouse=True)
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_text(root().pem)
    monkeypatch.setenv("TENANTRY_TRUSTED_ROOTS", str(roots))


@pytest.fixture
def content() -> dict[str, Leaf]:
    return {}


@pytest.fixture
def door(content: dict[str, Leaf]) -> Iterator[Door]:
    def served(host: str) -> dict[str, str] | None:
        leaf = content.get(host)
        if leaf is None:
            return None
        return {"leaf": leaf.pem, "chain": leaf.chain_pem, "key": leaf.key_pem}

    one = Door(served)
    yield one
    one.stop()


def a_lasting_leaf(**made: Any) -> Leaf:
    """
    One that is valid by the clock of whoever looks.
    """
    return a_leaf(begins=NOON - YEARS, ends=NOON + YEARS, **made)


def look(door: Door, host: str, serial: str) -> Served:
    return Handshakes(PretendLookups(HERE), door.port).look(host, serial, NOON)


def test_a_host_that_shows_what_it_should_is_seen(door: Door, content: dict[str, Leaf]) -> None:
    content[PARTNER] = leaf = a_lasting_leaf()

    served = look(door, PARTNER, leaf.serial)

    assert (served.seen, served.serial) == (Seen.SAME, leaf.serial)
    assert (served.issuer, served.not_after) == ("CN=Authority of Tests", NOON + YEARS)


def test_a_host_below_the_domain_is_asked_by_its_own_name(
    door: Door, content: dict[str, Leaf]
) -> None:
    content["shop.partner.example"] = leaf = a_lasting_leaf()

    served = look(door, "shop.partner.example", leaf.serial)

    assert served.seen is Seen.SAME


def test_another_certificate_than_ours_is_told(door: Door, content: dict[str, Leaf]) -> None:
    content[PARTNER] = leaf = a_lasting_leaf()

    served = look(door, PARTNER, "abc")

    assert (served.seen, served.serial) == (Seen.OTHER, leaf.serial)


@pytest.mark.parametrize(
    "make",
    [
        lambda: a_leaf(begins=NOON - 2 * YEARS / 3, ends=NOON - YEARS / 3),
        lambda: a_lasting_leaf(names=["other.example"]),
        lambda: a_lasting_leaf(signed_by=stranger()),
    ],
    ids=["ended", "of other names", "of nobody known"],
)
def test_what_browsers_refuse_is_read_all_the_same(
    door: Door, content: dict[str, Leaf], make: Callable[[], Leaf]
) -> None:
    content[PARTNER] = leaf = make()

    served = look(door, PARTNER, leaf.serial)

    assert (served.seen, served.serial) == (Seen.UNTRUSTED, leaf.serial)


def test_a_host_that_nobody_serves_gets_no_greeting(door: Door) -> None:
    assert look(door, PARTNER, "abc").seen is Seen.UNREACHABLE


def test_a_port_that_nobody_listens_at_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    served = Handshakes(PretendLookups(HERE), port).look(PARTNER, "abc", NOON)

    assert served.seen is Seen.UNREACHABLE


def test_a_name_without_an_address_leads_nowhere(door: Door) -> None:
    assert Handshakes(PretendLookups({}), door.port).look(PARTNER, "a", NOON).seen is Seen.NOWHERE


def test_trouble_of_dns_says_nothing_of_the_host(door: Door) -> None:
    lookups = PretendLookups({PARTNER: Outcome.TIMED_OUT})

    assert Handshakes(lookups, door.port).look(PARTNER, "a", NOON).seen is Seen.UNKNOWN


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - nobody listens there
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "2002:a00:1::",
        "2001:0:a00:1::1",
        "64:ff9b::a00:1",
    ],
)
def test_nobody_is_connected_to_inside_a_network(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", _must_not_be_called)
    type_ = "AAAA" if ":" in address else "A"

    served = Handshakes(PretendLookups({PARTNER: {type_: address}})).look(PARTNER, "a", NOON)

    assert served.seen is Seen.INTERNAL


def _must_not_be_called(*_: object, **__: object) -> None:
    raise AssertionError


def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []

    def refuse(address: object, _: float) -> None:
        asked.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", refuse)
    records = {PARTNER: {"A": ["10.0.0.1", "8.8.8.8"], "AAAA": "2606:4700::1"}}

    Handshakes(PretendLookups(records)).look(PARTNER, "a", NOON)

    assert asked == [("8.8.8.8", 443), ("2606:4700::1", 443)]


def test_on_the_local_stack_no_other_machine_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", _must_not_be_called)

    lookups = PretendLookups({PARTNER: {"A": "8.8.8.8"}})

    assert Handshakes(lookups, 12_173).look(PARTNER, "a", NOON).seen is Seen.INTERNAL
