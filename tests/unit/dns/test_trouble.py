"""
Servers that are silent, refuse, know nothing, or say what is not to be believed.
"""

import socket
import time

import pytest

from infra.local.dns.server import NameServer
from tenantry.dns.addresses import public
from tenantry.dns.asking import Patience
from tenantry.dns.lookups import AuthoritativeLookups
from tenantry.dns.model import Answer, Outcome, Trouble
from tests.zones import SOON, lookups_at

BOTH = ["ns1", "ns2"]


@pytest.fixture
def partner(name_server: NameServer) -> NameServer:
    """
    A zone that two servers serve.
    """
    name_server.another("ns2")
    name_server.zones.zone("partner.example", BOTH)
    name_server.zones.set("partner.example", "TXT", "hello")
    return name_server


def verdict(answer: Answer) -> tuple[Outcome, Trouble | None]:
    return answer.outcome, answer.trouble


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(
    ("fault", "outcome", "trouble"),
    [
        ("servfail", Outcome.FAILED, Trouble.SERVER_FAILED),
        ("refused", Outcome.FAILED, Trouble.REFUSED),
        ("lame", Outcome.FAILED, Trouble.LAME),
        ("garbage", Outcome.FAILED, Trouble.BROKEN),
        ("wrong_id", Outcome.FAILED, Trouble.BROKEN),
        ("wrong_question", Outcome.FAILED, Trouble.BROKEN),
        ("silent", Outcome.TIMED_OUT, Trouble.SILENT),
    ],
)
def test_trouble_at_all_servers_is_never_an_answer(
    partner: NameServer, fault: str, outcome: Outcome, trouble: Trouble
) -> None:
    partner.zones.faults.plan(fault, "partner.example")

    answer = lookups_at(partner, SOON).ask("partner.example", "TXT")

    assert verdict(answer) == (outcome, trouble)
    assert not answer.is_clear
    assert not answer.is_absent


@pytest.mark.parametrize(
    "fault",
    ["servfail", "refused", "lame", "garbage", "wrong_id", "wrong_question", "silent"],
)
def test_where_one_server_has_trouble_the_other_is_asked(partner: NameServer, fault: str) -> None:
    partner.zones.faults.plan(fault, "partner.example", server="ns1")

    answer = lookups_at(partner, SOON).ask("partner.example", "TXT")

    assert (answer.values, answer.server) == (("hello",), "ns2.name-servers.example")


def test_of_different_troubles_the_more_telling_is_told(partner: NameServer) -> None:
    partner.zones.faults.plan("silent", "partner.example", server="ns1")
    partner.zones.faults.plan("servfail", "partner.example", server="ns2")

    answer = lookups_at(partner, SOON).ask("partner.example", "TXT")

    assert verdict(answer) == (Outcome.FAILED, Trouble.SERVER_FAILED)


def test_a_lost_datagram_is_sent_again(name_server: NameServer) -> None:
    name_server.zones.set("partner.example", "TXT", "hello")
    lookups = lookups_at(name_server, SOON)
    lookups.ask("partner.example", "A")
    name_server.zones.faults.plan("silent", "partner.example")

    answer = lookups.ask("partner.example", "TXT")

    # Twice, and then this pass leaves the server alone.
    asked = [question for question in name_server.zones.asked if question.type == "TXT"]
    assert (answer.trouble, len(asked)) == (Trouble.SILENT, 2)


@pytest.mark.requirement("R-WL-1")
def test_a_dead_zone_costs_a_pass_the_time_of_one_or_two_questions(partner: NameServer) -> None:
    partner.zones.faults.plan("silent", "partner.example")
    lookups = lookups_at(partner, SOON)
    lookups.ask("partner.example", "TXT")
    lookups.ask("partner.example", "MX")
    sent = lookups.queries

    answers = [lookups.ask(f"n{place}.partner.example", "A") for place in range(20)]

    assert {answer.trouble for answer in answers} == {Trouble.SILENT}
    assert lookups.queries == sent


