"""
Which DMARC record holds, and what it says (RFC 9989).
"""

import pytest

from tenantry.dns.model import Trouble
from tenantry.mail_policy.dmarc.discovery import discover, stations
from tenantry.mail_policy.dmarc.records import is_uri, read, select
from tenantry.mail_policy.dmarc.report import DmarcReport, look
from tenantry.mail_policy.model import Severity
from tests.unit.mail_policy.zones import Records, Zones

pytestmark = pytest.mark.requirement("R-WL-4")

RUA = "rua=mailto:dmarc@example.com"


def zones(**records: str | Trouble) -> Zones:
    """
    Records at `_dmarc.` of names that are written with `_` for a dot.
    """
    names: dict[str, Records] = {"example.com": {"A": ["192.0.2.1"]}}
    for name, value in records.items():
        texts = value if isinstance(value, Trouble) else value.split(" | ")
        names[f"_dmarc.{name.replace('_', '.')}"] = {"TXT": texts}
    return Zones(names)


def told(**records: str | Trouble) -> DmarcReport:
    return look(zones(**records), "example.com")


def codes(report: DmarcReport) -> list[tuple[Severity, str]]:
    return [(remark.severity, remark.code) for remark in report.remarks]


VERSIONS = """
v=DMARC1                 yes
v=DMARC1; p=none         yes
v = DMARC1 ;p=none       yes
v=DMARC1;                yes
v=dmarc1; p=none         no
v=DMARC12; p=none        no
V=DMARC1; p=none         no
p=none; v=DMARC1         no
"v=DMARC1; p=none"       no
"""


@pytest.mark.parametrize("row", VERSIONS.strip().splitlines())
def test_a_record_begins_with_its_version_to_the_letter(row: str) -> None:
    text, is_one = row.rsplit(maxsplit=1)

    assert bool(select([text])) is (is_one == "yes")


APPLIED = f"""
p=none                        none
p=Reject                      reject
sp=none; p=quarantine         quarantine
p=reject; sp=rejected         -
p=reject; np=x; {RUA}         none
p=rejected                    -
p=rejected; {RUA}             none
P=reject                      -
{RUA}                         none
rua=dmarc@example.com         -
rua=x,mailto:a@b.c!10m        none
fo=1                          -
p=reject; pct=0; fo=9; z=1    reject
p=reject; p=none              reject
p=reject; reject              reject
"""


@pytest.mark.parametrize("row", APPLIED.strip().splitlines())
def test_a_missing_or_mistaken_policy_is_none_where_reports_are_asked_for(row: str) -> None:
    tags, policy = row.rsplit(maxsplit=1)

    record = read(f"v=DMARC1; {tags}")

    assert (record.applied or "-") == policy


BELOW = """
p=reject                            reject      reject
p=reject; sp=quarantine             quarantine  quarantine
p=reject; np=none                   reject      none
p=none; sp=quarantine; np=reject    quarantine  reject
p=none; sp=oops                     -           -
"""


@pytest.mark.parametrize("row", BELOW.strip().splitlines())
def test_names_below_have_their_own_policy_and_those_that_are_not_there_too(row: str) -> None:
    tags, there, absent = row.rsplit(maxsplit=2)

    record = read(f"v=DMARC1; {tags}")

    assert (record.below(is_there=True) or "-") == there
    assert (record.below(is_there=False) or "-") == absent


def test_a_test_counts_one_level_less() -> None:
    levels = [
        discover(zones(example_com=f"v=DMARC1; p={policy}; t=y"), "example.com").policy
        for policy in ("none", "quarantine", "reject")
    ]

    assert levels == ["none", "none", "quarantine"]


def test_a_walk_asks_eight_names_at_most() -> None:
    short, eight = "a.b.example.com", "a.b.c.d.e.f.example.com"
    long = f"x.y.{eight}"

    assert stations(short) == [short, "b.example.com", "example.com", "com"]
    assert stations(eight)[1] == "b.c.d.e.f.example.com"
    assert len(stations(eight)) == len(stations(long)) == 8
    assert stations(long)[:2] == [long, "b.c.d.e.f.example.com"]


WALKS: dict[str, tuple[dict[str, str], str | None, str]] = {
    "its own": (
        {"a_mail_example_com": "p=none", "example_com": "p=reject"},
        "a.mail.example.com",
        "example.com",
    ),
    "the organisation's": (
        {"mail_example_com": "p=none", "example_com": "p=reject"},
        "example.com",
        "example.com",
    ),
    "an organisation of its own": (
        {"mail_example_com": "p=none; psd=n", "example_com": "p=reject"},
        "mail.example.com",
        "mail.example.com",
    ),
    "below a public suffix": (
        {"example_com": "p=none", "com": "p=reject; psd=y"},
        "example.com",
        "example.com",
    ),
    "a public suffix itself": (
        {"a_mail_example_com": "p=none; psd=y", "example_com": "p=reject"},
        "a.mail.example.com",
        "a.mail.example.com",
    ),
    "only a public suffix": ({"com": "p=reject; psd=y"}, "com", "example.com"),
    "between organisation and name": (
        {"mail_example_com": "p=none", "com": "p=reject; psd=y"},
        "com",
        "example.com",
    ),
    "two at one name": (
        {"mail_example_com": "p=none | v=DMARC1; p=reject", "example_com": "p=none"},
        "example.com",
        "example.com",
    ),
    "nothing": ({}, None, "a.mail.example.com"),
}


