"""
What stands in the local stack's DNS before anybody sets a record.
"""

import pytest

from infra.local.dns.starting import RECORDS
from infra.local.ses.identities import ZONE
from tenantry.mail_policy.dkim import report
from tenantry.mail_policy.model import ToSet
from tests.zones import PretendLookups

DOMAIN = "partner.example"


@pytest.mark.requirement("R-WL-4")
def test_a_key_stands_behind_every_dkim_record_that_ses_names() -> None:
    wanted = ToSet(f"abc._domainkey.{DOMAIN}", "CNAME", f"abc.{ZONE}")
    lookups = PretendLookups({**RECORDS, wanted.name: {"CNAME": wanted.value}})

    found = report.look(lookups, DOMAIN, wanted)

    assert found.key is not None
    assert found.remarks == ()
