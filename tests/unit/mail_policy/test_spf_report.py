"""
What a partner is told of its SPF record, and which record it is told to set.
"""

from collections.abc import Sequence

import pytest

from tenantry.dns.model import Trouble
from tenantry.mail_policy.model import Severity
from tenantry.mail_policy.spf.report import SpfReport, look
from tests.unit.mail_policy.zones import Records, Zones, texts

pytestmark = [pytest.mark.requirement("R-WL-1"), pytest.mark.requirement("R-WL-4")]

OURS = "spf.tenantry.example"
ELSEWHERE: dict[str, Records] = {
    OURS: {"TXT": ["v=spf1 ip4:192.0.2.0/24 -all"]},
    "mail.example.com": {"A": ["203.0.113.1"]},
    "dead.example.com": {"ANY": Trouble.SILENT},
}


def told(root: str | Sequence[str], **others: str) -> SpfReport:
    return look(Zones(ELSEWHERE | texts(root=root, **others)), "example.com", OURS)


def codes(report: SpfReport) -> list[tuple[Severity, str]]:
    return [(remark.severity, remark.code) for remark in report.remarks]


def to_set(report: SpfReport) -> str | None:
    return None if report.to_set is None else report.to_set.value


ADDED = """
v=spf1 -all                            | v=spf1 include:OURS -all
v=spf1 mx ~all                         | v=spf1 mx include:OURS ~all
v=spf1 mx                              | v=spf1 mx include:OURS
v=spf1 ip4:203.0.113.9 -mx ?all        | v=spf1 ip4:203.0.113.9 include:OURS -mx ?all
v=spf1 redirect=b.example.com          | v=spf1 include:OURS redirect=b.example.com
v=spf1 exp=e.example.com mx -all       | v=spf1 mx include:OURS -all exp=e.example.com
v=spf1 mx mx -all                      | v=spf1 mx include:OURS -all
v=spf1 -all mx include:OURS            | v=spf1 include:OURS -all
v=spf1 ?include:OURS ~all              | v=spf1 include:OURS ~all
v=spf1 include=OURS ~all               | v=spf1 include:OURS ~all
v=spf1 a:203.0.113.9 ipv4:203.0.113.8  | v=spf1 ip4:203.0.113.9 ip4:203.0.113.8 include:OURS
v=spf1 moo mx +all                     | v=spf1 mx include:OURS ~all
v=spf1 include:example.com -all        | v=spf1 include:OURS -all
v=spf1 ip4:0.0.0.0/0 mx -all           | v=spf1 mx include:OURS -all
"""


@pytest.mark.parametrize("row", ADDED.strip().splitlines())
def test_our_include_is_added_at_its_right_place(row: str) -> None:
    present, wanted = (part.strip().replace("OURS", OURS) for part in row.split("|"))

    report = told(present, b="v=spf1 -all")

    assert report.to_set is not None
    assert (report.to_set.value, report.to_set.instead_of) == (wanted, (present,))
    assert not report.lets_us_send


@pytest.mark.parametrize("row", ADDED.strip().splitlines())
def test_what_is_to_be_set_lets_us_send_and_needs_nothing_more(row: str) -> None:
    wanted = row.split("|")[1].strip().replace("OURS", OURS)

    report = told(wanted, b="v=spf1 -all")

    assert (report.lets_us_send, report.to_set) == (True, None)


def test_without_a_record_a_new_one_is_to_be_set() -> None:
    report = told(["other text"])

    assert codes(report) == [(Severity.MISSING, "spf.none")]
    assert to_set(report) == f"v=spf1 include:{OURS} ~all"


