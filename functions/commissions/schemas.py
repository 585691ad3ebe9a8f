"""
The bodies of the commission routes.
"""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from tenantry.clock import Month, stamp
from tenantry.commissions.agreements import HOLD_DAYS_MAX, Agreed
from tenantry.commissions.model import STANDARD, Agreement, Basis, Kind, Line, Method
from tenantry.commissions.previewing import Preview
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Currency, MinorUnits
from tenantry.http.rates import FxRateBody
from tenantry.money import Money

RATE_PATTERN = r"^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$"

Rate = Annotated[str, StringConstraints(pattern=RATE_PATTERN)]
"""A share from 0 to 1 as text, such as `0.20`."""


class MinimumPayout(Body):
    """
    The smallest sum that is paid out, in the currency that the partner earns in.
    """

    amount_minor: MinorUnits
    currency: Currency


class SetAgreement(Body):
    """
    What a partner earns from the month in the path on.
    """

    rate: Rate = Field(description="The partner's share, from 0 to 1, as text.")
    base: Basis = Field(
        Basis.PAID,
        description="What it is a share of: what customers pay, or the wholesale price; "
        "then what they pay above it is all the partner's.",
    )
    minimum_payout: MinimumPayout
    hold_days: int = Field(0, ge=0, le=HOLD_DAYS_MAX, strict=True)
    method: Method = Method.BANK_TRANSFER

    def agreement(self, month: Month) -> Agreement:
        """
        The agreement as the command takes it.
        """
        minimum = self.minimum_payout
        return Agreement(
            effective_from=month,
            rate=Decimal(self.rate),
            basis=self.base,
            minimum=Money(minimum.amount_minor, minimum.currency),
            hold_days=self.hold_days,
            method=self.method,
            currency=minimum.currency,
        )


class MinimumBody(AnswerBody):
    """
    The smallest sum that is paid out; smaller ones are carried over.
    """

    amount_minor: int
    currency: str


class AgreementBody(AnswerBody):
    """
    What a partner earns from a month on.
    """

    month: str | None = Field(description="The first month; null for what holds unless agreed.")
    rate: str
    base: Basis
    minimum_payout: MinimumBody
    hold_days: int
    method: Method

    @classmethod
    def of(cls, agreement: Agreement) -> Self:
        """
        Show an agreement.
        """
        minimum = agreement.minimum
        is_standard = agreement.effective_from == STANDARD.effective_from
        return cls(
            month=None if is_standard else agreement.effective_from,
            rate=str(agreement.rate),
            base=agreement.basis,
            minimum_payout=MinimumBody(amount_minor=minimum.minor, currency=minimum.currency),
            hold_days=agreement.hold_days,
            method=agreement.method,
        )


class AgreedBody(AgreementBody):
    """
    An agreement as it was made.
    """

    agreed_at: str

    @classmethod
    def of_agreed(cls, agreed: Agreed) -> Self:
        """
        Show an agreement that was made.
        """
        shown = AgreementBody.of(agreed.agreement)
        return cls(**dict(shown), agreed_at=stamp(agreed.agreed_at))


class PreviewLineBody(AnswerBody):
    """
    What one payment of a tenant would earn, with the numbers behind it.
    """

    tenant_id: str
    payment_id: str
    plan_code: str | None = Field(description="Null where nobody said what was sold.")
    quantity: int | None
    kind: Kind
    amount_minor: int
    currency: str
    rate: str = Field(description="The partner's share; 1 for a markup.")
    mrr_minor: str = Field(
        description="What it is a share of, a month, in minor units of the payment's currency; "
        "exact, so it may be a fraction such as 1829/12."
    )
    paid_minor: int = Field(description="The whole payment, net of tax.")
    paid_currency: str
    months: int = Field(description="How many months the payment is spread over.")
    covers_from: str
    covers_until: str
    gone: str = Field(description="Which share of the payment went back, or is disputed.")
    fx_day: str | None = Field(description="Whose rates were taken; null where none were needed.")
    fx_rates: list[FxRateBody]

    @classmethod
    def of(cls, line: Line) -> Self:
        """
        Show a line.
        """
        numbers = line.numbers
        covers_from, covers_until = numbers.covers
        return cls(
            tenant_id=line.tenant_id,
            payment_id=line.payment_id,
            plan_code=numbers.plan_code,
            quantity=numbers.quantity,
            kind=line.kind,
            amount_minor=line.amount.minor,
            currency=line.amount.currency,
            rate=str(numbers.rate),
            mrr_minor=numbers.mrr,
            paid_minor=numbers.paid.minor,
            paid_currency=numbers.paid.currency,
            months=numbers.months,
            covers_from=stamp(covers_from),
            covers_until=stamp(covers_until),
            gone=numbers.gone,
            fx_day=numbers.fx_day and numbers.fx_day.isoformat(),
            fx_rates=[FxRateBody.of(quote) for quote in numbers.quotes],
        )


class CommissionPreviewBody(AnswerBody):
    """
    What a partner would earn for a month by what is known now. It is no statement.
    """

    reseller_id: str
    month: str
    is_preview: bool = Field(description="Always true: nothing of this is stored, nor owed yet.")
    as_of: str = Field(description="What was known then counts.")
    agreement: AgreementBody
    fx_day: str | None = Field(
        description="The day whose rates were taken: the month's last, or the last that was "
        "published while it runs; null where none were needed."
    )
    lines: list[PreviewLineBody]
    total_minor: int = Field(description="The sum of the lines.")
    currency: str

    @classmethod
    def of(cls, preview: Preview) -> Self:
        """
        Show a preview.
        """
        return cls(
            reseller_id=preview.reseller_id,
            month=preview.month,
            is_preview=True,
            as_of=stamp(preview.as_of),
            agreement=AgreementBody.of(preview.agreement),
            fx_day=preview.rates_of and preview.rates_of.isoformat(),
            lines=[PreviewLineBody.of(line) for line in preview.lines],
            total_minor=preview.total.minor,
            currency=preview.total.currency,
        )
