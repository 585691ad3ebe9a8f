"""
Pilots that started at a chosen moment: handlers take the clock's, so these are made below them.
"""

from datetime import datetime
from itertools import count

from tenantry.ids import TenantId
from tenantry.mail.model import Locale
from tenantry.provisioning import commands as provisioning
from tests.acting import an_act, owner_of
from tests.functions.cast import Json

_numbers = count(1)


def a_pilot(reseller: Json, starts_at: datetime) -> TenantId:
    """
    The id of a tenant whose pilot started at *starts_at*.
    """
    number = next(_numbers)
    reseller_id = TenantId(reseller["id"])
    tenant = provisioning.create(
        reseller_id,
        an_act(owner_of(reseller_id), starts_at),
        name=f"Pilot {number}",
        plan_code="growth",
        owner_email=f"pilot{number}@shop.example",
        owner_name="Pia Pilot",
        locale=Locale.EN,
        branding=None,
    )
    return tenant.id
