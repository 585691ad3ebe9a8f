"""
What stands at a name, as the servers of its zone say over the wire.
"""

from itertools import pairwise

import pytest

from infra.local.dns.server import NameServer
from tenantry.dns.model import Answer, Outcome, Trouble
from tests.zones import lookups_at

EDGE = "edge.tenantry.example"


def seen(answer: Answer) -> tuple[str, ...]:
    return (str(answer.outcome), *answer.values)


def test_what_a_zone_holds_is_found_and_its_server_named(name_server: NameServer) -> None:
    name_server.zones.set("partner.example", "TXT", ["v=spf1 -all", "a token"])

    answer = lookups_at(name_server).ask("Partner.Example.", "TXT")

    assert seen(answer) == ("found", "a token", "v=spf1 -all")
    assert (answer.name, answer.server) == ("partner.example", "ns1.name-servers.example")


@pytest.mark.parametrize(
    ("type_", "stored", "shown"),
    [
        ("A", "192.0.2.1", "192.0.2.1"),
        ("AAAA", "2001:DB8::1", "2001:db8::1"),
        ("MX", "10 Mail.Partner.Example", "10 mail.partner.example"),
        ("MX", "0 .", "0 ."),
        ("NS", "NS.Elsewhere.example", "ns.elsewhere.example"),
        ("CNAME", "Other.example", "other.example"),
        ("CAA", '0 Issue "Amazon.com"', '0 issue "amazon.com"'),
        ("TXT", "Case Is Kept", "Case Is Kept"),
        ("TXT", "", ""),
    ],
)
def test_records_are_shown_in_one_way(
    name_server: NameServer, type_: str, stored: str, shown: str
) -> None:
    name_server.zones.zone("partner.example")
    name_server.zones.set("at.partner.example", type_, stored)

    answer = lookups_at(name_server).ask("at.partner.example", type_)

    assert seen(answer) == ("found", shown)


def test_the_strings_of_a_txt_are_joined_without_a_space(name_server: NameServer) -> None:
    long = "v=spf1 " + " ".join(f"ip4:192.0.2.{last}" for last in range(60)) + " -all"
    name_server.zones.set("partner.example", "TXT", ['"v=DKIM1; p=MIG" "fMA0"', long])

    answer = lookups_at(name_server).ask("partner.example", "TXT")

    assert answer.values == ("v=DKIM1; p=MIGfMA0", long)


def test_what_is_no_text_in_a_txt_is_replaced(name_server: NameServer) -> None:
    name_server.zones.set("partner.example", "TXT", '"caf\\233 \\255"')

    [value] = lookups_at(name_server).ask("partner.example", "TXT").values

    assert value == "caf\ufffd \ufffd"


def test_a_name_without_such_records_is_not_a_name_that_is_missing(
    name_server: NameServer,
) -> None:
    name_server.zones.set("www.partner.example", "A", "192.0.2.1")
    lookups = lookups_at(name_server)

    answers = lookups.ask_all(
        [
            ("www.partner.example", "TXT"),
            ("none.partner.example", "TXT"),
            ("unregistered.example", "TXT"),
        ]
    )

    assert [answer.outcome for answer in answers] == ["no_data", "no_name", "no_name"]
    assert all(answer.is_absent and answer.is_clear for answer in answers)


@pytest.mark.requirement("R-WL-1")
def test_the_zone_is_asked_and_not_what_the_resolver_remembers(name_server: NameServer) -> None:
    name_server.zones.set("partner.example", "A", "192.0.2.1")
    name_server.zones.faults.plan("servfail", server="resolver", type_="TXT")
    name_server.zones.set("partner.example", "TXT", "set a second ago")

    answer = lookups_at(name_server).ask("partner.example", "TXT")

    assert seen(answer) == ("found", "set a second ago")


@pytest.mark.requirement("R-WL-2")
def test_aliases_are_followed_over_zones(name_server: NameServer) -> None:
    name_server.zones.load(
        {
            "www.partner.example": {"CNAME": "hosts.partner.example"},
            "hosts.partner.example": {"CNAME": "partner.cdn.test"},
            "partner.cdn.test": {"CNAME": EDGE},
            EDGE: {"A": ["192.0.2.1", "192.0.2.2"]},
        }
    )

    answer = lookups_at(name_server).ask("www.partner.example", "A")

    assert seen(answer) == ("found", "192.0.2.1", "192.0.2.2")
    assert answer.chain == ("hosts.partner.example", "partner.cdn.test", EDGE)