ROUTES: dict[str, tuple[str, tuple[str, ...]]] = {
    "straight": (f"v=spf1 include:{OURS} ~all", (f"include:{OURS}",)),
    "signed": (f"v=spf1 +Include:{OURS}. ~all", (f"+Include:{OURS}.",)),
    "behind another": (
        "v=spf1 include:a.example.com ~all",
        ("include:a.example.com", f"include:{OURS}"),
    ),
    "behind a redirect": (
        "v=spf1 redirect=a.%{d}",
        ("redirect=a.%{d}", f"include:{OURS}"),
    ),
    "by redirect": (f"v=spf1 redirect={OURS}", (f"redirect={OURS}",)),
    "softened on the way": ("v=spf1 ~include:a.example.com -all", ()),
    "after the end": ("v=spf1 ~all include:a.example.com", ()),
    "never redirected": ("v=spf1 ~all redirect=a.example.com", ()),
    "of a mail": ("v=spf1 include:%{l}.example.com ~all", ()),
}


@pytest.mark.parametrize("name", ROUTES)
def test_our_include_is_found_wherever_a_check_would_find_it(name: str) -> None:
    root, route = ROUTES[name]

    report = told(root, a=f"v=spf1 include:{OURS} -all")

    assert (report.route, report.lets_us_send) == (route, bool(route))


def test_eleven_look_ups_of_ten_are_told_with_the_terms_that_cost_them() -> None:
    inside = " ".join(f"a:mail.example.com/{length}" for length in range(8, 15))
    root = f"v=spf1 include:big.example.com a:mail.example.com ptr include:{OURS} -all"

    report = told(root, big=f"v=spf1 {inside} -all")

    assert (report.lookups, report.lets_us_send) == (11, False)
    assert dict(report.costs)["include:big.example.com"] == 8
    assert codes(report)[0] == (Severity.WRONG, "spf.too_many_lookups")
    assert "takes 11 look-ups, and receivers stop after 10" in report.remarks[0].text
    assert report.to_set is None


def test_ten_look_ups_are_enough() -> None:
    nine = " ".join(f"a:mail.example.com/{length}" for length in range(8, 17))

    report = told(f"v=spf1 {nine} include:{OURS} -all")

    assert (report.lookups, report.lets_us_send) == (10, True)


def test_a_full_record_has_no_room_for_us_and_nothing_to_set() -> None:
    ten = " ".join(f"a:mail.example.com/{length}" for length in range(8, 18))

    report = told(f"v=spf1 {ten} -all")

    assert (Severity.WRONG, "spf.no_room") in codes(report)
    assert report.to_set is None


def test_three_voids_of_two_are_told_with_their_terms() -> None:
    report = told(
        f"v=spf1 a:x.example.com mx:y.example.com include:a.example.com include:{OURS}",
        a="v=spf1 exists:z.example.com -all",
    )

    assert report.voids == (
        "a:x.example.com of example.com",
        "mx:y.example.com of example.com",
        "exists:z.example.com of a.example.com",
    )
    assert codes(report) == [(Severity.WRONG, "spf.too_many_voids")]


def test_two_voids_are_a_warning() -> None:
    report = told(f"v=spf1 a:x.example.com mx:y.example.com include:{OURS} -all")

    assert codes(report) == [(Severity.WARNING, "spf.void")]
    assert report.lets_us_send


def test_several_records_are_made_one_that_loses_no_mail() -> None:
    report = told(
        ["v=spf1 mx -all", "v=spf1 ip4:203.0.113.9 mx ~all", "v=spf1 redirect=b.example.com"]
    )

    assert codes(report) == [(Severity.WRONG, "spf.several")]
    assert to_set(report) == (
        f"v=spf1 ip4:203.0.113.9 mx include:b.example.com include:{OURS} ~all"
    )
    assert len(report.to_set.instead_of if report.to_set else ()) == 3


@pytest.mark.parametrize(
    "everybody", ["+all", "all", "ip4:0.0.0.0/0 -all", "include:a.example.com"]
)
def test_a_record_that_lets_everybody_send_is_wrong(everybody: str) -> None:
    report = told(f"v=spf1 include:{OURS} {everybody}", a="v=spf1 all")

    assert codes(report) == [(Severity.WRONG, "spf.lets_everybody")]


