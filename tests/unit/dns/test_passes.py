"""
What a pass of many questions costs, and what it leaves behind.
"""

import threading
import time
from pathlib import Path

import pytest

from infra.local.dns.server import NameServer
from infra.local.dns.zones import Asked
from tenantry.dns.lookups import configured
from tenantry.dns.model import Outcome
from tests.zones import SOON, PretendLookups, lookups_at

PARTNER = {
    "partner.example": {"TXT": "v=spf1 -all", "A": "192.0.2.1"},
    "_dmarc.partner.example": {"TXT": "v=DMARC1; p=none"},
    "*.partner.example": {"CNAME": "edge.tenantry.example"},
    "edge.tenantry.example": {"A": "192.0.2.1"},
}
QUESTIONS = [
    ("_dmarc.partner.example", "TXT"),
    ("partner.example", "TXT"),
    ("partner.example", "A"),
    ("partner.example", "MX"),
    ("one.partner.example", "A"),
    ("two.partner.example", "A"),
]


@pytest.fixture
def partner(name_server: NameServer) -> NameServer:
    name_server.zones.load(PARTNER)
    return name_server


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def sent(server: NameServer, who: str) -> list[tuple[str, str]]:
    return [(asked.name, asked.type) for asked in server.zones.asked if asked.server == who]


def test_answers_stand_in_the_order_of_their_questions(partner: NameServer) -> None:
    lookups = lookups_at(partner)

    answers = lookups.ask_all(QUESTIONS)

    assert [(answer.name, answer.type) for answer in answers] == QUESTIONS
    assert [answer.outcome for answer in answers] == ["found"] * 3 + ["no_data"] + ["found"] * 2


def test_a_zones_servers_are_looked_up_once(partner: NameServer) -> None:
    lookups_at(partner).ask_all(QUESTIONS)

    assert sent(partner, "resolver") == [
        ("partner.example", "NS"),
        ("ns1.name-servers.example", "A"),
        ("tenantry.example", "NS"),
    ]


def test_the_same_question_is_sent_once_in_a_pass(partner: NameServer) -> None:
    lookups = lookups_at(partner)

    first = lookups.ask_all([*QUESTIONS, *QUESTIONS])
    count = lookups.queries
    again = lookups.ask_all([(name.upper() + ".", type_) for name, type_ in QUESTIONS])

    assert first == again + again
    assert lookups.queries == count == len(partner.zones.asked)


def test_a_target_of_many_aliases_is_asked_for_once(partner: NameServer) -> None:
    lookups_at(partner).ask_all(QUESTIONS)

    assert sent(partner, "ns1").count(("edge.tenantry.example", "A")) == 1


def test_another_pass_asks_anew(partner: NameServer) -> None:
    lookups_at(partner).ask("partner.example", "TXT")
    partner.zones.set("partner.example", "TXT", "changed")

    answer = lookups_at(partner).ask("partner.example", "TXT")

    assert answer.values == ("changed",)


def test_questions_are_asked_at_the_same_time(partner: NameServer) -> None:
    partner.zones.faults.delay_seconds = 0.15
    lookups = lookups_at(partner)
    began = time.monotonic()

    lookups.ask_all([(f"n{place}.partner.example", "TXT") for place in range(12)])

    # One after the other they would take longer than two seconds.
    assert time.monotonic() - began < 1.4


def test_floods_are_not_sent(partner: NameServer) -> None:
    partner.zones.faults.delay_seconds = 0.03
    lookups = lookups_at(partner)
    lookups.ask("partner.example", "A")
    began = time.monotonic()

    lookups.ask_all([(f"n{place}.partner.example", "TXT") for place in range(36)])

    assert time.monotonic() - began >= 3 * 0.03


def test_the_server_of_a_part_of_a_domain_is_found_by_referral(partner: NameServer) -> None:
    partner.another("ns2")
    partner.zones.zone("mail.partner.example", "ns2")
    partner.zones.set("deep.mail.partner.example", "TXT", "elsewhere")

    answer = lookups_at(partner).ask("deep.mail.partner.example", "TXT")

    assert (answer.values, answer.server) == (("elsewhere",), "ns2.name-servers.example")
    assert ("deep.mail.partner.example", "TXT") in sent(partner, "ns1")


