"""
The bodies of the disbursement routes.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from tenantry.clock import stamp
from tenantry.commissions.model import Method
from tenantry.disbursements.model import (
    Attempt,
    AttemptState,
    Disbursement,
    Part,
    PartState,
    Status,
)
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Name
from tenantry.ids import id_pattern
from tenantry.providers.payouts import PayoutAnswer, PayoutState

Reference = Annotated[str, Field(pattern=r"^[!-~]([ -~]{0,98}[!-~])?$")]
"""A bank's own, or a provider's, in ASCII."""
AttemptIdText = Annotated[str, StringConstraints(pattern=id_pattern("pat"))]


class GiveUp(Body):
    """
    Why a disbursement ends.
    """

    reason: Name


class RecordOutcome(Body):
    """
    What became of a bank transfer, or of an attempt whose provider does not say.
    """

    outcome: Literal["paid", "failed", "reversed"] = Field(
        description="`reversed`: it was paid, and all of it came back."
    )
    reference: Reference | None = Field(default=None, description="The bank's; needed for `paid`.")
    reason: Name | None = Field(default=None, description="Why it failed or came back.")
    attempt_id: AttemptIdText | None = Field(
        default=None,
        description="Needed where a provider pays. What its portal says can be recorded a day "
        "after the attempt was begun, by somebody who has neither made the payment nor begun it; "
        "with a `reference` or a `reason`.",
    )

    def answer(self) -> PayoutAnswer:
        """
        The outcome as providers tell it.
        """
        return PayoutAnswer(PayoutState(self.outcome), self.reference, self.reason)


class PartBody(AnswerBody):
    """
    What goes out in one transfer.
    """

    number: int
    state: PartState
    amount_minor: int
    worth_minor: int = Field(description="What of the statements it pays, in their currency.")
    attempts: int
    reference: str | None

    @classmethod
    def of(cls, part: Part) -> Self:
        """
        Show a part.
        """
        return cls(
            number=part.number,
            state=part.state,
            amount_minor=part.amount.minor,
            worth_minor=part.worth.minor,
            attempts=part.attempts,
            reference=part.reference,
        )


class DisbursementBody(AnswerBody):
    """
    What a partner is paid at once.
    """

    id: str
    reseller_id: str
    status: Status
    months: list[str] = Field(description="Of the statements that it pays.")
    currency: str = Field(description="Of the statements.")
    carried_minor: int = Field(description="What earlier disbursements left over; may be negative.")
    total_minor: int = Field(description="The statements, with what was left over.")
    remainder_minor: int = Field(description="What of it stays in the balance.")
    amount_minor: int = Field(description="What is sent, in `payout_currency`.")
    payout_currency: str
    rates_of: str | None = Field(description="Whose day's rates; null where nothing is converted.")
    method: Method
    destination: dict[str, str] = Field(description="Masked, as it was when this was made.")
    parts: list[PartBody]
    created_at: str
    ended_at: str | None
    reason: str | None = Field(description="Why it was given up.")

    @classmethod
    def of(cls, disbursement: Disbursement) -> Self:
        """
        Show a disbursement.
        """
        ended, day = disbursement.ended_at, disbursement.fx_day
        return cls(
            id=disbursement.id,
            reseller_id=disbursement.reseller_id,
            status=disbursement.status,
            months=list(disbursement.months),
            currency=disbursement.total.currency,
            carried_minor=disbursement.carried.minor,
            total_minor=disbursement.total.minor,
            remainder_minor=disbursement.remainder.minor,
            amount_minor=disbursement.amount.minor,
            payout_currency=disbursement.amount.currency,
            rates_of=None if day is None else day.isoformat(),
            method=disbursement.account.method,
            destination=dict(disbursement.account.shown),
            parts=[PartBody.of(part) for part in disbursement.parts],
            created_at=stamp(disbursement.created_at),
            ended_at=None if ended is None else stamp(ended),
            reason=disbursement.reason,
        )


class AttemptBody(AnswerBody):
    """
    One try to pay a part.
    """

    id: str
    part: int
    number: int
    state: AttemptState
    amount_minor: int
    currency: str
    begun_at: str
    ended_at: str | None
    reference: str | None
    reason: str | None
    is_surplus: bool = Field(description="It paid what was paid already; the balance says so.")
    told_by: str | None = Field(
        description="The operator who said how it ended, since its provider did not."
    )

    @classmethod
    def of(cls, attempt: Attempt) -> Self:
        """
        Show an attempt.
        """
        ended = attempt.ended_at
        return cls(
            id=attempt.id,
            part=attempt.part,
            number=attempt.number,
            state=attempt.state,
            amount_minor=attempt.amount.minor,
            currency=attempt.amount.currency,
            begun_at=stamp(attempt.begun_at),
            ended_at=None if ended is None else stamp(ended),
            reference=attempt.reference,
            reason=attempt.reason,
            is_surplus=attempt.is_surplus,
            told_by=attempt.told_by,
        )