def test_a_dead_server_beside_a_good_one_is_left_alone(partner: NameServer) -> None:
    partner.zones.faults.plan("silent", "partner.example", server="ns1")
    lookups = lookups_at(partner, SOON)

    for place in range(10):
        lookups.ask(f"n{place}.partner.example", "A")

    asked = [question.server for question in partner.zones.asked]
    assert (asked.count("ns1"), asked.count("ns2")) == (1, 10)


def test_a_question_takes_no_longer_than_it_may(partner: NameServer) -> None:
    partner.zones.faults.plan("silent", "partner.example")
    lookups = lookups_at(partner, Patience(for_one_try=5, for_a_question=0.2))
    began = time.monotonic()

    lookups.ask_all([(f"n{place}.partner.example", "A") for place in range(10)])

    assert 0.2 <= time.monotonic() - began < 2


def test_a_pass_that_has_no_time_left_asks_nobody(partner: NameServer) -> None:
    lookups = lookups_at(partner, Patience(for_the_pass=0))

    answer = lookups.ask("partner.example", "TXT")

    assert verdict(answer) == (Outcome.TIMED_OUT, Trouble.BUDGET)
    assert lookups.queries == 0


def test_a_pass_that_runs_out_of_time_says_so(partner: NameServer) -> None:
    partner.zones.faults.plan("silent", "partner.example")
    lookups = lookups_at(partner, Patience(1, 2, for_the_pass=0.3))

    answer = lookups.ask("partner.example", "TXT")

    assert verdict(answer) == (Outcome.TIMED_OUT, Trouble.BUDGET)


def test_slow_servers_are_waited_for(partner: NameServer) -> None:
    partner.zones.faults.delay_seconds = 0.05

    answer = lookups_at(partner).ask("partner.example", "TXT")

    assert answer.values == ("hello",)


@pytest.mark.parametrize("fault", ["servfail", "silent", "refused"])
def test_without_a_resolver_nothing_is_known(partner: NameServer, fault: str) -> None:
    partner.zones.faults.plan(fault, server="resolver")

    answer = lookups_at(partner, SOON).ask("partner.example", "TXT")

    assert not answer.is_clear


def test_a_second_resolver_is_asked(partner: NameServer) -> None:
    nobody = socket.create_server(("127.0.0.1", 0))
    resolvers = [nobody.getsockname()[:2], ("127.0.0.1", partner.port)]
    nobody.close()
    lookups = AuthoritativeLookups(resolvers, partner.endpoints.get, SOON)

    answer = lookups.ask("partner.example", "TXT")

    assert answer.values == ("hello",)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.7", "169.254.169.254", "100.64.0.1", "192.168.1.1", "0.0.0.0"],  # noqa: S104
)
def test_a_partner_cannot_make_us_talk_to_internal_hosts(
    name_server: NameServer, address: str
) -> None:
    name_server.zones.set("partner.example", "NS", "ns.partner.example")
    name_server.zones.set("ns.partner.example", "A", address)
    lookups = AuthoritativeLookups([("127.0.0.1", name_server.port)], public, SOON)

    answer = lookups.ask("partner.example", "TXT")

    assert verdict(answer) == (Outcome.FAILED, Trouble.INTERNAL)
    assert {question.server for question in name_server.zones.asked} == {"resolver"}


def test_servers_without_an_address_are_told(name_server: NameServer) -> None:
    name_server.zones.set("partner.example", "NS", "ns.nowhere.test")

    answer = lookups_at(name_server, SOON).ask("partner.example", "TXT")

    assert verdict(answer) == (Outcome.FAILED, Trouble.NO_SERVERS)


@pytest.fixture
def closed() -> int:
    """
    A port of UDP that nobody listens at.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def test_a_server_that_cannot_be_reached_is_told_at_once(
    name_server: NameServer, closed: int
) -> None:
    name_server.zones.set("partner.example", "A", "192.0.2.1")
    lookups = AuthoritativeLookups(
        [("127.0.0.1", name_server.port)], lambda _: ("127.0.0.1", closed), Patience(5, 5)
    )
    began = time.monotonic()

    answer = lookups.ask("partner.example", "A")

    assert verdict(answer) == (Outcome.TIMED_OUT, Trouble.UNREACHABLE)
    assert time.monotonic() - began < 3
