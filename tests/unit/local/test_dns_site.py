"""
The zones of the local stack: changed over HTTP and on a page, and kept.
"""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest

from infra.local.dns.player import Player
from infra.local.dns.stand_in import StandIn
from infra.local.launcher import CannotStart
from infra.local.playing import NotPossible
from tenantry.dns.addresses import loopback
from tenantry.dns.asking import Patience
from tenantry.dns.lookups import AuthoritativeLookups


@pytest.fixture
def dns(tmp_path: Path) -> Iterator[Player]:
    with StandIn(tmp_path, {}) as running:
        yield running.player


def values(player: Player, name: str, type_: str = "TXT") -> tuple[str, ...]:
    """
    As a function of the stack sees them.
    """
    lookups = AuthoritativeLookups(
        [("127.0.0.1", player.port)], loopback(player.port), Patience(0.3, 2)
    )
    return lookups.ask(name, type_).values


def test_a_record_is_set_changed_and_removed(dns: Player) -> None:
    seen = []
    dns.set("partner.example", "TXT", "one")
    seen.append(values(dns, "partner.example"))
    dns.add("partner.example", "TXT", "two")
    seen.append(values(dns, "partner.example"))
    dns.set("partner.example", "txt", ["three"])
    seen.append(values(dns, "partner.example"))
    dns.remove("partner.example", "TXT")
    seen.append(values(dns, "partner.example"))

    assert seen == [("one",), ("one", "two"), ("three",), ()]


def test_a_record_is_set_as_the_documentation_says(dns: Player) -> None:
    body = {"name": "_tenantry-challenge.partner.example", "type": "TXT", "values": "token"}
    request = urllib.request.Request(  # noqa: S310 - our own
        f"{dns.base_url}/_control/set", json.dumps(body).encode()
    )

    with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
        assert json.load(answer) == {"done": None}

    assert values(dns, "_tenantry-challenge.partner.example") == ("token",)


def test_a_record_is_set_on_the_page(dns: Player) -> None:
    form = {"name": "partner.example", "type": "txt", "values": "one <b>\r\ntwo\r\n"}

    with urllib.request.urlopen(  # noqa: S310 - our own
        f"{dns.base_url}/records", urlencode(form).encode()
    ) as answer:
        shown = answer.read().decode()

    assert values(dns, "partner.example") == ("one <b>", "two")
    assert "partner.example TXT one &lt;b&gt;" in shown


@pytest.mark.parametrize(
    ("name", "type_", "value"),
    [
        ("partner.example", "A", "no address"),
        ("partner.example", "MX", "mail.partner.example"),
        ("partner.example", "NONSENSE", "1"),
        ("a..example", "TXT", "x"),
        ("partner.example", "ALIAS", "a..example"),
    ],
)
def test_what_is_no_record_is_refused_with_a_reason(
    dns: Player, name: str, type_: str, value: str
) -> None:
    with pytest.raises(NotPossible, match=r"record"):
        dns.set(name, type_, value)

    assert values(dns, "partner.example", "A") == ()


@pytest.mark.parametrize("body", [b'{"name": "partner.example"}', b"no json", b"[1]"])
def test_a_request_that_lacks_a_word_is_told(dns: Player, body: bytes) -> None:
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(f"{dns.base_url}/_control/set", body)  # noqa: S310 - our own

    with refused.value as answer:
        assert (answer.status, list(json.load(answer))) == (400, ["error"])


def test_the_platform_is_there_from_the_start(dns: Player) -> None:
    assert values(dns, "edge.tenantry.example", "A") == ("127.0.0.1",)


def test_servers_fail_and_recover(dns: Player) -> None:
    dns.set("partner.example", "TXT", "one")
    dns.fail("silent", "partner.example", "TXT")
    silent = values(dns, "partner.example")
    dns.recover()

    assert (silent, values(dns, "partner.example")) == ((), ("one",))
    with pytest.raises(NotPossible, match="explode"):
        dns.fail("explode", "partner.example")


def test_what_was_asked_is_told(dns: Player) -> None:
    values(dns, "partner.example")

    asked = dns.asked()

    assert (asked[0].server, asked[0].name, asked[0].type) == ("resolver", "partner.example", "NS")
    assert asked[-1].type == "TXT"


def test_zones_and_faults_are_there_again_at_the_next_start(tmp_path: Path) -> None:
    with StandIn(tmp_path, {}, keeps=True) as first:
        first.player.set("partner.example", "TXT", "one")
        first.player.set("edge.tenantry.example", "A", "192.0.2.9")
        first.player.zone("mail.partner.example")
        first.player.fail("servfail", "broken.example")
        told = first.player.zones()

    with StandIn(tmp_path, {}, keeps=True) as second:
        assert second.player.zones() == told
        assert values(second.player, "partner.example") == ("one",)
        assert values(second.player, "edge.tenantry.example", "A") == ("192.0.2.9",)


def test_what_was_dropped_stays_away(tmp_path: Path) -> None:
    with StandIn(tmp_path, {}, keeps=True) as first:
        first.player.set("partner.example", "TXT", "one")
        first.player.drop("partner.example")

    with StandIn(tmp_path, {}, keeps=True) as second:
        assert values(second.player, "partner.example") == ()


def test_a_port_that_is_taken_is_told_with_the_setting(dns: Player, tmp_path: Path) -> None:
    with (
        pytest.raises(CannotStart, match=f"make run TENANTRY_DNS_PORT={dns.port + 1}"),
        StandIn(tmp_path, {"dns": dns.port}),
    ):
        pass


def test_a_server_that_stopped_frees_its_port(tmp_path: Path) -> None:
    with StandIn(tmp_path, {}) as first:
        port = first.player.port

    with StandIn(tmp_path, {"dns": port}) as second:
        second.player.set("partner.example", "TXT", "again")
        assert values(second.player, "partner.example") == ("again",)
