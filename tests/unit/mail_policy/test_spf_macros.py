"""
Macros, and the explanations that domains give (RFC 7208, sections 6.2 and 7).
"""

from datetime import UTC, datetime
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


def test_of_several_names_of_an_address_the_nearest_to_the_domain_is_used() -> None:
    there: Records = {"A": [HERE]}
    zones = {"a.example.net": there, "b.example.com": there, REVERSE: {"PTR": ["a.example.net"]}}
    zones |= texts(root="v=spf1 -all exp=why.example.com", why="%{p}")
    near = {REVERSE: {"PTR": ["a.example.net", "b.example.com"]}}
    own = {REVERSE: {"PTR": ["a.example.net", "b.example.com", "example.com"]}}
    at_root = {"example.com": {**zones["example.com"], **there}}

    named = [checked(zones | more).explanation for more in ({}, near, own | at_root)]

    assert named == ["a.example.net", "b.example.com", "example.com"]


MACROS = """
%{s}          Ann.Lee@example.com
%{l}          Ann.Lee
%{o}          example.com
%{d}          example.com
%{d1}         com
%{d9}         example.com
%{dr}         com.example
%{d1r}        example
%{l2r.}       Lee.Ann
%{i}          192.0.2.77
%{ir}         77.2.0.192
%{ir2}        unreadable
%{v}          in-addr
%{h}          mx.example.org
%{hr-.}       org.example.mx
%{p}          mail.example.com
%{c}          192.0.2.77
%{r}          unknown
%{t}          1782043200
%{S}          Ann.Lee%40example.com
%%%_%-        % %20
"""


@pytest.mark.parametrize("row", MACROS.strip().splitlines())
def test_a_macro_stands_for_its_value(row: str) -> None:
    macro, value = row.split(maxsplit=1)
    zones = HOSTS | {REVERSE: {"PTR": ["near.example.com", "mail.example.com"]}}
    zones |= texts(root="v=spf1 -all exp=why.example.com", why=f"<{macro}>")

    result = checked(
        zones, local_part="Ann.Lee", helo="mx.example.org", at=datetime(2026, 6, 21, 12, tzinfo=UTC)
    )

    assert result.explanation == (None if value == "unreadable" else f"<{value}>")


def test_an_ipv6_address_is_spelled_digit_by_digit() -> None:
    zones = texts(root="v=spf1 -all exp=why.example.com", why="%{ir}.%{v}")

    explanation = checked(zones, SIX).explanation or ""

    assert explanation == f"7.7.{'0.' * 22}8.B.D.0.1.0.0.2.ip6"


def test_a_name_that_grows_too_long_loses_its_left_labels() -> None:
    kept = "a." * 121 + "example.com"
    zones = texts(root="v=spf1 exists:%{l}.%{d} -all") | {kept: {"A": ["127.0.0.2"]}}

    result = checked(zones, local_part="b." * 60 + "a." * 120 + "a")

    assert (len(kept), result.verdict) == (253, "pass")


EXPLANATIONS: dict[str, tuple[list[str] | Trouble, str | None]] = {
    "one": (["%{i} is not ours. See example.com."], "192.0.2.77 is not ours. See example.com."),
    "none": ([], None),
    "two": (["One.", "Two."], None),
    "silent": (Trouble.SILENT, None),
    "broken macro": (["%{x}"], None),
    "not ASCII": (["\ufffd"], None),
}


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_an_explanation_is_given_or_left_out_and_spoils_nothing(name: str) -> None:
    said, explanation = EXPLANATIONS[name]
    zones = texts(root="v=spf1 exp=why.example.com -all") | {"why.example.com": {"TXT": said}}

    result = checked(zones)

    assert (result.verdict, result.explanation) == ("fail", explanation)


def test_the_explanation_is_that_of_the_record_that_decided() -> None:
    zones = texts(
        root="v=spf1 exp=mine.example.com include:other.example.com -all",
        moved="v=spf1 exp=mine.example.com redirect=other.example.com",
        other="v=spf1 exp=theirs.example.com -all",
        mine="mine",
        theirs="theirs",
    )

    assert checked(zones).explanation == "mine"
    assert checked(zones, domain="moved.example.com").explanation == "theirs"


def test_a_sender_without_local_part_is_the_postmaster() -> None:
    zones = texts(root="v=spf1 exists:%{l}.example.com") | {"postmaster.example.com": {"A": [HERE]}}

    assert checked(zones, local_part="").verdict == "pass"
