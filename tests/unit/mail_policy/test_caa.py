"""
Who may certify a name (RFC 8659).
"""

import pytest

from tenantry.dns.model import Trouble
from tenantry.mail_policy.caa.records import may_issue, read
from tenantry.mail_policy.caa.report import CaaReport, look, permission
from tenantry.mail_policy.model import Severity, ToSet
from tests.unit.mail_policy.zones import Records, Zones

pytestmark = pytest.mark.requirement("R-WL-2")

OURS = frozenset({"amazon.com"})


def told(*values: str, **others: Records) -> CaaReport:
    zones = {name.replace("_", "."): records for name, records in others.items()}
    return look(Zones(zones | {"example.com": {"CAA": values}}), "example.com")


def codes(report: CaaReport) -> list[tuple[Severity, str]]:
    return [(remark.severity, remark.code) for remark in report.remarks]


ALLOWED = """
0 issue "amazon.com"                                              yes yes
0 issue "AMAZON.com."                                             no  no
0 ISSUE " Amazon.com "                                            yes yes
0 issue "amazon.com; validationmethods=dns-01; accounturi=a:b"    yes yes
0 issue "amazon.com;"                                             yes yes
0 issue "amazon.com; what is this"                                no  no
0 issue "amazon .com"                                             no  no
0 issue ";"                                                       no  no
0 issue ""                                                        no  no
0 issue ";" | 0 issue "amazon.com"                                yes yes
0 issue "letsencrypt.org"                                         no  no
0 issue "letsencrypt.org" | 0 issuewild "amazon.com"              no  yes
0 issue "amazon.com" | 0 issuewild ";"                            yes no
0 issuewild "letsencrypt.org"                                     yes no
0 iodef "mailto:a@example.com"                                    yes yes
128 iodef "mailto:a@example.com"                                  yes yes
0 contactemail "a@example.com"                                    yes yes
128 tbs "unknown"                                                 no  no
255 tbs "unknown" | 0 issue "amazon.com"                          no  no
127 tbs "unknown" | 0 issue "amazon.com"                          yes yes
128 issue "amazon.com"                                            yes yes
0 issue "\\097mazon.com"                                          yes yes
"""


@pytest.mark.parametrize("row", ALLOWED.strip().splitlines())
def test_a_set_of_records_lets_an_authority_issue_or_not(row: str) -> None:
    values, name, wildcard = row.rsplit(maxsplit=2)

    properties = read(value.strip() for value in values.split("|"))

    assert may_issue(properties, OURS, is_wildcard=False) is (name == "yes")
    assert may_issue(properties, OURS, is_wildcard=True) is (wildcard == "yes")


def test_the_first_records_on_the_way_up_decide() -> None:
    zones = Zones(
        {
            "a.b.example.com": {"A": ["192.0.2.1"]},
            "b.example.com": {"CAA": ['0 issue "b.example"']},
            "example.com": {"CAA": ['0 issue "amazon.com"']},
            "com": {"CAA": ['0 issue ";"']},
        }
    )

    assert permission(zones, "a.b.example.com").issuers == frozenset({"b.example"})
    assert permission(zones, "*.b.example.com").found_at == "b.example.com"
    assert permission(zones, "other.example.com").issuers == frozenset({"amazon.com"})
    assert permission(zones, "elsewhere.com").issuers == frozenset()
    assert permission(zones, "example.net").issuers is None


def test_an_alias_has_the_records_of_what_it_leads_to_and_not_those_above_it() -> None:
    zones = Zones(
        {
            "www.example.com": {"CNAME": ["host.example.net"]},
            "shop.example.com": {"CNAME": ["bare.example.org"]},
            "host.example.net": {"CAA": ['0 issue "net.example"']},
            "bare.example.org": {"A": ["192.0.2.1"]},
            "example.org": {"CAA": ['0 issue "org.example"']},
            "example.com": {"CAA": ['0 issue "amazon.com"']},
        }
    )

    www, shop = permission(zones, "www.example.com"), permission(zones, "shop.example.com")

    assert (www.issuers, www.found_at, www.chain) == (
        frozenset({"net.example"}),
        "www.example.com",
        ("host.example.net",),
    )
    assert (shop.issuers, shop.found_at) == (OURS, "example.com")


def test_without_records_everybody_may_issue() -> None:
    report = told()

    assert (report.remarks, report.to_set) == ((), ())
    assert [it.issuers for it in report.permissions] == [None, None]


TO_ADD = """
0 issue "letsencrypt.org"                                  issue
0 issue ";"                                                issue
0 issue "amazon.com" | 0 issuewild "letsencrypt.org"       issuewild
0 issuewild ";"                                            issuewild
0 issue "a.example" | 0 issuewild "a.example"              issue issuewild
0 issue "amazontrust.com"
0 issue "awstrust.com"
128 tbs "x"
"""


@pytest.mark.parametrize("row", TO_ADD.strip().splitlines())
def test_the_records_that_let_amazon_certify_are_to_be_added(row: str) -> None:
    values, _, tags = row.rpartition('"')

    report = told(*(value.strip() for value in f'{values}"'.split("|")))

    wanted = tuple(ToSet("example.com", "CAA", f'0 {tag} "amazon.com"') for tag in tags.split())
    assert report.to_set == wanted


def test_of_a_forbidden_domain_it_is_told_who_may_issue() -> None:
    report = told('0 issue "letsencrypt.org"', '0 issue "digicert.com"')

    assert codes(report) == [(Severity.WRONG, "caa.forbidden")] * 2
    assert report.remarks[0].text == (
        "The CAA records at example.com let digicert.com, letsencrypt.org certify example.com, and"
        " not amazon.com."
    )


def test_a_forbidden_wildcard_is_told_apart() -> None:
    report = told('0 issue "amazon.com"', '0 issuewild ";"')

    assert codes(report) == [(Severity.WRONG, "caa.wildcard_forbidden")]
    assert "let nobody certify *.example.com" in report.remarks[0].text


def test_a_critical_tag_that_nobody_knows_is_told() -> None:
    report = told('128 tbs "x"', '0 issue "amazon.com"')

    assert codes(report) == [(Severity.WRONG, "caa.critical")]


def test_conditions_on_our_authority_are_a_warning() -> None:
    limited = '0 issue "amazon.com; validationmethods=http-01"'

    assert codes(told(limited))[0] == (Severity.WARNING, "caa.conditions")
    assert codes(told(limited, '0 issue "amazonaws.com"')) == []


def test_above_the_domain_records_are_not_ours_to_change() -> None:
    report = told(com={"CAA": ['0 issuewild ";"', '0 issue ";"']})

    assert report.to_set == (ToSet("example.com", "CAA", '0 issue "amazon.com"'),)
    assert "at com let nobody" in report.remarks[0].text


def test_trouble_where_it_decides_is_not_known() -> None:
    silent: Records = {"CAA": Trouble.SILENT}

    above = told(com=silent)
    below = told('0 issue "amazon.com"', com=silent)

    assert codes(above) == [(Severity.UNKNOWN, "caa.unknown")]
    assert (above.to_set, below.remarks) == ((), ())
