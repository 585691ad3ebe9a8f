"""
Which terms an SPF record may hold (RFC 7208, sections 4.5, 4.6.1, 5, 6 and 7.1).
"""

import pytest

from tenantry.mail_policy.spf.records import Directive, Fault, Modifier, mistaken, read, select

pytestmark = pytest.mark.requirement("R-WL-1")

GOOD = """
all
-ALL
?all
a
+a:mail.example.com
a:mail.example.com.
a/24
a//64
a/24//64
a:mail.example.com/0//0
a:co-op.example
a:1-2.example.3-4
a:under_score.example.com
a:slash/and:colon.example.com
a:%{h}
a:host.%{d2}
a:100%%.example.com
a:%{l}%_%-.example.com
mx:%{d}/28
ptr
ptr:example.com
ip4:192.0.2.1
ip4:192.0.2.0/24
ip4:192.0.2.1/0
ip6:2001:db8::
ip6:2001:db8::1/128
ip6:::ffff:192.0.2.1/96
include:spf.example.com
-include:%{d}.spf.example.com
exists:%{ir}.%{v}._spf.%{d2}
exists:%{l1r+-}.%{o}
exists:%{S10R.-+,/_=}.example.com
redirect=spf.example.com
Redirect=%{d}.spf.example.com
exp=why.%{d}
x-new_tag.2=any:thing/at%{c}all
x=
"""

BAD = """
all.
all:example.com
all/8
a:
a/33
a//129
a/024
a/24/64
a:192.0.2.1
a:localhost
a:localhost.
a:example.123
a:example.-com
a:example.com-
a:example.com:8080
a:%
a:%{d
a:%{z}.example.com
a:%{d0}.example.com
a:%{d2x}.example.com
a:%(d).example.com
a:%{d}com
a:%{c}.example.com
exists
exists:example.com/24
mx:
ptr/24
ptr:
include
include:
include:example.com/24
ip4
ip4:
ip4:192.0.2
ip4:192.0.2.01
ip4:192.0.2.1/33
ip4:192.0.2.1/08
ip4:192.0.2.1//32
ip4:192.0.2.1:25
ip4:2001:db8::1
ip6
ip6:192.0.2.1
ip6:2001:db8::1/129
ip6:fe80::1%eth0
ip6::2001::db8
redirect=
redirect=localhost
exp=
exp=%{r}.example.com
x=%{z}
x=50%
=x
1x=y
-x=y
redirect:example.com
mail
a\tmx
ä:example.com
a:exämple.com
--all
"""


@pytest.mark.parametrize("term", GOOD.strip().splitlines())
def test_a_term_of_the_grammar_is_read(term: str) -> None:
    record = read(f"v=spf1 {term}")

    assert record.faults == ()
    assert [it.text for it in record.terms] == [term]


@pytest.mark.parametrize("term", BAD.strip().splitlines())
def test_a_term_beyond_the_grammar_is_a_fault(term: str) -> None:
    record = read(f"v=spf1 mx {term} -all")

    assert [(fault.text, fault.place) for fault in record.faults] == [(term, len("v=spf1 mx "))]


def test_spaces_alone_part_terms_and_any_number_of_them_does() -> None:
    record = read("v=spf1  a   -all ")

    assert [term.text for term in record.terms] == ["a", "-all"]


@pytest.mark.parametrize("name", ["redirect", "exp"])
def test_the_modifiers_that_count_stand_once(name: str) -> None:
    record = read(f"v=spf1 {name}=a.example.com mx {name.upper()}=b.example.com x=1 x=2")

    assert [fault.text for fault in record.faults] == [f"{name.upper()}=b.example.com"]


def test_mechanisms_and_modifiers_are_told_apart_by_their_sign() -> None:
    record = read("v=spf1 ?MX:Example.com/30 exists:a=b.example.com default=-all")

    assert [type(term) for term in record.terms] == [Directive, Directive, Modifier]
    assert [(it.qualifier, it.kind.value) for it in record.directives] == [
        ("?", "mx"),
        ("+", "exists"),
    ]


MEANT = """
a:192.0.2.1          ip4:192.0.2.1
-mx:192.0.2.0/24     -ip4:192.0.2.0/24
ipv4:192.0.2.1       ip4:192.0.2.1
~ipv6:2001:db8::1    ~ip6:2001:db8::1
ip:192.0.2.1         ip4:192.0.2.1
includes:a.example   include:a.example
redirect:a.example   redirect=a.example
exp:a.example        exp=a.example
ip4:192.0.2          -
a:999.1.2.3          -
ipv4:nonsense        -
bogus                -
"""


@pytest.mark.parametrize("row", MEANT.strip().splitlines())
def test_of_common_mistakes_it_is_told_what_was_meant(row: str) -> None:
    written, meant = row.split()

    (fault,) = read(f"v=spf1 {written}").faults

    assert isinstance(fault, Fault)
    assert (fault.repair or "-") == meant


def test_only_a_record_that_begins_with_the_version_is_one_of_spf() -> None:
    values = ["v=spf1", "V=Spf1 mx", "v=spf10 mx", "v=spf1mx", " v=spf1 mx", "v=spf2.0/pra mx", ""]

    assert select(values) == ["v=spf1", "V=Spf1 mx"]


@pytest.mark.parametrize(
    "value", ['"v=spf1 mx -all"', " v=spf1  mx -all", "v = spf1 mx -all", "“V=SPF1; mx -all”"]
)
def test_a_record_that_misses_its_beginning_is_seen_for_what_was_meant(value: str) -> None:
    assert mistaken([value, "google-site-verification=1"]) == {value: "v=spf1 mx -all"}
