"""
Paying back through the provider, as one operator does it: how, and what is known of it then.
"""

from tenantry.charges import refunding
from tenantry.ledger import facts, open_refunds
from tenantry.ledger.model import TenantPayment, TenantRefund
from tenantry.principals import Principal
from tests.acting import OPERATOR, a_job, an_act
from tests.builders import once
from tests.charging import PAY_DAY

BACK_CALLS = 9
"""The payment with its tenant, the refund, the payment again; and what the provider made of it."""


def give_back(
    payment: TenantPayment, minor: int, key: str = "one", principal: Principal = OPERATOR
) -> TenantRefund:
    act = an_act(principal, PAY_DAY, once(key))
    return refunding.give_back(payment.tenant_id, payment.id, minor, act)


def settle(refund: TenantRefund) -> bool:
    return refunding.settle(refund.tenant_id, refund.payment_id, refund.id, a_job(PAY_DAY))


def waiting() -> list[str]:
    return [refund_id for _, _, refund_id in open_refunds.asked_by(PAY_DAY)]


def statuses(payment: TenantPayment) -> list[str]:
    return sorted(fact.status.value for _, fact in facts.refunds_of(payment, None, None))
