"""
The bodies of the routes of corrections.
"""

from typing import Annotated, Literal, Self

from pydantic import Field

from tenantry.clock import Month, stamp
from tenantry.commissions.correcting import NewCorrection
from tenantry.commissions.corrections import CorrectionStatus, ProposedCorrection
from tenantry.commissions.model import Kind, LineKey
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Line, MonthText, TenantIdText
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId, id_pattern

PaymentIdText = Annotated[str, Field(pattern=id_pattern("pay"))]
CORRECTED_MAX = 10**12


class ProposeCorrection(Body):
    """
    What is to be added to what a partner earns by one payment of a tenant for one month.
    """

    tenant_id: TenantIdText
    payment_id: PaymentIdText
    month: MonthText = Field(description="The month that it is earned for.")
    about: Literal["commission", "markup"] = "commission"
    amount_minor: int = Field(
        ge=-CORRECTED_MAX,
        le=CORRECTED_MAX,
        strict=True,
        description="In the currency that the partner earns in; below zero to take away. What is "
        "earned never falls below zero by it.",
    )
    reason: Line = Field(min_length=1)

    def correction(self) -> NewCorrection:
        """
        The correction as the command takes it.
        """
        return NewCorrection(
            tenant_id=TenantId(self.tenant_id),
            key=LineKey(Month(self.month), self.payment_id, Kind(self.about)),
            minor=self.amount_minor,
            why=self.reason,
        )


class DecideCorrection(Body):
    """
    Why a correction is approved, or declined.
    """

    comment: Line = Field(min_length=1)


class CorrectionQuery(ListQuery):
    """
    Which corrections.
    """

    status: CorrectionStatus = CorrectionStatus.PROPOSED


class CorrectionBody(AnswerBody):
    """
    What operators correct of a line; it counts once a second one has approved it.
    """

    id: str
    reseller_id: str
    tenant_id: str
    payment_id: str
    month: str
    about: Kind
    amount_minor: int
    currency: str
    reason: str
    status: CorrectionStatus
    proposed_by: str
    proposed_at: str
    decided_by: str | None
    decided_at: str | None = Field(description="From an approval on it counts.")
    comment: str | None

    @classmethod
    def of(cls, proposed: ProposedCorrection) -> Self:
        """
        Show a correction.
        """
        decided_at = proposed.decided_at
        return cls(
            id=proposed.id,
            reseller_id=proposed.reseller_id,
            tenant_id=proposed.tenant_id,
            payment_id=proposed.key.payment_id,
            month=proposed.key.earned,
            about=proposed.key.about,
            amount_minor=proposed.amount.minor,
            currency=proposed.amount.currency,
            reason=proposed.why,
            status=proposed.status,
            proposed_by=proposed.proposed_by,
            proposed_at=stamp(proposed.proposed_at),
            decided_by=proposed.decided_by,
            decided_at=None if decided_at is None else stamp(decided_at),
            comment=proposed.comment,
        )
