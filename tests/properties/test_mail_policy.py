"""
Whatever a zone holds, looking at its policies ends, raises nothing, and asks no more than it may.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.dns.model import Answer, Lookups, Outcome, Question
from tenantry.mail_policy.caa import report as caa
from tenantry.mail_policy.dkim import report as dkim
from tenantry.mail_policy.dkim.keys import read as read_key
from tenantry.mail_policy.dmarc import report as dmarc
from tenantry.mail_policy.model import REMARKS_MAX, TEXT_LENGTH_MAX, Remark, Severity, ToSet
from tenantry.mail_policy.spf import report as spf
from tenantry.mail_policy.spf.amending import amended
from tenantry.mail_policy.spf.check import LOOKUPS_MAX, VOIDS_MAX, Verdict, check_host
from tenantry.mail_policy.spf.records import read
from tenantry.mail_policy.spf.sender import Sender
from tests.unit.mail_policy.zones import Zones, texts

pytestmark = [pytest.mark.requirement("R-WL-1"), pytest.mark.requirement("R-WL-4")]

OURS = "spf.tenantry.example"
NAMES_MAX_OF_A_CHECK = 1 + LOOKUPS_MAX * 11 + 12
"""Its record, eleven questions for each term (an `mx` has ten hosts), a name's hosts, `exp`."""

GARBAGE = st.text(max_size=120) | st.text("v=spf1DMARCK;:%{}/. \"\\'+-~?d", max_size=120)
NAMES = st.sampled_from(
    [
        "a.example.com",
        "b.example.com",
        "%{d}",
        "%{l}.%{d2}",
        "%{p}",
        "x..y.com",
        OURS,
        "example.com",
    ]
)
TERMS = st.one_of(
    st.builds(
        "{}{}:{}{}".format,
        st.sampled_from(["", "+", "-", "~", "?"]),
        st.sampled_from(["include", "a", "mx", "ptr", "exists"]),
        NAMES,
        st.sampled_from(["", "", "/24", "//64"]),
    ),
    st.builds("{}={}".format, st.sampled_from(["redirect", "exp", "x", "include"]), NAMES),
    st.sampled_from(
        ["-all", "~all", "+all", "a", "mx", "ptr", "ip4:192.0.2.0/24", "ip6:::/0", "moo"]
    ),
)
SPF = st.lists(TERMS, min_size=2, max_size=14).map(lambda terms: " ".join(["v=spf1", *terms]))
TAGS = st.builds(
    "{}={}".format,
    st.sampled_from(["p", "sp", "np", "t", "psd", "rua", "v", "k", "h", "s", "fo", "pct", "P"]),
    st.sampled_from(
        ["none", "reject", "y", "n", "DMARC1", "rsa", "MIGf", "", "a@b.c", "mailto:a@b.c"]
    ),
)
LISTED = st.lists(TAGS, max_size=6).map("; ".join)
DMARC = LISTED.map("v=DMARC1; {}".format)
CAA = st.builds(
    '{} {} "{}"'.format,
    st.sampled_from(["0", "128", "999", "x"]),
    st.sampled_from(["issue", "issuewild", "iodef", "tbs", ""]),
    st.sampled_from(["amazon.com", ";", "amazon.com; a=b", "\\", "x y", "letsencrypt.org; ;"]),
)
VALUES = {
    "TXT": st.one_of(SPF, SPF, SPF, SPF, DMARC, LISTED, GARBAGE),
    "MX": st.builds("10 {}".format, NAMES) | GARBAGE,
    "A": st.sampled_from(["192.0.2.77", "198.51.100.1", "no address"]),
    "AAAA": st.sampled_from(["2001:db8::77", "192.0.2.77"]),
    "PTR": NAMES | GARBAGE,
    "CAA": CAA | GARBAGE,
    "CNAME": NAMES,
}

type Look = Callable[[Lookups], tuple[Remark, ...]]


