"""
Accepting an invite: everything in one transaction, or nothing.
"""

import pytest

from tenantry.invites import acceptance
from tenantry.licenses.store import get_pool
from tests.acting import NOON, an_act
from tests.builders import accept, link_of, make_plan, make_prepaid_reseller, make_reseller, mint
from tests.commands.faults import tapped
from tests.reading import events_written, items_of, kinds, snapshot

pytestmark = pytest.mark.usefixtures("world")


def test_speed():
    make_plan()
    reseller = make_prepaid_reseller(1)
    invite = mint(reseller)
    before = kinds()
    with tapped() as line:
        accepted = accept(invite)
    print(line.calls)
    print(kinds() - before)
    print(accepted)
    print(get_pool(reseller.id), events_written())

@pytest.mark.parametrize("n", range(8))
def test_speed2(n):
    make_plan()
    reseller = make_prepaid_reseller(1)
    accept(mint(reseller))
