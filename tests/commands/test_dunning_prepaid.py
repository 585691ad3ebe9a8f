"""
Who bills its customers itself is left to remind them itself.
"""

import pytest

from tenantry.billing import commands as billing
from tenantry.billing.model import Mode
from tenantry.clock import FOREVER
from tests.acting import DAY, NOON, an_act
from tests.builders import make_prepaid_reseller, tenant_in_table
from tests.commands.owing import run_night, sell
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-RES-4")]

SUSPENDED = "subscription.suspended"


def test_a_prepaid_resellers_customer_is_left_to_its_reseller() -> None:
    tenant = sell(make_prepaid_reseller(licenses=1))

    run_night(NOON + 60 * DAY)

    assert SUSPENDED not in events_written()
    assert tenant_in_table(tenant.id).records_until == FOREVER


def test_a_prepaid_reseller_can_leave_its_customers_to_the_platform() -> None:
    tenant = sell(make_prepaid_reseller(licenses=1))
    billing.set_for_tenant(tenant.id, Mode.PROVIDER, an_act())

    run_night(NOON + 60 * DAY)

    assert events_written().count(SUSPENDED) == 1
