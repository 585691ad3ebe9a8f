"""
The bodies of the purchase routes.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Name
from tenantry.license_prices.model import QUANTITY_MAX
from tenantry.license_purchases.model import Purchase, Status
from tenantry.license_purchases.rules import standing
from tenantry.payments.model import Dispute, DisputeStatus, Refund, RefundStatus


class BuyLicenses(Body):
    """
    The quote to buy.
    """

    quote_id: Name


class ReturnLicenses(Body):
    """
    How many licences go back.
    """

    quantity: int = Field(ge=1, le=QUANTITY_MAX, strict=True)


class NameQuantity(Body):
    """
    How many licences it is about; zero is an answer.
    """

    quantity: int = Field(ge=0, le=QUANTITY_MAX, strict=True)


class RefundBody(AnswerBody):
    """
    Money that went back, in minor units; no quantity means that an operator has to name it.
    """

    id: str
    amount_minor: int
    status: RefundStatus
    quantity: int | None

    @classmethod
    def of(cls, refund: Refund) -> Self:
        """
        Show a refund.
        """
        return cls(
            id=refund.id,
            amount_minor=refund.minor,
            status=refund.status,
            quantity=refund.quantity,
        )


class DisputeBody(AnswerBody):
    """
    Money that the buyer's bank wants back, in minor units.
    """

    id: str
    amount_minor: int
    status: DisputeStatus

    @classmethod
    def of(cls, dispute: Dispute) -> Self:
        """
        Show a dispute.
        """
        return cls(id=dispute.id, amount_minor=dispute.minor, status=dispute.status)


class PurchaseBody(AnswerBody):
    """
    A pack, what was paid for it, and what became of it.
    """

    id: str
    reseller_id: str
    status: Status
    quantity: int
    unit_price_minor: int
    total_minor: int
    currency: str
    paid_minor: int | None = Field(description="Before tax, as the provider says.")
    paid_currency: str | None
    tax_minor: int | None
    refunded_minor: int = Field(description="With its share of the tax.")
    licenses_left: int
    licenses_disputed: int
    waits_for_operator: bool
    refunds: list[RefundBody]
    disputes: list[DisputeBody]
    checkout_url: str | None
    created_at: str

    @classmethod
    def of(cls, purchase: Purchase) -> Self:
        """
        Show a purchase.
        """
        stands, facts = standing(purchase), purchase.facts
        paid = facts.payment
        return cls(
            id=purchase.id,
            reseller_id=purchase.reseller_id,
            status=stands.status,
            quantity=purchase.quantity,
            unit_price_minor=purchase.unit_price.minor,
            total_minor=purchase.total.minor,
            currency=purchase.total.currency,
            paid_minor=None if paid is None else paid.subtotal.minor,
            paid_currency=None if paid is None else paid.subtotal.currency,
            tax_minor=None if paid is None else paid.total_minor - paid.subtotal.minor,
            refunded_minor=stands.refunded,
            licenses_left=stands.entitled,
            licenses_disputed=stands.disputed,
            waits_for_operator=stands.waits_for_operator,
            refunds=[RefundBody.of(refund) for refund in facts.refunds.values()],
            disputes=[DisputeBody.of(dispute) for dispute in facts.disputes.values()],
            checkout_url=purchase.checkout_url if stands.status is Status.OPEN else None,
            created_at=stamp(purchase.created_at),
        )