def test_an_alias_that_is_asked_for_is_not_followed(name_server: NameServer) -> None:
    name_server.zones.set("www.partner.example", "CNAME", EDGE)

    answer = lookups_at(name_server).ask("www.partner.example", "CNAME")

    assert (seen(answer), answer.chain) == (("found", EDGE), ())


def test_an_alias_to_nothing_shows_where_it_leads(name_server: NameServer) -> None:
    name_server.zones.set("www.partner.example", "CNAME", "gone.cdn.test")

    answer = lookups_at(name_server).ask("www.partner.example", "A")

    assert (answer.outcome, answer.chain) == (Outcome.NO_NAME, ("gone.cdn.test",))


def test_a_flattened_apex_shows_addresses_and_no_alias(name_server: NameServer) -> None:
    name_server.zones.load({EDGE: {"A": "192.0.2.1"}, "partner.example": {"ALIAS": EDGE}})
    lookups = lookups_at(name_server)

    answers = lookups.ask_all([("partner.example", type_) for type_ in ("A", "CNAME", "ALIAS")[:2]])

    assert [seen(answer) for answer in answers] == [("found", "192.0.2.1"), ("no_data",)]
    assert answers[0].chain == ()


@pytest.mark.parametrize(
    "aliases",
    [
        {"a.partner.example": "a.partner.example"},
        {"a.partner.example": "b.partner.example", "b.partner.example": "a.partner.example"},
        {"a.partner.example": "b.other.test", "b.other.test": "a.partner.example"},
        {"a.partner.example": "b.other.test", "b.other.test": "b.other.test"},
    ],
)
def test_aliases_in_a_circle_are_told(name_server: NameServer, aliases: dict[str, str]) -> None:
    name_server.zones.load({name: {"CNAME": target} for name, target in aliases.items()})

    answer = lookups_at(name_server).ask("a.partner.example", "A")

    assert (answer.outcome, answer.trouble) == (Outcome.FAILED, Trouble.LOOP)
    assert answer.chain


@pytest.mark.parametrize("zone", ["partner.example", "{}.example"])
@pytest.mark.parametrize(("count", "outcome"), [(16, Outcome.FOUND), (17, Outcome.FAILED)])
def test_sixteen_aliases_are_followed_and_no_more(
    name_server: NameServer, zone: str, count: int, outcome: Outcome
) -> None:
    names = [f"n{place}.{zone.format(f'z{place}')}" for place in range(count + 1)]
    for name, target in pairwise(names):
        name_server.zones.set(name, "CNAME", target)
    name_server.zones.set(names[-1], "A", "192.0.2.1")

    answer = lookups_at(name_server).ask(names[0], "A")

    assert (answer.outcome, len(answer.chain)) == (outcome, 16)
    assert answer.trouble is (None if outcome is Outcome.FOUND else Trouble.CHAIN_TOO_LONG)


def test_names_in_other_letters_are_asked_for_as_they_are_registered(
    name_server: NameServer,
) -> None:
    name_server.zones.set("xn--fa-hia.example", "TXT", "faß")
    name_server.zones.set("fass.example", "TXT", "somebody else")

    answer = lookups_at(name_server).ask("Faß.example", "TXT")

    assert (answer.name, answer.values) == ("xn--fa-hia.example", ("faß",))


def test_the_longest_name_there_can_be_is_asked_for(name_server: NameServer) -> None:
    name = ".".join(["a" * 63, "b" * 63, "c" * 63, "d" * 45, "partner.example"])
    name_server.zones.set(name, "TXT", "here")
    lookups = lookups_at(name_server)

    answer = lookups.ask(name, "TXT")

    assert (len(name), answer.values) == (253, ("here",))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 64 + ".example",
        "a." * 126 + "ab",
        "a..example",
        ".example",
        "☕.example",
        "\ud800.example",
    ],
)
def test_what_can_be_no_name_is_not_there_and_nobody_is_asked(
    name_server: NameServer, text: str
) -> None:
    lookups = lookups_at(name_server)

    answer = lookups.ask(text, "TXT")

    assert (answer.outcome, lookups.queries) == (Outcome.NO_NAME, 0)


@pytest.mark.parametrize(
    "text", ["a b.partner.example", "_dmarc.partner.example", "*.partner.example"]
)
def test_unusual_names_are_asked_for(name_server: NameServer, text: str) -> None:
    name_server.zones.zone("partner.example")

    lookups = lookups_at(name_server)

    assert lookups.ask(text, "TXT").outcome is Outcome.NO_NAME
    assert lookups.queries > 0
