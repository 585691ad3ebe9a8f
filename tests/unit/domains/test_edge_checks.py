"""
Whether a domain and the names below it lead to our edge.
"""

import pytest

from tenantry.dns.model import Outcome
from tenantry.domains.checks import apex, wildcard
from tenantry.domains.findings import CheckState, Record
from tenantry.domains.following import Wanted
from tests.claiming import EDGE, PARTNER, a_scene, told
from tests.zones import Records

WILDCARD = f"*.{PARTNER}"
PORTAL = f"portal.{PARTNER}"
OURS = ["203.0.113.7", "203.0.113.8"]
THEIRS = "198.51.100.1"
BELOW: Records = {PARTNER: {"TXT": "-"}, WILDCARD: {"CNAME": EDGE}}


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(
    ("records", "state", "reason"),
    [
        ({}, CheckState.PENDING, "not_registered"),
        ({PARTNER: {"TXT": "-"}}, CheckState.PENDING, "missing"),
        # What an ALIAS looks like: providers flatten it.
        ({PARTNER: {"A": OURS, "AAAA": "2001:db8::7"}}, CheckState.PASSED, "leads_here"),
        ({PARTNER: {"A": OURS[0]}}, CheckState.PASSED, "leads_here"),
        ({PARTNER: {"A": THEIRS}}, CheckState.WRONG, "elsewhere"),
        ({PARTNER: {"A": [*OURS, THEIRS]}}, CheckState.WRONG, "partly_elsewhere"),
        ({PARTNER: {"A": OURS, "AAAA": "2001:db8::99"}}, CheckState.WRONG, "partly_elsewhere"),
        ({PARTNER: {"CNAME": EDGE}}, CheckState.WARNING, "cname"),
        (
            {PARTNER: {"CNAME": "x.example"}, "x.example": {"A": THEIRS}},
            CheckState.WRONG,
            "cname_elsewhere",
        ),
        ({PARTNER: {"CNAME": "x.example"}}, CheckState.WRONG, "cname_elsewhere"),
        ({PARTNER: {"A": Outcome.TIMED_OUT}}, CheckState.UNKNOWN, "silent"),
        ({PARTNER: {"A": OURS}, EDGE: Outcome.FAILED}, CheckState.UNKNOWN, "edge_unknown"),
    ],
)
def test_the_domain_itself_leads_to_the_edge(
    records: Records, state: CheckState, reason: str
) -> None:
    assert told(apex.look(a_scene(records))) == (state, reason)


def test_what_to_set_at_the_domain_is_an_alias() -> None:
    finding = apex.look(a_scene({PARTNER: {"A": THEIRS}}))

    assert finding.records == (Record(PARTNER, "@", "ALIAS", EDGE),)
    assert "a proxy of your DNS provider" in finding.words


def test_where_the_edge_has_fixed_addresses_these_are_to_be_set() -> None:
    scene = a_scene({}, edge_addresses=("192.0.2.1", "2001:db8::1"))

    finding = apex.look(scene)

    assert [(record.type, record.value) for record in finding.records] == [
        ("A", "192.0.2.1"),
        ("AAAA", "2001:db8::1"),
    ]


def test_fixed_addresses_lead_to_the_edge_whatever_its_name_answers() -> None:
    scene = a_scene({PARTNER: {"A": "192.0.2.1"}}, edge_addresses=("192.0.2.1",))

    assert told(apex.look(scene)) == (CheckState.PASSED, "leads_here")


@pytest.mark.requirement("R-WL-2")
@pytest.mark.parametrize(
    ("records", "state", "reason"),
    [
        ({}, CheckState.PENDING, "missing"),
        ({WILDCARD: {"CNAME": EDGE}}, CheckState.PASSED, "leads_here"),
        (
            {WILDCARD: {"CNAME": "mid.example"}, "mid.example": {"CNAME": EDGE}},
            CheckState.PASSED,
            "leads_here",
        ),
        ({WILDCARD: {"A": OURS}}, CheckState.PASSED, "flattened"),
        ({WILDCARD: {"A": THEIRS}}, CheckState.WRONG, "elsewhere"),
        ({WILDCARD: {"CNAME": "gone.example"}}, CheckState.WRONG, "dangling"),
        ({WILDCARD: {"A": OURS}, EDGE: Outcome.FAILED}, CheckState.UNKNOWN, "edge_unknown"),
        # A name that leads to the edge does, also while the edge itself cannot be looked up.
        ({WILDCARD: {"CNAME": EDGE}, EDGE: Outcome.NO_DATA}, CheckState.PASSED, "leads_here"),
    ],
)
def test_names_below_the_domain_lead_to_the_edge(
    records: Records, state: CheckState, reason: str
) -> None:
    assert told(wildcard.look(a_scene(records))) == (state, reason)


@pytest.mark.requirement("R-WL-2")
@pytest.mark.parametrize(
    "own",
    [{"A": THEIRS}, {"TXT": "a remark"}, {"CNAME": "old.host.example"}],
)
def test_a_host_with_records_of_its_own_is_told_of(own: dict[str, str]) -> None:
    scene = a_scene({**BELOW, PORTAL: own}, wanted=Wanted(hosts=(PORTAL,)))

    finding = wildcard.look(scene)

    assert told(finding) == (CheckState.WARNING, "hidden")
    assert PORTAL in finding.words
    assert finding.records == (Record(PORTAL, "portal", "CNAME", EDGE),)


@pytest.mark.parametrize("own", [{"CNAME": EDGE}, {"A": OURS}])
def test_a_host_whose_own_records_lead_to_the_edge_hides_nothing(own: dict[str, str]) -> None:
    scene = a_scene({**BELOW, PORTAL: own}, wanted=Wanted(hosts=(PORTAL, PARTNER)))

    assert told(wildcard.look(scene)) == (CheckState.PASSED, "leads_here")


def test_two_names_are_asked_for_that_nobody_can_have_set() -> None:
    first, second = a_scene({}).random_names()

    assert first != second
    assert len(first.partition(".")[0]) == 16


@pytest.mark.parametrize("check", [apex, wildcard])
def test_without_an_edge_nothing_is_to_be_set(check: object) -> None:
    finding = check.look(a_scene({}, edge_host=""))  # type: ignore[attr-defined]

    assert told(finding) == (CheckState.NOT_TESTED, "no_edge")