def test_a_fault_is_told_with_its_place_and_what_was_meant() -> None:
    report = told(f"v=spf1 include:{OURS} a:203.0.113.9 -all")

    assert codes(report) == [(Severity.WRONG, "spf.syntax")]
    assert report.remarks[0].text == (
        "The SPF record of example.com cannot be read: the term “a:203.0.113.9” at character 37 is"
        " wrong, since an address is said with ip4: or ip6:. What is meant is most likely"
        " “ip4:203.0.113.9”."
    )
    assert to_set(report) == f"v=spf1 include:{OURS} ip4:203.0.113.9 -all"


def test_a_term_that_cannot_be_mended_is_left_out_and_told() -> None:
    report = told("v=spf1 mx moo -all")

    assert report.left_out == ("moo",)


def test_a_record_in_quotes_is_told_and_mended() -> None:
    report = told('"v=spf1 mx -all"')

    assert codes(report) == [(Severity.WRONG, "spf.nearly")]
    assert to_set(report) == f"v=spf1 mx include:{OURS} -all"


def test_what_cannot_be_looked_up_is_not_known() -> None:
    report = look(Zones({"example.com": {"TXT": Trouble.SERVER_FAILED}}), "example.com", OURS)

    assert codes(report) == [(Severity.UNKNOWN, "spf.unknown")]
    assert (report.unknown, report.to_set) == (("example.com",), None)


@pytest.mark.parametrize("term", ["include:dead.example.com", "redirect=dead.example.com"])
def test_behind_a_name_that_cannot_be_looked_up_our_include_may_stand(term: str) -> None:
    report = told(f"v=spf1 {term}")

    assert codes(report) == [(Severity.UNKNOWN, "spf.unknown")]
    assert (report.unknown, report.to_set) == (("dead.example.com",), None)


def test_trouble_before_our_include_stops_our_mail_and_after_it_only_others() -> None:
    before = told(f"v=spf1 a:dead.example.com include:{OURS} -all")
    after = told(f"v=spf1 include:{OURS} include:dead.example.com -all")

    assert codes(before) == [(Severity.UNKNOWN, "spf.unknown")]
    assert codes(after) == [(Severity.WARNING, "spf.unknown")]


BROKEN = {
    "none": {},
    "faulty": {"a": "v=spf1 moo"},
    "loop": {"a": "v=spf1 include:example.com"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_include_before_ours_stops_our_mail(name: str) -> None:
    before = told(f"v=spf1 include:a.example.com include:{OURS} -all", **BROKEN[name])
    after = told(f"v=spf1 include:{OURS} include:a.example.com -all", **BROKEN[name])

    assert codes(before) == [(Severity.WRONG, "spf.broken_include")]
    assert codes(after) == [(Severity.WARNING, "spf.broken_include")]


def test_small_mistakes_are_warnings() -> None:
    report = told(f"v=spf1 include:{OURS} ptr include=a.example.com -all")

    assert codes(report) == [(Severity.WARNING, "spf.ptr"), (Severity.WARNING, "spf.ignored")]
    assert "“include:a.example.com”" in report.remarks[1].text


def test_a_record_behind_an_alias_is_told_to_be_one() -> None:
    zones = Zones(
        ELSEWHERE
        | {"bounce.example.com": {"CNAME": ["x.example.net"]}}
        | {"x.example.net": {"TXT": [f"v=spf1 include:{OURS} -all"]}}
    )

    report = look(zones, "bounce.example.com", OURS)

    assert codes(report) == [(Severity.WARNING, "spf.alias")]


def test_where_only_a_wildcard_leads_on_the_record_is_missing() -> None:
    zones = Zones({"bounce.example.com": {"CNAME": ["edge.tenantry.example"]}})

    report = look(zones, "bounce.example.com", OURS)

    assert codes(report) == [(Severity.MISSING, "spf.none")]
    assert report.to_set is not None
    assert report.to_set.name == "bounce.example.com"


def test_of_two_explanations_one_is_kept() -> None:
    report = told(["v=spf1 -all exp=a.example.com", "v=spf1 -all exp=b.example.com"])

    assert to_set(report) == f"v=spf1 include:{OURS} -all exp=a.example.com"
    assert report.left_out == ("exp=b.example.com",)
