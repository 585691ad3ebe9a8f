"""
What a customer of the town was asked for, and paid, through payment providers of this process.
"""

from dataclasses import dataclass
from typing import Any

from tenantry.charges import refunding, store
from tenantry.charges.model import Charge, Status
from tenantry.ledger.model import TenantPayment
from tenantry.payments.model import Payment, RefundStatus
from tenantry.providers.facts import ChargePaid, ProviderEvent
from tenantry.suspense.model import SuspendedPayment
from tenantry.tenants.model import Tenant
from tests.acting import NOON, an_act
from tests.builders import once, refusal_of
from tests.charging import PRICE, an_event, ask, paid, payments_of, suspended, tell
from tests.pretending import PretendProvider


@dataclass(frozen=True, slots=True)
class Till:
    """
    Charges and payments.

    Args:
        asked: Its provider's answer got lost.
        opened: It can be paid; the provider, asked, says that it was.
        stray: Money that nobody was found for.
        payment: Of which a part is on its way back.
    """

    payer: Tenant
    asked: Charge
    opened: Charge
    stray: SuspendedPayment
    payment: TenantPayment
    refund_id: str


def fill(payer: Tenant, paystack: PretendProvider, paddle: PretendProvider) -> Till:
    """
    Charge a customer that owes a month; Paddle lists a payment of which it has told nobody.
    """
    tell(paid(ask(payer, NOON)), now=NOON)
    tell(a_stray("T1"), now=NOON)
    opened = ask(payer, NOON)
    [payment], [stray] = payments_of(payer.id), suspended()
    act = an_act(once=once())
    paystack.is_silent = True
    assert refusal_of(lambda: ask(payer, NOON, act.once.key if act.once else None))
    assert refusal_of(lambda: refunding.give_back(payer.id, payment.id, 1_00, act))
    paystack.is_silent, paystack.refund_status = False, RefundStatus.SUCCEEDED
    paystack.outcomes[opened.id] = an_event(paid(opened), "evt_found")
    paddle.listed = [an_event(a_stray("T2"), "evt_missed", "paddle")]
    [payment] = payments_of(payer.id)
    [asked] = [one for _, one in store.charges_of(payer.id) if one.status is Status.ASKED]
    return Till(payer, asked, opened, stray, payment, next(iter(payment.refunds)))


def a_stray(reference: str) -> ChargePaid:
    """
    Money that nobody asked for.
    """
    return ChargePaid(Payment(reference, PRICE, PRICE.minor), NOON)


def was_paid(till: Till) -> ProviderEvent:
    """
    The provider says that the open charge was paid.
    """
    return an_event(paid(till.opened), "evt_paid")


def told() -> dict[str, Any]:
    """
    A webhook of Paystack's in the queue: money that nobody asked for.
    """
    body = (
        '{"event": "charge.success", "data": {"id": 7, "domain": "test", "status": "success",'
        ' "reference": "T3", "amount": 1500, "currency": "USD", "metadata": null,'
        ' "paid_at": "2026-11-21T12:00:00Z", "customer": {"email": "kofi@shop.example"}}}'
    )
    return {"provider": "paystack", "trust": "signed", "path": {}, "sent_from": "", "body": body}
