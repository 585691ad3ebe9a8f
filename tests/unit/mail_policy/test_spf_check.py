"""
Who may send for a domain: `check_host()` (RFC 7208), on zones of our own.

The suite of the RFC (test_rfc7208_suite.py) goes further; it is not always there.
"""

from ipaddress import ip_address

import pytest

from tenantry.dns.model import Trouble
from tenantry.mail_policy.spf.check import Result, check_host
from tenantry.mail_policy.spf.sender import Sender
from tests.unit.mail_policy.zones import Records, Zones, texts

pytestmark = pytest.mark.requirement("R-WL-1")

HERE, SIX = "192.0.2.77", "2001:db8::77"
REVERSE = "77.2.0.192.in-addr.arpa"
HOSTS: dict[str, Records] = {
    "mail.example.com": {"A": ["192.0.2.77"], "AAAA": ["2001:db8::77"]},
    "near.example.com": {"A": ["192.0.2.1"], "AAAA": ["2001:db8::1"]},
    "six.example.com": {"AAAA": ["2001:db8::77"]},
    "out.example.com": {"MX": ["10 near.example.com", "20 mail.example.com"]},
    "null.example.com": {"MX": ["0 ."]},
    "dead.example.com": {"ANY": Trouble.SILENT},
    "alias.example.com": {"CNAME": ["mail.example.com"]},
}


def checked(zones: dict[str, Records], ip: str = HERE, **sender: object) -> Result:
    domain = str(sender.pop("domain", "example.com"))
    return check_host(Zones(zones), Sender(ip_address(ip), domain, **sender))  # type: ignore[arg-type]


MATCHES = """
192.0.2.77           ip4:192.0.2.77                    pass
192.0.2.77           ip4:192.0.2.0/25                  pass
192.0.2.77           ip4:192.0.2.128/25                neutral
192.0.2.77           ip6:::/0                          neutral
::ffff:192.0.2.77    ip4:192.0.2.77                    pass
::ffff:192.0.2.77    ip6:::ffff:192.0.2.77             neutral
2001:db8::77         ip6:2001:db8::/64                 pass
2001:db8::77         ip4:0.0.0.0/0                     neutral
192.0.2.77           a:mail.example.com                pass
192.0.2.77           a:alias.example.com               pass
2001:db8::77         a:mail.example.com                pass
192.0.2.77           a:near.example.com                neutral
192.0.2.77           a:near.example.com/24             pass
2001:db8::77         a:near.example.com/24             neutral
2001:db8::77         a:near.example.com//64            pass
192.0.2.77           a:near.example.com//64            neutral
192.0.2.77           a:six.example.com/0               neutral
192.0.2.77           a:nowhere.example.com/0           neutral
192.0.2.77           a:dead.example.com                temperror
192.0.2.77           mx:out.example.com                pass
192.0.2.77           mx:mail.example.com               neutral
192.0.2.77           mx:null.example.com/0             neutral
192.0.2.77           mx:dead.example.com               temperror
192.0.2.77           exists:near.example.com           pass
2001:db8::77         exists:near.example.com           pass
2001:db8::77         exists:six.example.com            neutral
192.0.2.77           exists:dead.example.com           temperror
192.0.2.77           exists:a..b.example.com           neutral
192.0.2.77           -all                              fail
192.0.2.77           ~all                              softfail
192.0.2.77           ?all                              neutral
192.0.2.77           -ip4:192.0.2.77                   fail
"""


@pytest.mark.parametrize("row", MATCHES.strip().splitlines())
def test_a_mechanism_matches_who_it_names(row: str) -> None:
    ip, term, verdict = row.split()

    result = checked(HOSTS | texts(root=f"v=spf1 {term}"), ip)

    assert result.verdict == verdict


def test_the_first_match_decides() -> None:
    result = checked(texts(root="v=spf1 ?ip4:198.51.100.1 ~ip4:192.0.2.0/24 -ip4:192.0.2.77 all"))

    assert (result.verdict, result.term) == ("softfail", "~ip4:192.0.2.0/24")


def test_a_fault_anywhere_spoils_the_record() -> None:
    result = checked(texts(root="v=spf1 all moo"))

    assert result.verdict == "permerror"
    assert result.why == "the term “moo” of example.com: there is no mechanism “moo”"


