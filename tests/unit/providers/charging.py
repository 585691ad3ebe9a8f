"""
A charge, and what it is asked of any provider.
"""

from datetime import datetime

from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.providers.facts import ProviderEvent
from tenantry.providers.model import Asked, ChargeOrder, Payer, PaymentProvider
from tests.acting import NOON

ORDER = ChargeOrder(
    id="chg_01M7XPE6000000000000000000",
    tenant_id=TenantId("ten_1"),
    amount=Money(250_050, "KES"),
    description="Business plan, one month",
    billing_reference="ACME01",
    payer=Payer(email="ada@example.com"),
)
ASKED = Asked(ORDER.id, None, ORDER.amount, NOON)
REFUND_ID, OTHER_REFUND_ID = "rfd_01M7XPE6000000000000000000", "rfd_01M7XPE6000000000000000001"


def listed(provider: PaymentProvider, since: datetime, until: datetime) -> list[ProviderEvent]:
    """
    All that a provider lists.
    """
    return list(provider.list_since(since, until))
