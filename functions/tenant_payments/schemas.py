"""
The bodies of the routes of payments and billing.
"""

from typing import Annotated, Self

from pydantic import Field

from tenantry.billing.model import Billing, Mode
from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Currency, MinorUnits, Moment, Name
from tenantry.ledger.model import CollectedBy, NewPayment, TenantPayment, TenantRefund
from tenantry.money import Money

PaidMinor = Annotated[int, Field(ge=1, le=10**12, strict=True)]
"""Money in minor units, above zero."""


class SetBilling(Body):
    """
    Who asks for the money; null for the usual: as the reseller's others, or through a provider.
    """

    mode: Mode | None


class BillingBody(AnswerBody):
    """
    How a tenant is billed: its own way, else its reseller's, else through a provider.
    """

    tenant_id: str
    mode: Mode
    own: Mode | None
    resellers: Mode | None

    @classmethod
    def of(cls, billing: Billing) -> Self:
        """
        Show how a tenant is billed.
        """
        return cls(
            tenant_id=billing.tenant_id,
            mode=billing.mode,
            own=billing.own,
            resellers=billing.resellers,
        )


class ResellersBillingBody(AnswerBody):
    """
    How a reseller's tenants are billed of which nothing else was said.
    """

    mode: Mode

    @classmethod
    def of(cls, mode: Mode) -> Self:
        """
        Show a way of billing.
        """
        return cls(mode=mode)


class RecordPayment(Body):
    """
    What the reseller was paid, under the reference of its own books.
    """

    reference: Name
    amount_minor: PaidMinor = Field(description="Without tax.")
    tax_minor: MinorUnits = 0
    currency: Currency
    covers_from: Moment
    covers_until: Moment
    occurred_at: Moment

    def payment(self) -> NewPayment:
        """
        The payment as the command takes it.
        """
        return NewPayment(
            reference=self.reference,
            net=Money(self.amount_minor, self.currency),
            tax_minor=self.tax_minor,
            covers_from=self.covers_from,
            covers_until=self.covers_until,
            occurred_at=self.occurred_at,
        )


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

    @classmethod
    def of(cls, payment: TenantPayment) -> Self:
        """
        Show a payment.
        """
        in_usd = payment.in_usd
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
        )


class RecordRefund(Body):
    """
    What went back of a payment, under the reference of the reseller's own books.
    """

    reference: Name
    amount_minor: PaidMinor = Field(description="Without tax.")


class TenantRefundBody(AnswerBody):
    """
    A part of a payment that went back.
    """

    id: str
    payment_id: str
    reference: str
    amount_minor: int
    currency: str
    recorded_at: str

    @classmethod
    def of(cls, refund: TenantRefund) -> Self:
        """
        Show a refund.
        """
        return cls(
            id=refund.id,
            payment_id=refund.payment_id,
            reference=refund.reference,
            amount_minor=refund.net.minor,
            currency=refund.net.currency,
            recorded_at=stamp(refund.recorded_at),
        )
