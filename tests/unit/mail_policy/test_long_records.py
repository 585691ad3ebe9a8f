"""
Records as long as DNS can carry them, which nobody has written by hand.
"""

import pytest

from tenantry.mail_policy.dkim.keys import read as read_key
from tenantry.mail_policy.dmarc import report as dmarc
from tenantry.mail_policy.model import REMARKS_MAX, TEXT_LENGTH_MAX
from tenantry.mail_policy.spf import report as spf
from tests.unit.mail_policy.zones import Zones, texts

pytestmark = pytest.mark.requirement("R-WL-1")

LENGTH = 64_000
LONG = [
    "a ",
    "z ",
    "z",
    "x=%{d} ",
    "a:%{d}",
    "a:%{d}.",
    "include:%{d1}. ",
    "/1",
    "%",
    "-all ",
    "; ",
]


@pytest.mark.parametrize("part", LONG)
def test_a_record_of_any_length_is_told_of_in_few_words(part: str) -> None:
    long = part * (LENGTH // len(part))

    report = spf.look(Zones(texts(root=f"v=spf1 {long}")), "example.com", "spf.tenantry.example")

    assert len(report.remarks) <= REMARKS_MAX
    assert all(len(remark.text) <= TEXT_LENGTH_MAX for remark in report.remarks)
    assert report.to_set is None or len(report.to_set.value) < 2_100


@pytest.mark.parametrize("part", ["p=none;", ";", "x", "rua=a,", "v=DMARC1;p=x;a=b;", "sp=none "])
def test_a_dmarc_record_of_any_length_is_told_of_in_few_words(part: str) -> None:
    long = part * (LENGTH // len(part))
    zones = Zones({"_dmarc.example.com": {"TXT": [f"v=DMARC1; {long}"]}})

    report = dmarc.look(zones, "example.com")

    assert all(len(remark.text) <= TEXT_LENGTH_MAX for remark in report.remarks)
    assert report.to_set is None or len(report.to_set.value) < 2_100


@pytest.mark.parametrize("part", ["A", "p=", "=;", "MIIB", '"', "\\"])
def test_a_key_of_any_length_is_read(part: str) -> None:
    assert read_key(f"v=DKIM1; p={part * (LENGTH // len(part))}").remarks
