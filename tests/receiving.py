"""
Payments by hand in tests: what a reseller says that it was paid, and what comes of it.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tenantry.billing import commands as billing
from tenantry.billing.model import Mode
from tenantry.fx import store as fx
from tenantry.ledger import commands
from tenantry.ledger.model import (
    MANUAL,
    CollectedBy,
    InUsd,
    NewPayment,
    TenantPayment,
)
from tenantry.money import Money
from tenantry.resellers.model import Reseller
from tenantry.tenants.model import Tenant
from tests.acting import DAY, NOON, OPERATOR, an_act, owner_of
from tests.builders import RESELLER_ID, TENANT_ID, make_reseller
from tests.quoting import RATES

YESTERDAY = NOON - DAY
A_MONTH = 30 * DAY


def a_receipt(reference: str = "R-1", minor: int = 12_950_00, currency: str = "KES") -> NewPayment:
    """
    What a reseller was paid yesterday, for a month from then on: 100 dollars, in shillings.
    """
    return NewPayment(
        reference=reference,
        net=Money(minor, currency),
        tax_minor=0,
        covers_from=YESTERDAY,
        covers_until=YESTERDAY + A_MONTH,
        occurred_at=YESTERDAY,
    )


def a_payment(
    minor: int = 12_950_00,
    currency: str = "KES",
    *,
    provider: str = MANUAL,
    usd_minor: int | None = None,
    occurred_at: datetime = YESTERDAY,
) -> TenantPayment:
    """
    A payment as it is stored.
    """
    return TenantPayment(
        id="pay_FIRST",
        tenant_id=TENANT_ID,
        reseller_id=RESELLER_ID,
        provider=provider,
        reference="R-1",
        net=Money(minor, currency),
        tax_minor=0,
        covers_from=occurred_at,
        covers_until=occurred_at + A_MONTH,
        collected_by=CollectedBy.RESELLER,
        occurred_at=occurred_at,
        recorded_at=NOON,
        recorded_by=OPERATOR.person_id,
        left_minor=minor,
        in_usd=None if usd_minor is None else InUsd(usd_minor, occurred_at.date()),
    )


def a_reseller_by_hand() -> Reseller:
    """
    A reseller that bills all of its customers itself.
    """
    reseller = make_reseller()
    billing.set_for_reseller(reseller.id, Mode.MANUAL, an_act())
    return reseller


def receive(tenant: Tenant, reference: str = "R-1", **changes: Any) -> TenantPayment:
    """
    Record a payment as the owner of the tenant's reseller.
    """
    new = replace(a_receipt(reference), **changes)
    return commands.record(tenant.id, new, an_act(owner_of(tenant.held_by)))


def publish(day: date, *currencies: str) -> None:
    """
    Store the day's rates of these currencies; of all that `quoting` has when none is named.
    """
    names = currencies or tuple(RATES.quotes)
    fx.put_rates(day, {name: RATES.quotes[name] for name in names})
