"""
The bodies of the routes of charges and suspended payments.
"""

from typing import Annotated, Literal, Self

from pydantic import Field

from tenantry.charges.model import Charge, NewCharge, Purpose, Status, Upgrade
from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Code, Currency, Email, Line
from tenantry.http.route import ListQuery
from tenantry.ids import id_pattern
from tenantry.intervals import Interval
from tenantry.ledger.model import CollectedBy
from tenantry.subscriptions.model import QUANTITY_MAX
from tenantry.suspense.model import Status as Suspended
from tenantry.suspense.model import SuspendedPayment, Why

Phone = Annotated[
    str,
    Field(
        pattern=r"^[1-9][0-9]{8,14}$",
        description="With the country's code, digits alone: 254712345678 (ITU-T E.164).",
    ),
]


class UpgradeTo(Body):
    """
    What a pilot is to become, at its reseller's list price.
    """

    plan_code: Code
    interval: Interval = Interval.MONTH
    quantity: Annotated[int, Field(ge=1, le=QUANTITY_MAX, strict=True)] = 1
    currency: Currency


class AskForPayment(Body):
    """
    Through which provider a tenant is to pay, and how that reaches the payer.
    """

    provider: Literal["stripe", "paystack", "flutterwave", "mpesa", "paddle"]
    upgrade: UpgradeTo | None = Field(
        default=None, description="Null to pay the next period of what runs."
    )
    email: Email | None = Field(default=None, description="Paystack and Flutterwave need it.")
    phone: Phone | None = Field(default=None, description="M-Pesa needs it.")
    account: Literal["platform", "reseller"] = Field(
        default="platform", description="Whose account at the provider takes the money."
    )

    def charge(self) -> NewCharge:
        """
        The charge as the command takes it.
        """
        upgrade = self.upgrade
        return NewCharge(
            provider=self.provider,
            upgrade=None
            if upgrade is None
            else Upgrade(upgrade.plan_code, upgrade.interval, upgrade.quantity, upgrade.currency),
            email=self.email,
            phone=self.phone,
            own_account=self.account == "reseller",
        )


class ChargeBody(AnswerBody):
    """
    What a tenant is asked to pay; amounts are net, in minor units.
    """

    id: str
    tenant_id: str
    provider: str
    status: Status
    purpose: Purpose
    amount_minor: int
    currency: str
    plan_code: str
    interval: Interval
    quantity: int
    covers_from: str | None
    covers_until: str | None
    reference: str = Field(description="What a payer types where nobody prompts.")
    url: str | None = Field(description="Where to pay; null where the payer is prompted.")
    collected_by: CollectedBy
    payment_ids: list[str]
    asked_at: str

    @classmethod
    def of(cls, charge: Charge) -> Self:
        """
        Show a charge.
        """
        starts_at, ends_at = charge.covers or (None, None)
        return cls(
            id=charge.id,
            tenant_id=charge.tenant_id,
            provider=charge.provider,
            status=charge.status,
            purpose=charge.purpose,
            amount_minor=charge.amount.minor,
            currency=charge.amount.currency,
            plan_code=charge.terms.plan_code,
            interval=charge.terms.interval,
            quantity=charge.terms.quantity,
            covers_from=None if starts_at is None else stamp(starts_at),
            covers_until=None if ends_at is None else stamp(ends_at),
            reference=charge.reference,
            url=charge.url,
            collected_by=charge.collected_by,
            payment_ids=list(charge.payment_ids),
            asked_at=stamp(charge.asked_at),
        )


class SuspendedPaymentBody(AnswerBody):
    """
    Money that matches nobody, or not exactly; amounts are in minor units.
    """

    id: str
    provider: str
    reference: str
    amount_minor: int
    total_minor: int = Field(description="With tax.")
    currency: str
    why: Why
    charge_id: str | None = Field(description="The charge that it names, if we have it.")
    typed: str | None = Field(description="What the payer typed in place of a reference.")
    status: Suspended
    comment: str | None
    decided_by: str | None
    occurred_at: str
    recorded_at: str

    @classmethod
    def of(cls, suspended: SuspendedPayment) -> Self:
        """
        Show a suspended payment.
        """
        payment = suspended.payment
        return cls(
            id=suspended.id,
            provider=suspended.provider,
            reference=payment.reference,
            amount_minor=payment.subtotal.minor,
            total_minor=payment.total_minor,
            currency=payment.subtotal.currency,
            why=suspended.why,
            charge_id=suspended.charge_id,
            typed=suspended.typed,
            status=suspended.status,
            comment=suspended.comment,
            decided_by=suspended.decided_by,
            occurred_at=stamp(suspended.occurred_at),
            recorded_at=stamp(suspended.recorded_at),
        )


class SuspenseQuery(ListQuery):
    """
    Which suspended payments.
    """

    status: Suspended = Suspended.WAITING


class MatchPayment(Body):
    """
    Which charge a suspended payment pays, whatever its amount, and why.
    """

    charge_id: Annotated[str, Field(pattern=id_pattern("chg"))]
    comment: Line = Field(min_length=1)


class ReturnPayment(Body):
    """
    Why a suspended payment was sent back, at the provider.
    """

    comment: Line = Field(min_length=1)
