"""
The bodies of what operators decide about statements.
"""

from typing import Annotated, Literal, Self

from pydantic import Field

from tenantry.clock import Month, stamp
from tenantry.commissions.model import Status
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Flag, MonthText, Name, TenantIdText
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.statements.approving import APPROVED_AT_ONCE_MAX, Decided
from tenantry.statements.model import StatementHeader


class WaitingQuery(ListQuery):
    """
    Which statements wait.
    """

    status: Literal["pending", "approved"] = "pending"
    overdue: bool = Field(
        default=False,
        description="Only those that were to be approved or paid by now; carried ones are not.",
    )


class OneStatement(Body):
    """
    A partner's statement of a month.
    """

    reseller_id: TenantIdText
    month: MonthText


class ApproveStatements(Body):
    """
    The statements to approve.
    """

    statements: Annotated[list[OneStatement], Field(min_length=1, max_length=APPROVED_AT_ONCE_MAX)]

    def named(self) -> list[tuple[TenantId, Month]]:
        """
        The statements as the command takes them.
        """
        return [(TenantId(one.reseller_id), Month(one.month)) for one in self.statements]


class RejectStatement(Body):
    """
    Why a statement is rejected, and what becomes of its month.
    """

    reason: Name = Field(description="The partner reads it.")
    restates: Flag = Field(
        description="Whether the month is earned anew in the next statement; else it earns nothing."
    )


class WaitingStatementBody(AnswerBody):
    """
    Where a statement stands.
    """

    reseller_id: str
    month: str
    status: Status
    total_minor: int
    currency: str
    approve_by: str
    approved_by: str | None
    approved_at: str | None
    pay_by: str | None
    disbursement_id: str | None
    reason: str | None
    restates: bool

    @classmethod
    def of(cls, header: StatementHeader) -> Self:
        """
        Show where it stands.
        """
        return cls(
            reseller_id=header.reseller_id,
            month=header.month,
            status=header.status,
            total_minor=header.total.minor,
            currency=header.total.currency,
            approve_by=stamp(header.approve_by),
            approved_by=header.approved_by,
            approved_at=header.approved_at and stamp(header.approved_at),
            pay_by=header.pay_by and stamp(header.pay_by),
            disbursement_id=header.disbursement_id,
            reason=header.reason,
            restates=header.restates,
        )


class DecidedBody(AnswerBody):
    """
    What came of one approval.
    """

    reseller_id: str
    month: str
    status: Status | None = Field(description="Null where it was refused.")
    code: str | None = Field(description="Why it was refused; docs/errors.md says more.")
    detail: str | None

    @classmethod
    def of(cls, decided: Decided) -> Self:
        """
        Show what came of it.
        """
        refusal = decided.refusal
        return cls(
            reseller_id=decided.reseller_id,
            month=decided.month,
            status=None if decided.header is None else decided.header.status,
            code=None if refusal is None else refusal.code,
            detail=None if refusal is None else str(refusal),
        )


class ApprovalsBody(AnswerBody):
    """
    What came of each, in the order in which they were named.
    """

    results: list[DecidedBody]

    @classmethod
    def of(cls, decided: list[Decided]) -> Self:
        """
        Show the results.
        """
        return cls(results=[DecidedBody.of(one) for one in decided])
