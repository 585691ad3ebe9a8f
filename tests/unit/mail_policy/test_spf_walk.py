"""
How far a walk over SPF records goes, whatever they lead to.
"""

import pytest

from tenantry.mail_policy.spf.report import look
from tests.unit.mail_policy.zones import Zones, texts

pytestmark = pytest.mark.requirement("R-WL-1")

OURS = "spf.tenantry.example"


def test_a_record_that_grows_without_end_is_walked_to_forty() -> None:
    wide = {level: [f"{level}{number}" for number in range(30)] for level in "vwx"}
    leads = {
        level: " ".join(("v=spf1", *(f"include:{name}.example.com" for name in names)))
        for level, names in wide.items()
    }
    below = {name: leads[chr(ord(level) + 1)] for level in "vw" for name in wide[level]}
    zones = Zones(texts(root=leads["v"], **below))

    report = look(zones, "example.com", OURS)

    assert report.lookups <= 40
    assert any("more than 40 look-ups" in remark.text for remark in report.remarks)
    assert zones.queries <= 42


def test_a_record_that_leads_back_to_itself_on_many_ways_is_walked_to_forty() -> None:
    wide = " ".join(f"include:w{number}.example.com" for number in range(9))
    names = {"root"} | {f"w{number}" for number in range(9)}
    zones = Zones(texts(**dict.fromkeys(names, f"v=spf1 {wide}")))

    report = look(zones, "example.com", OURS)

    assert (report.lookups, zones.queries) == (40, 11)
