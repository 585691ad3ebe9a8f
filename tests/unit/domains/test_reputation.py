"""
Whether lists of domains with a bad name have a domain: listed, clean, or nobody can tell.
"""

from collections.abc import Mapping

import pytest

from tenantry.dns.model import Outcome
from tenantry.domains.checks import reputation
from tenantry.domains.findings import CheckState, Finding
from tests.claiming import PARTNER, a_scene, told
from tests.zones import Records

ZONE = "list.example"
LISTED, NOT_LISTED = f"test.{ZONE}", f"invalid.{ZONE}"
WORKS: Records = {LISTED: {"A": "127.0.1.2"}}


def looked(
    records: Records, codes: str = "spamhaus", *, also: Mapping[str, str] | None = None
) -> Finding:
    lists = ({"name": "The List", "zone": ZONE, "codes": codes}, *([] if also is None else [also]))
    return reputation.look(a_scene(records, lists=lists))


def having(*codes: str) -> Records:
    return {**WORKS, f"{PARTNER}.{ZONE}": {"A": list(codes)}}


def test_without_a_list_nothing_is_tested() -> None:
    assert told(reputation.look(a_scene({}))) == (CheckState.NOT_TESTED, "no_lists")


@pytest.mark.requirement("R-WL-1")
def test_a_domain_that_no_list_has_is_clean() -> None:
    assert told(looked(WORKS)) == (CheckState.PASSED, "clean")


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(
    ("codes", "code", "state", "reason"),
    [
        ("spamhaus", "127.0.1.2", CheckState.WARNING, "listed"),
        ("spamhaus", "127.0.1.4", CheckState.WRONG, "listed_phishing"),
        ("spamhaus", "127.0.1.5", CheckState.WRONG, "listed_malware"),
        ("spamhaus", "127.0.1.6", CheckState.WRONG, "listed_botnet"),
        ("spamhaus", "127.0.1.104", CheckState.WARNING, "listed"),
        ("surbl", "127.0.0.8", CheckState.WRONG, "listed_phishing"),
        ("surbl", "127.0.0.80", CheckState.WRONG, "listed_malware"),
        ("surbl", "127.0.0.64", CheckState.WARNING, "listed"),
        ("uribl", "127.0.0.2", CheckState.WARNING, "listed"),
        ("any", "127.0.0.9", CheckState.WARNING, "listed"),
    ],
)
def test_a_listing_is_read_in_the_lists_own_codes(
    codes: str, code: str, state: CheckState, reason: str
) -> None:
    finding = looked(having(code), codes)

    assert told(finding) == (state, reason)
    assert finding.seen == (f"The List: {code}",)


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize(
    "records",
    [
        # It refuses, in the words of URIBL and of Spamhaus.
        having("127.0.0.1"),
        having("127.255.255.252"),
        having("127.255.255.254"),
        having("127.255.255.255"),
        {LISTED: {"A": "127.255.255.254"}},
        # It knows no name, or every name.
        {},
        {**WORKS, NOT_LISTED: {"A": "127.0.1.2"}},
        # Somebody else answers in its place.
        {**WORKS, f"{PARTNER}.{ZONE}": {"A": "203.0.113.9"}},
        {LISTED: Outcome.TIMED_OUT},
        {**WORKS, f"{PARTNER}.{ZONE}": Outcome.FAILED},
    ],
)
def test_a_list_that_does_not_answer_in_truth_says_neither_listed_nor_clean(
    records: Records,
) -> None:
    finding = looked(records)

    assert told(finding) == (CheckState.UNKNOWN, "cannot_tell")
    assert "The List: " in finding.words


def test_one_list_that_cannot_tell_does_not_hide_the_listing_of_another() -> None:
    silent = {"name": "Silent", "zone": "silent.example", "codes": "any"}

    finding = looked(having("127.0.1.4"), also=silent)

    assert told(finding) == (CheckState.WRONG, "listed_phishing")


def test_one_list_that_cannot_tell_leaves_a_clean_domain_open() -> None:
    silent = {"name": "Silent", "zone": "silent.example", "codes": "any"}

    assert told(looked(WORKS, also=silent)) == (CheckState.UNKNOWN, "cannot_tell")


@pytest.mark.parametrize("slip", [{"name": "Odd", "zone": "x.example", "codes": "mine"}, {}])
def test_a_slip_in_the_settings_keeps_no_domain_from_being_looked_at(slip: dict[str, str]) -> None:
    assert told(looked(WORKS, also=slip)) == (CheckState.UNKNOWN, "cannot_tell")
