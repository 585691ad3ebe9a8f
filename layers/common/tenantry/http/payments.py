"""
A payment as answers show it.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody
from tenantry.ledger.model import CollectedBy, TenantPayment


class PaymentBody(AnswerBody):
    """
    A payment; amounts are net, in minor units.
    """

    id: str
    tenant_id: str
    provider: str
    reference: str
    amount_minor: int
    tax_minor: int
    currency: str
    left_minor: int = Field(description="What has not gone back.")
    usd_minor: int | None = Field(description="At its own day's rates; null until reconciled.")
    usd_rates_of: str | None
    covers_from: str
    covers_until: str
    collected_by: CollectedBy
    occurred_at: str
    recorded_at: str
    recorded_by: str
    confirmed_at: str | None = Field(
        description="When an operator found that the platform has the money after all."
    )
    confirmed_by: str | None

    @classmethod
    def of(cls, payment: TenantPayment) -> Self:
        """
        Show a payment.
        """
        in_usd, confirmed_at = payment.in_usd, payment.confirmed_at
        return cls(
            id=payment.id,
            tenant_id=payment.tenant_id,
            provider=payment.provider,
            reference=payment.reference,
            amount_minor=payment.net.minor,
            tax_minor=payment.tax_minor,
            currency=payment.net.currency,
            left_minor=payment.left_minor,
            usd_minor=None if in_usd is None else in_usd.minor,
            usd_rates_of=None if in_usd is None else in_usd.rates_of.isoformat(),
            covers_from=stamp(payment.covers_from),
            covers_until=stamp(payment.covers_until),
            collected_by=payment.collected_by,
            occurred_at=stamp(payment.occurred_at),
            recorded_at=stamp(payment.recorded_at),
            recorded_by=payment.recorded_by,
            confirmed_at=None if confirmed_at is None else stamp(confirmed_at),
            confirmed_by=payment.confirmed_by,
        )