@dataclass
class AnyZone(Lookups):
    """
    Answers every question with whatever Hypothesis thinks of, and the same question the same way.
    """

    draw: st.DataObject
    answers: dict[Question, Answer] = field(default_factory=dict)

    @property
    def queries(self) -> int:
        return len(self.answers)

    def ask(self, name: str, type_: str) -> Answer:
        if (name, type_) not in self.answers:
            assert name == name.lower().removesuffix(".")
            self.answers[name, type_] = self._made_up(name, type_)
        return self.answers[name, type_]

    def ask_all(self, questions: Sequence[Question]) -> list[Answer]:
        return [self.ask(name, type_) for name, type_ in questions]

    def _made_up(self, name: str, type_: str) -> Answer:
        outcome = self.draw.draw(st.sampled_from([*[Outcome.FOUND] * 12, *Outcome]))
        if outcome is not Outcome.FOUND:
            return Answer(name, type_, outcome)
        most = 12 if type_ in {"MX", "PTR"} else self.draw.draw(st.sampled_from([1, 1, 1, 2]))
        values = self.draw.draw(st.lists(VALUES[type_], min_size=1, max_size=most, unique=True))
        chain = self.draw.draw(st.sampled_from([(), (), ("k.example.net",)]))
        return Answer(name, type_, outcome, tuple(sorted(values)), chain)


@given(
    st.data(),
    st.sampled_from(["192.0.2.77", "2001:db8::77", "::ffff:192.0.2.77"]),
    st.text(max_size=20),
    st.text(max_size=20),
)
def test_a_check_of_any_sender_ends_within_its_limits(
    data: st.DataObject, ip: str, local_part: str, helo: str
) -> None:
    zone = AnyZone(data)
    begun = (data.draw(SPF),)
    zone.answers["example.com", "TXT"] = Answer("example.com", "TXT", Outcome.FOUND, begun)

    result = check_host(zone, Sender(ip_address(ip), "example.com", local_part, helo))

    assert zone.queries <= NAMES_MAX_OF_A_CHECK
    if result.verdict is not Verdict.PERMERROR:
        assert result.lookups <= LOOKUPS_MAX
        assert result.voids <= VOIDS_MAX


@given(st.data())
def test_a_look_at_any_domain_ends_and_asks_no_more_than_it_says(data: st.DataObject) -> None:
    looks: list[tuple[int, Look]] = [
        (82, lambda zone: spf.look(zone, "example.com", OURS).remarks),
        (11, lambda zone: dmarc.look(zone, "example.com").remarks),
        (4, lambda zone: dkim.look(zone, "example.com", ALIAS).remarks),
        (2, lambda zone: caa.look(zone, "example.com").remarks),
    ]

    for most, look in looks:
        zone = AnyZone(data)
        remarks = look(zone)
        assert zone.queries <= most
        assert len(remarks) <= REMARKS_MAX
        assert all(len(it.text) <= TEXT_LENGTH_MAX and it.text[-1] == "." for it in remarks)


ALIAS = ToSet("s1._domainkey.example.com", "CNAME", "s1.dkim.mail.example.net")


@given(st.lists(SPF | GARBAGE.map("v=spf1 {}".format), max_size=3))
def test_any_record_is_amended_to_one_that_is_read_and_lets_us_send(values: list[str]) -> None:
    records = [read(value) for value in values]

    new = amended(records, "example.com", OURS, adds=True)

    assert read(new.value).faults == ()
    assert amended([read(new.value)], "example.com", OURS, adds=True).value == new.value
    zones = Zones(texts(root=new.value) | {OURS: {"TXT": ["v=spf1 ip4:192.0.2.0/24 -all"]}})
    route = spf.look(zones, "example.com", OURS).route
    assert route


@given(st.lists(DMARC | GARBAGE.map("v=DMARC1; {}".format), min_size=1, max_size=2))
def test_a_dmarc_record_to_set_needs_nothing_more(values: list[str]) -> None:
    first = dmarc.look(Zones({"_dmarc.example.com": {"TXT": values}}), "example.com")
    if first.to_set is None:
        return

    second = dmarc.look(Zones({"_dmarc.example.com": {"TXT": [first.to_set.value]}}), "example.com")

    assert second.to_set is None
    assert second.severity in {None, Severity.WARNING}


@given(st.one_of(LISTED, GARBAGE, GARBAGE.map("v=DKIM1; p={}".format)))
def test_any_text_is_read_as_a_key_or_its_faults_are_told(text: str) -> None:
    record = read_key(text)

    assert record.key is not None or record.remarks
