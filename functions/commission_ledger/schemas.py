"""
The bodies of a partner's ledger.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.commission_ledger.model import Balance, OpenStatement, Why
from tenantry.commissions.model import Kind, Reason, Status
from tenantry.http.bodies import AnswerBody
from tenantry.http.rates import FxRateBody
from tenantry.money import Money
from tenantry.statement_exports.rows import Row
from tenantry.statements.model import StatementHeader


class AmountBody(AnswerBody):
    """
    An amount in minor units of its currency.
    """

    amount_minor: int
    currency: str

    @classmethod
    def of(cls, money: Money) -> Self:
        """
        Show an amount.
        """
        return cls(amount_minor=money.minor, currency=money.currency)

    @classmethod
    def of_any(cls, money: Money | None) -> Self | None:
        """
        Show an amount that may be missing.
        """
        return None if money is None else cls.of(money)


class StepBody(AnswerBody):
    """
    A step in a statement's life.
    """

    status: Status
    at: str
    by: str | None = Field(description="The operator; null for what the system did.")
    reason: str | None = Field(description="Why it was rejected.")


class StatementBody(AnswerBody):
    """
    A statement, and what has become of it.
    """

    reseller_id: str
    month: str
    status: Status
    total_minor: int = Field(description="The sum of its lines; it may be negative.")
    currency: str
    line_count: int
    tenant_count: int = Field(description="How many tenants were looked at.")
    cut_off: str = Field(description="What was recorded by then counts.")
    inputs_hash: str = Field(description="SHA-256 of all that the lines follow from.")
    approve_by: str
    pay_by: str | None
    restates: bool = Field(
        description="Of a rejected one: whether its month is earned anew in the next statement."
    )
    disbursement_id: str | None
    reference: str | None = Field(description="Of the payment that settled it.")
    history: list[StepBody] = Field(description="The earliest first.")

    @classmethod
    def of(cls, header: StatementHeader) -> Self:
        """
        Show a statement.
        """
        return cls(
            reseller_id=header.reseller_id,
            month=header.month,
            status=header.status,
            total_minor=header.total.minor,
            currency=header.total.currency,
            line_count=header.line_count,
            tenant_count=header.tenant_count,
            cut_off=stamp(header.cut_off),
            inputs_hash=header.inputs_hash,
            approve_by=stamp(header.approve_by),
            pay_by=_stamped(header.pay_by),
            restates=header.restates,
            disbursement_id=header.disbursement_id,
            reference=header.reference,
            history=list(_history(header)),
        )


class StatementLineBody(AnswerBody):
    """
    A line of a statement, with all the numbers behind it.
    """

    id: str
    kind: Kind
    about: Kind = Field(description="What an adjustment corrects; the kind of any other line.")
    amount_minor: int
    currency: str
    tenant_id: str
    payment_id: str
    month: str = Field(description="The month that is earned, or corrected.")
    plan_code: str | None = Field(description="Null where nobody said what was sold.")
    quantity: int | None
    price: AmountBody | None = Field(description="Of one unit for one interval, at the sale.")
    wholesale: AmountBody | None
    covers_from: str
    covers_until: str
    paid: AmountBody = Field(description="The whole payment, net of tax.")
    months: int = Field(description="How many months the payment is spread over.")
    mrr_minor: str = Field(description="Exact, so it may be a fraction such as 1829/12.")
    mrr: str = Field(description="In major units, with two digits more than the currency has.")
    share: str = Field(description="The partner's, from 0 to 1; 1 for a markup.")
    fx_day: str | None = Field(description="Whose rates were taken; null where none were needed.")
    fx_rates: list[FxRateBody]
    exact_minor: str = Field(
        description="The share in minor units of the line's currency: before what went back, "
        "before what was corrected, and before it was rounded."
    )
    gone: str = Field(description="Which share of the payment went back, or is disputed.")
    corrected_minor: int = Field(description="What an operator added, or took away.")
    is_held: bool = Field(description="Whether it counts zero until somebody has decided.")
    reason: Reason | None = Field(description="Why an earlier line is corrected.")
    cause: str | None = Field(description="The payment, refund, dispute or decision behind it.")
    corrects: str | None = Field(description="The id of the first line about the same.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """
        Show a line.
        """
        return cls(
            id=row.id,
            kind=row.kind,
            about=row.about,
            amount_minor=row.amount.minor,
            currency=row.amount.currency,
            tenant_id=row.tenant_id,
            payment_id=row.payment_id,
            month=row.earned,
            plan_code=row.plan_code,
            quantity=row.quantity,
            price=AmountBody.of_any(row.price),
            wholesale=AmountBody.of_any(row.wholesale),
            covers_from=stamp(row.covers_from),
            covers_until=stamp(row.covers_until),
            paid=AmountBody.of(row.paid),
            months=row.months,
            mrr_minor=row.mrr_minor,
            mrr=str(row.mrr),
            share=str(row.share),
            fx_day=row.fx_day,
            fx_rates=[FxRateBody.of(quote) for quote in row.fx_rates],
            exact_minor=row.exact_minor,
            gone=row.gone,
            corrected_minor=row.corrected.minor,
            is_held=row.is_held,
            reason=row.reason,
            cause=row.cause,
            corrects=row.corrects,
        )


class OpenStatementBody(AnswerBody):
    """
    A statement that is neither settled nor rejected.
    """

    month: str
    status: Status
    total_minor: int
    because: list[Why] = Field(description="Why it is not payable; empty where nothing keeps it.")
    held_until: str | None

    @classmethod
    def of(cls, one: OpenStatement) -> Self:
        """
        Show an open statement.
        """
        return cls(
            month=one.header.month,
            status=one.header.status,
            total_minor=one.header.total.minor,
            because=list(one.because),
            held_until=_stamped(one.held_until),
        )


class BalanceBody(AnswerBody):
    """
    What a partner is owed; all amounts in minor units of one currency.
    """

    as_of: str
    currency: str
    balance_minor: int = Field(description="Open statements and the remainder; may be negative.")
    remainder_minor: int = Field(description="What earlier payouts could not pay exactly.")
    pending_minor: int = Field(description="Statements that wait for approval.")
    approved_minor: int = Field(description="Approved ones that nothing has claimed.")
    in_payment_minor: int = Field(description="What a disbursement under way pays.")
    payable_minor: int = Field(description="What would be paid out now; zero while it is kept.")
    because: list[Why] = Field(description="Why nothing is payable; empty where something is.")
    minimum_minor: int = Field(description="The smallest sum that is paid out.")
    paused_until: str | None = Field(description="A changed payout account pauses payouts.")
    statements: list[OpenStatementBody] = Field(description="The earliest first.")

    @classmethod
    def of(cls, balance: Balance) -> Self:
        """
        Show a balance.
        """
        return cls(
            as_of=stamp(balance.as_of),
            currency=balance.total.currency,
            balance_minor=balance.total.minor,
            remainder_minor=balance.remainder.minor,
            pending_minor=balance.totals[Status.PENDING].minor,
            approved_minor=balance.totals[Status.APPROVED].minor,
            in_payment_minor=balance.in_payment.minor,
            payable_minor=balance.payable.minor,
            because=list(balance.because),
            minimum_minor=balance.minimum.minor,
            paused_until=_stamped(balance.paused_until),
            statements=[OpenStatementBody.of(one) for one in balance.statements],
        )


def _history(header: StatementHeader) -> Iterator[StepBody]:
    steps = (
        (Status.PENDING, header.written_at, None, None),
        (Status.APPROVED, header.approved_at, header.approved_by, None),
        (Status.REJECTED, header.rejected_at, header.rejected_by, header.reason),
        (Status.SETTLED, header.settled_at, None, None),
    )
    for status, at, by, reason in steps:
        if at is not None:
            yield StepBody(status=status, at=stamp(at), by=by, reason=reason)


def _stamped(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)
