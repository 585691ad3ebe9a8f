"""
The bodies of the routes of payments and billing.
"""

from typing import Annotated, Self

from pydantic import Field

from tenantry.billing.model import Billing, Mode
from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Currency, MinorUnits, Moment, Name
from tenantry.ledger.model import NewPayment, TenantDispute, TenantRefund
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus, RefundStatus

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


class ConfirmPayment(Body):
    """
    Where the platform found the money of a payment, such as its bank's reference.
    """

    reason: Name


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


class GiveBack(Body):
    """
    What goes back of a payment: through its provider, or recorded where that has no such thing.
    """

    reference: Name | None = Field(
        default=None,
        description="Of the reseller's own books, for what went back by hand; else the provider's.",
    )
    amount_minor: PaidMinor = Field(description="With tax; of a payment by hand, without.")


class TenantRefundBody(AnswerBody):
    """
    What is known of a part that went back.
    """

    id: str
    payment_id: str
    reference: str
    amount_minor: int
    currency: str
    status: RefundStatus
    recorded_at: str

    @classmethod
    def of(cls, refund: TenantRefund) -> Self:
        """
        Show a refund as it came to one status.
        """
        return cls(
            id=refund.id,
            payment_id=refund.payment_id,
            reference=refund.reference,
            amount_minor=refund.amount.minor,
            currency=refund.amount.currency,
            status=refund.status,
            recorded_at=stamp(refund.recorded_at),
        )


class TenantDisputeBody(AnswerBody):
    """
    What is known of a dispute.
    """

    id: str
    payment_id: str
    amount_minor: int
    currency: str
    status: DisputeStatus
    recorded_at: str

    @classmethod
    def of(cls, dispute: TenantDispute) -> Self:
        """
        Show a dispute as it came to one status.
        """
        return cls(
            id=dispute.id,
            payment_id=dispute.payment_id,
            amount_minor=dispute.amount.minor,
            currency=dispute.amount.currency,
            status=dispute.status,
            recorded_at=stamp(dispute.recorded_at),
        )
