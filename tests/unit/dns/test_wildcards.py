"""
Which names a wildcard answers for (RFC 4592), over the wire and in pretended look-ups alike.
"""

import pytest

from infra.local.dns.server import NameServer
from tenantry.dns.model import Lookups
from tests.zones import PretendLookups, lookups_at

RECORDS = {
    "*.partner.example": {"TXT": "wild"},
    "app.partner.example": {"A": "192.0.2.1"},
    "deep.below.partner.example": {"A": "192.0.2.2"},
    "*.wild.partner.example": {"TXT": "wilder"},
}
CASES = """
any.partner.example           wild
two.labels.partner.example    wild
*.partner.example             wild
partner.example               no_data
app.partner.example           no_data
under.app.partner.example     no_name
below.partner.example         no_data
deep.below.partner.example    no_data
other.below.partner.example   no_name
wild.partner.example          no_data
any.wild.partner.example      wilder
"""


@pytest.fixture(params=["wire", "pretended"])
def lookups(request: pytest.FixtureRequest, name_server: NameServer) -> Lookups:
    if request.param == "pretended":
        return PretendLookups(RECORDS)
    name_server.zones.load(RECORDS)
    return lookups_at(name_server)


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_a_wildcard_answers_where_nothing_is(lookups: Lookups, case: str) -> None:
    name, expected = case.split()

    answer = lookups.ask(name, "TXT")

    assert (*answer.values, answer.outcome)[0] == expected


def test_a_delegated_part_is_hidden_from_the_wildcard(name_server: NameServer) -> None:
    name_server.zones.load(RECORDS)
    name_server.zones.zone("shop.partner.example")

    answer = lookups_at(name_server).ask("any.shop.partner.example", "TXT")

    assert answer.outcome == "no_name"