@pytest.mark.parametrize("name", WALKS)
def test_the_record_that_holds_is_found_on_the_way_up(name: str) -> None:
    records, found_at, organisation = WALKS[name]
    stands = zones(**{at: f"v=DMARC1; {tags}" for at, tags in records.items()})

    found = discover(stands, "a.mail.example.com")

    assert (None if found.found is None else found.found.domain) == found_at
    assert found.organisation == organisation


def test_a_name_that_does_not_exist_has_the_policy_for_such() -> None:
    stands = zones(example_com="v=DMARC1; p=none; sp=quarantine; np=reject")

    assert discover(stands, "ghost.example.com").policy == "reject"
    assert discover(stands, "example.com").policy == "none"


def test_trouble_on_the_way_up_is_not_known_unless_the_own_record_is_there() -> None:
    silent = Trouble.SILENT

    assert told(com=silent).severity is Severity.UNKNOWN
    assert told(example_com=silent).severity is Severity.UNKNOWN
    assert told(example_com="v=DMARC1; p=reject", com=silent).severity is None


@pytest.mark.parametrize(
    ("uri", "is_one"),
    [
        ("mailto:a@example.com", True),
        ("https://example.com/reports", True),
        ("mailto:a@example.com!20m", True),
        ("a@example.com", False),
        ("mailto:", False),
        ("mailto:a@b@c", False),
    ],
)
def test_reports_go_to_addresses_with_a_scheme(uri: str, is_one: bool) -> None:
    assert is_uri(uri) is is_one


SAID = f"""
v=DMARC1; p=reject                       |                             |
v=DMARC1; p=none                         | warning dmarc.watching      |
v=DMARC1; p=reject; t=y                  | warning dmarc.test          |
v=DMARC1; p=reject; aspf=s               | warning dmarc.strict_spf    |
v=DMARC1; p=reject; pct=50               | warning dmarc.tag           |
v=DMARC1; p=reject; adkim=z              | warning dmarc.tag           |
v=DMARC1; p=reject; what                 | warning dmarc.tag           |
v=DMARC1; {RUA}                          | warning dmarc.no_policy     | v=DMARC1; p=none; {RUA}
v=DMARC1; p=rejet; adkim=s               | wrong dmarc.no_policy       | v=DMARC1; p=none; adkim=s
v=DMARC1; p=reject; sp=x                 | wrong dmarc.no_policy       | v=DMARC1; p=reject
v=DMARC1                                 | wrong dmarc.no_policy       | v=DMARC1; p=none
v=dmarc1; p=none                         | wrong dmarc.nearly          | v=DMARC1; p=none
"v=DMARC1; p=none"                       | wrong dmarc.nearly          | v=DMARC1; p=none
"""


@pytest.mark.parametrize("row", SAID.strip().splitlines())
def test_of_a_record_it_is_told_what_counts_and_what_to_set(row: str) -> None:
    text, remark, wanted = (part.strip() for part in row.split("|"))

    report = told(example_com=text)

    first = report.remarks[0] if report.remarks else None
    assert (f"{first.severity} {first.code}" if first else "") == remark
    assert (report.to_set.value if report.to_set else "") == wanted


def test_without_a_record_one_that_only_watches_is_to_be_set() -> None:
    report = told()

    assert codes(report) == [(Severity.MISSING, "dmarc.none")]
    assert (report.name, report.holds) == ("_dmarc.example.com", False)
    assert report.to_set is not None
    assert (report.to_set.name, report.to_set.value) == (report.name, "v=DMARC1; p=none")


def test_of_several_records_none_counts_and_the_laxest_is_kept() -> None:
    report = told(example_com="v=DMARC1; p=reject | v=DMARC1; p=quarantine; rua=a@example.com")

    assert codes(report)[0] == (Severity.WRONG, "dmarc.several")
    assert (report.policy, report.holds) == (None, False)
    assert report.to_set is not None
    assert report.to_set.value == "v=DMARC1; p=quarantine; rua=mailto:a@example.com"
    assert len(report.to_set.instead_of) == 2


@pytest.mark.parametrize("place", ["example.com", "_dmarc.example.com.example.com"])
def test_a_record_at_the_wrong_name_is_found(place: str) -> None:
    report = look(Zones({place: {"TXT": ["v=DMARC1; p=none"]}}), "example.com")

    assert codes(report)[0] == (Severity.WRONG, "dmarc.misplaced")
    assert place in report.remarks[0].text


def test_the_record_of_a_name_above_holds_and_an_own_one_is_better() -> None:
    report = told(com="v=DMARC1; p=reject; psd=y")

    assert codes(report) == [(Severity.WARNING, "dmarc.inherited")]
    assert (report.found_at, report.policy, report.holds) == ("com", "reject", True)


def test_a_record_behind_an_alias_is_one() -> None:
    stands = Zones(
        {
            "_dmarc.example.com": {"CNAME": ["example.dmarc.example.net"]},
            "example.dmarc.example.net": {"TXT": ["v=DMARC1; p=reject"]},
        }
    )

    assert look(stands, "example.com").severity is None
