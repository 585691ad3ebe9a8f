"""
Look-ups of a partner's names at servers that answer after 50 ms, or do not answer at all.

`internet` gives others the same servers: what is asked there is theirs.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks.figures import Figure
from infra.local.dns.server import NameServer
from infra.local.places import HOST
from tenantry.dns.asking import Patience
from tenantry.dns.lookups import AuthoritativeLookups
from tenantry.dns.model import Question

ANSWER_SECONDS = 0.05
PARTNER = "partner.example"
EDGE = "edge.tenantry.example"
SERVERS = ("ns2", "ns3")
RECORDS: dict[str, dict[str, list[str]]] = {
    PARTNER: {
        "A": ["192.0.2.10"],
        "TXT": ["v=spf1 include:mail.test include:amazonses.com -all"],
        "MX": ["10 mail.partner.example"],
        "CAA": ['0 issue "amazon.com"'],
    },
    f"_tenantry-challenge.{PARTNER}": {"TXT": ["a token"]},
    f"_dmarc.{PARTNER}": {"TXT": ["v=DMARC1; p=none"]},
    f"*.{PARTNER}": {"CNAME": [EDGE]},
    f"bounce.{PARTNER}": {
        "MX": ["10 feedback-smtp.eu-west-1.amazonses.com"],
        "TXT": ["v=spf1 include:amazonses.com ~all"],
    },
    **{
        f"key{place}._domainkey.{PARTNER}": {"CNAME": [f"key{place}.dkim.amazonses.com"]}
        for place in range(3)
    },
    **{f"key{place}.dkim.amazonses.com": {"TXT": ["v=DKIM1; p=MIGf"]} for place in range(3)},
    "amazonses.com": {"TXT": ["v=spf1 ip4:192.0.2.0/24 -all"]},
    "mail.test": {"TXT": ["v=spf1 ip4:198.51.100.0/24 -all"]},
    EDGE: {"A": ["192.0.2.10"]},
}
QUESTIONS: Sequence[Question] = [
    (f"_tenantry-challenge.{PARTNER}", "TXT"),
    *((PARTNER, type_) for type_ in ("A", "AAAA", "TXT", "MX", "CAA")),
    *((f"random{place}.{PARTNER}", "A") for place in range(2)),
    *((f"key{place}._domainkey.{PARTNER}", "TXT") for place in range(3)),
    (f"_dmarc.{PARTNER}", "TXT"),
    *((f"bounce.{PARTNER}", type_) for type_ in ("MX", "TXT")),
    ("amazonses.com", "TXT"),
    ("mail.test", "TXT"),
]


@contextmanager
def internet(dead: Sequence[str] = (), seconds: float = ANSWER_SECONDS) -> Iterator[NameServer]:
    """
    Servers with a partner's zone and those that it refers to.

    Args:
        dead: Of the zone's two servers those that never answer: `ns2`, `ns3`.
        seconds: How long each answer takes.
    """
    with NameServer() as server:
        for name in SERVERS:
            server.another(name)
        server.zones.zone(PARTNER, SERVERS)
        server.zones.load(RECORDS)
        server.zones.faults.delay_seconds = seconds
        for name in dead:
            server.zones.faults.plan("silent", PARTNER, server=name)
        yield server


def lookups_at(server: NameServer) -> AuthoritativeLookups:
    """
    Look-ups as patient as a function's.
    """
    return AuthoritativeLookups([(HOST, server.port)], server.endpoints.get, Patience())


def figures() -> Iterator[Figure]:
    """
    Messages and time for the questions of a check, at once and in turn, and with dead servers.
    """
    cases = {"two servers": (), "one of two dead": ("ns2",), "both dead": SERVERS}
    for case, dead in cases.items():
        with internet(dead) as server:
            for way in ("at once", "in turn"):
                lookups = lookups_at(server)
                seconds = _seconds(lookups, is_at_once=way == "at once")
                name = f"look-ups {way}, {case}"
                conditions = f"{len(QUESTIONS)} questions, each answer after 50 ms, one run"
                yield Figure(f"{name}, messages", lookups.queries, "messages", conditions)
                yield Figure(f"{name}, time", round(seconds * 1000), "ms", conditions)


def _seconds(lookups: AuthoritativeLookups, *, is_at_once: bool) -> float:
    began = time.perf_counter()
    if is_at_once:
        lookups.ask_all(QUESTIONS)
    else:
        for question in QUESTIONS:
            lookups.ask(*question)
    return time.perf_counter() - began