def test_a_referral_brings_addresses_along(partner: NameServer) -> None:
    address = partner.another("ns2")
    partner.zones.zone("mail.partner.example", "ns2")
    partner.zones.set("mail.partner.example", "NS", "ns.mail.partner.example")
    partner.zones.set("ns.mail.partner.example", "A", address)

    answer = lookups_at(partner).ask("mail.partner.example", "A")

    assert (answer.outcome, answer.server) == ("no_data", "ns.mail.partner.example")
    assert ("ns.mail.partner.example", "A") not in sent(partner, "resolver")


def test_what_does_not_fit_a_datagram_is_asked_for_over_a_stream(partner: NameServer) -> None:
    many = [f"{place:03}" + "x" * 200 for place in range(20)]
    partner.zones.set("partner.example", "TXT", many)

    answer = lookups_at(partner).ask("partner.example", "TXT")

    assert answer.values == tuple(many)
    assert list(partner.zones.asked)[-2:] == [
        Asked("ns1", "partner.example", "TXT", "udp"),
        Asked("ns1", "partner.example", "TXT", "tcp"),
    ]


def test_a_stream_that_stays_silent_is_no_answer(partner: NameServer) -> None:
    partner.zones.faults.plan("no_stream", "partner.example")

    answer = lookups_at(partner, SOON).ask("partner.example", "TXT")

    assert (answer.outcome, answer.trouble) == ("failed", "broken")


def test_old_servers_are_asked_in_the_old_way(partner: NameServer) -> None:
    partner.zones.faults.plan("no_edns", "partner.example")

    answer = lookups_at(partner).ask("partner.example", "TXT")

    assert answer.values == ("v=spf1 -all",)


@pytest.mark.requirement("R-WL-1")
def test_nothing_is_left_open_behind_a_question(partner: NameServer) -> None:
    partner.zones.faults.plan("silent", "dead.partner.example")
    partner.zones.faults.plan("truncated", "partner.example", type_="TXT")
    lookups = lookups_at(partner, SOON)
    threads, files = threading.active_count(), open_files()

    lookups.ask_all([*QUESTIONS, ("dead.partner.example", "A")])

    # The server closes its side of streams in its own time.
    with partner.zones.lock:
        assert threading.active_count() == threads
    assert open_files() <= files + 1


def test_the_local_stack_asks_its_own_server_alone(
    partner: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner.zones.set("foreign.example", "NS", "ns.foreign.example")
    partner.zones.set("ns.foreign.example", "A", "8.8.8.8")
    monkeypatch.setenv("TENANTRY_RESOLVERS", f"127.0.0.1:{partner.port}")
    monkeypatch.setenv("TENANTRY_DNS_PORT", str(partner.port))

    lookups = configured()

    assert lookups.ask("partner.example", "TXT").values == ("v=spf1 -all",)
    assert lookups.ask("foreign.example", "TXT").trouble == "internal"


def test_pretended_lookups_say_the_same(partner: NameServer) -> None:
    real, pretended = lookups_at(partner), PretendLookups(PARTNER)

    answers = [
        [(a.name, a.type, a.outcome, a.values, a.chain) for a in lookups.ask_all(QUESTIONS)]
        for lookups in (real, pretended)
    ]

    assert answers[0] == answers[1]
    assert pretended.asked == QUESTIONS


def test_pretended_trouble_is_trouble() -> None:
    lookups = PretendLookups(
        {
            "slow.example": Outcome.TIMED_OUT,
            "broken.example": {"TXT": Outcome.FAILED, "A": "192.0.2.1"},
            "www.example": {"CNAME": "slow.example"},
            "a.example": {"CNAME": "a.example"},
        }
    )

    troubles = [
        lookups.ask(name, type_).trouble
        for name, type_ in [
            ("slow.example", "MX"),
            ("broken.example", "TXT"),
            ("broken.example", "A"),
            ("www.example", "A"),
            ("a.example", "A"),
        ]
    ]

    assert troubles == ["silent", "server_failed", None, "silent", "loop"]
