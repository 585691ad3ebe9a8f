"""
Charges in tests, and what a provider tells of them.
"""

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from tenantry.charges import commands, store
from tenantry.charges.model import Charge, NewCharge, Upgrade
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.ledger import store as ledger
from tenantry.ledger.model import TenantPayment
from tenantry.list_prices import commands as list_prices
from tenantry.list_prices.model import Article
from tenantry.money import Money
from tenantry.payment_keys import commands as payment_keys
from tenantry.payments.model import (
    Dispute,
    DisputeStatus,
    Payment,
    Refund,
    RefundStatus,
)
from tenantry.pilots import commands as pilots
from tenantry.providers.facts import (
    ChargePaid,
    Fact,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tenantry.receiving.commands import apply
from tenantry.subscriptions.model import Subscription, Terms
from tenantry.subscriptions.store import get_subscription
from tenantry.suspense import store as suspense
from tenantry.suspense.model import Status as Suspended
from tenantry.suspense.model import SuspendedPayment
from tenantry.tenants.model import Tenant
from tests.acting import DAY, NOON, a_job, an_act
from tests.builders import GROWTH, bring_in, make_reseller, once

_numbers = count(1)
PRICE = Money(15_00, "USD")
PAY_DAY = NOON + DAY


def a_pilot() -> Tenant:
    """
    A pilot of a reseller that sells the plan `growth` for 15.00 USD a month.
    """
    tenant = bring_in(make_reseller())
    article = Article(GROWTH, "USD", Interval.MONTH)
    list_prices.set_price(tenant.held_by, article, PRICE.minor, an_act())
    return tenant


def a_subscriber() -> Tenant:
    """
    A tenant that was upgraded at noon, at 15.00 USD a month, and has paid nothing.
    """
    tenant = a_pilot()
    pilots.upgrade(tenant.id, Terms(GROWTH), an_act(), currency="USD")
    return tenant


def ask(tenant: Tenant, now: datetime = PAY_DAY, key: str | None = None, **said: Any) -> Charge:
    """
    Ask for the next period, or with `upgrade` for an upgrade.
    """
    new = replace(NewCharge("paystack", email="kofi@shop.example"), **said)
    act = an_act(now=now, once=once(key or f"charge {next(_numbers)}"))
    return commands.ask(tenant.id, new, act)


def an_upgrade(**changes: Any) -> Upgrade:
    """
    To one of the plan `growth`, by month, in US dollars, but for what is named.
    """
    return replace(Upgrade(GROWTH, Interval.MONTH, 1, "USD"), **changes)


def tell(
    fact: Fact, event_id: str | None = None, now: datetime = PAY_DAY, provider: str = "paystack"
) -> ProviderEvent:
    """
    Apply what a provider says, under a new event id unless one is given.
    """
    event = an_event(fact, event_id, provider)
    apply(event, a_job(now))
    return event


def an_event(fact: Fact, event_id: str | None = None, provider: str = "paystack") -> ProviderEvent:
    """
    An event of the provider.
    """
    event_id = event_id or f"evt_{next(_numbers)}"
    return ProviderEvent(
        provider, event_id, type(fact).__name__, fact, is_live=False, kept={"id": event_id}
    )


def paid(
    charge: Charge,
    minor: int | None = None,
    currency: str = "USD",
    reference: str | None = None,
    *,
    tax_minor: int = 0,
) -> ChargePaid:
    """
    The charge was paid: what was asked for, unless another amount is given.
    """
    subtotal = Money(charge.amount.minor if minor is None else minor, currency)
    payment = Payment(reference or reference_of(charge), subtotal, subtotal.minor + tax_minor)
    return ChargePaid(payment, PAY_DAY, charge.id)


def refunded(
    charge: Charge,
    minor: int,
    status: RefundStatus = RefundStatus.SUCCEEDED,
    refund_id: str = "re_1",
) -> PaymentRefunded:
    """
    Money went back at the provider's side.
    """
    return PaymentRefunded(reference_of(charge), Refund(refund_id, minor, status))


def disputed(
    charge: Charge,
    minor: int,
    status: DisputeStatus = DisputeStatus.OPEN,
    dispute_id: str = "du_1",
) -> PaymentDisputed:
    """
    The payer's bank wants money back, or has decided.
    """
    return PaymentDisputed(reference_of(charge), Dispute(dispute_id, minor, status))


def reference_of(charge: Charge) -> str:
    """
    The provider's own id of the payment of a charge.
    """
    return f"ref-{charge.id}"


def payments_of(tenant_id: TenantId) -> list[TenantPayment]:
    """
    All payments of a tenant.
    """
    return [payment for _, payment in ledger.payments_of(tenant_id, None, None)]


def payment_of(charge: Charge) -> TenantPayment:
    """
    The only payment of a charge's tenant.
    """
    [payment] = payments_of(charge.tenant_id)
    return payment


def subscription_of(tenant_id: TenantId) -> Subscription:
    """
    What a tenant has.
    """
    found = get_subscription(tenant_id)
    assert found is not None
    return found


def stored(charge: Charge) -> Charge:
    """
    The charge as it stands now.
    """
    found = store.get_charge(charge.id)
    assert found is not None
    return found


def suspended() -> list[SuspendedPayment]:
    """
    What waits for an operator.
    """
    return [one for _, one in suspense.listed(Suspended.WAITING, None, None)]


def open_account(reseller_id: TenantId, key: str = f"rk_test_{'51OwnKey' * 4}abcd") -> str:
    """
    The reseller sets a payment key of its own; returns it.
    """
    payment_keys.set_key(reseller_id, key, an_act(), try_key=lambda _: None)
    return key