SELECTIONS: dict[str, tuple[list[str], str]] = {
    "nothing": ([], "none"),
    "other texts": (["v=spf10 all", "hello", "\ufffd"], "none"),
    "one among others": (["v=spf1 all", "v=spf1x -all", "\ufffd"], "pass"),
    "two": (["v=spf1 all", "V=SPF1 -all"], "permerror"),
    "empty": (["v=spf1"], "neutral"),
    "not ASCII": (["v=spf1 \ufffdall"], "permerror"),
}


@pytest.mark.parametrize("name", SELECTIONS)
def test_there_is_one_record_or_none(name: str) -> None:
    values, verdict = SELECTIONS[name]

    assert checked(texts(root=values)).verdict == verdict


@pytest.mark.parametrize(
    "domain",
    ["localhost", "a..example.com", f"{'x' * 64}.com", "[192.0.2.77]", "ex\\ample.com", ""],
)
def test_a_domain_that_is_no_name_has_no_policy_and_is_not_asked_for(domain: str) -> None:
    zones = Zones(texts(root="v=spf1 all"))

    result = check_host(zones, Sender(ip_address(HERE), domain))

    assert (result.verdict, zones.queries) == ("none", 0)


@pytest.mark.parametrize(
    ("trouble", "verdict"), [(Trouble.SILENT, "temperror"), (Trouble.SERVER_FAILED, "temperror")]
)
def test_a_domain_that_cannot_be_looked_up_is_an_error_for_now(
    trouble: Trouble, verdict: str
) -> None:
    result = checked({"example.com": {"TXT": trouble}})

    assert result.verdict == verdict
    assert "example.com" in (result.why or "")


INCLUDES = """
v=spf1_all                 pass
v=spf1_-all                neutral
v=spf1_~all                neutral
v=spf1                     neutral
v=spf1_moo                 permerror
hello                      permerror
v=spf1_a:dead.example.com  temperror
"""


@pytest.mark.parametrize("row", INCLUDES.strip().splitlines())
def test_an_include_matches_where_the_other_record_passes(row: str) -> None:
    other, verdict = row.replace("_", " ").rsplit(maxsplit=1)

    result = checked(HOSTS | texts(root="v=spf1 include:other.example.com", other=other))

    assert result.verdict == verdict


def test_an_include_of_nobody_is_an_error_and_a_redirect_too() -> None:
    for term in ("include:nowhere.example.com", "redirect=nowhere.example.com", "redirect=%{h}"):
        assert checked(texts(root=f"v=spf1 {term}")).verdict == "permerror"


def test_a_redirect_takes_over_where_nothing_matched() -> None:
    zones = texts(
        root="v=spf1 redirect=other.example.com ip4:198.51.100.1",
        other="v=spf1 ip4:192.0.2.77 -all",
        ended="v=spf1 redirect=other.example.com -all",
    )

    passed, failed = checked(zones), checked(zones, "203.0.113.1")

    assert (passed.verdict, passed.domain, passed.term) == (
        "pass",
        "other.example.com",
        "ip4:192.0.2.77",
    )
    assert (failed.verdict, failed.lookups) == ("fail", 1)
    assert checked(zones, domain="ended.example.com").verdict == "fail"


def test_a_redirect_changes_whose_hosts_are_meant() -> None:
    zones = texts(root="v=spf1 redirect=other.example.com", other="v=spf1 a -all")
    zones |= {"other.example.com": {**zones["other.example.com"], "A": [HERE]}}

    assert checked(zones).verdict == "pass"


NAMED = """
ptr                   mail.example.com       pass
ptr                   example.com            pass
ptr:example.com       mail.example.com       pass
ptr:ample.com         mail.example.com       neutral
ptr:near.example.com  near.example.com       neutral
ptr                   dead.example.com       neutral
ptr                   nowhere.example.com    neutral
"""


@pytest.mark.parametrize("row", NAMED.strip().splitlines())
def test_a_name_of_the_address_counts_where_it_leads_back(row: str) -> None:
    term, name, verdict = row.split()
    zones = HOSTS | texts(root=f"v=spf1 {term}") | {REVERSE: {"PTR": [name]}}
    zones["example.com"] = {**zones["example.com"], "A": [HERE]}

    assert checked(zones).verdict == verdict
