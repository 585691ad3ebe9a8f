"""
What operators correct of a line by hand: one proposes it, a second one decides (R-COM-5).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tenantry.commissions.inputs import Correction
from tenantry.commissions.model import LineKey
from tenantry.errors import ChangedMeanwhile, NotFound, RuleBroken
from tenantry.ids import TenantId, UserId
from tenantry.money import Money


class CorrectionStatus(StrEnum):
    """
    What became of a proposal.
    """

    PROPOSED = "proposed"
    APPROVED = "approved"
    """It counts, from the moment of its approval."""
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class ProposedCorrection:
    """
    That an operator wants to add to what a line is about, or to take from it.

    Args:
        key: What is corrected: of which payment, for which month.
        amount: In the agreement's currency; below zero to take away. What is earned never falls
            below zero by it.
        why: For people.
        decided_at: When it was approved or declined; None while it waits.
        comment: Why it was decided like this.
    """

    id: str
    reseller_id: TenantId
    tenant_id: TenantId
    key: LineKey
    amount: Money
    why: str
    proposed_by: UserId
    proposed_at: datetime
    status: CorrectionStatus = CorrectionStatus.PROPOSED
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    comment: str | None = None
    version: int = 1


class CorrectionNotFound(NotFound):
    """
    The reseller has no such correction.
    """

    code = "correction.not_found"


class CorrectionChanged(ChangedMeanwhile):
    """
    Somebody else decided at the same moment.
    """

    code = "correction.changed_meanwhile"


class CorrectionDecided(RuleBroken):
    """
    It was decided otherwise before; `correction_status` says how.
    """

    code = "correction.already_decided"


class SecondPersonNeeded(RuleBroken):
    """
    Whoever proposed a correction does not approve it.
    """

    code = "correction.second_person_needed"


def decide(
    before: ProposedCorrection, status: CorrectionStatus, *, by: UserId, comment: str, now: datetime
) -> ProposedCorrection:
    """
    Approve or decline a proposal; the same once more changes nothing.

    Who proposed it may decline it: that takes it back.

    Raises:
        CorrectionDecided: It was decided otherwise.
        SecondPersonNeeded: Who proposed it would approve it.
    """
    if before.status is status:
        return before
    if before.status is not CorrectionStatus.PROPOSED:
        message = f"this correction was {before.status.value} before"
        raise CorrectionDecided(message, correction_status=before.status.value)
    if status is CorrectionStatus.APPROVED and by == before.proposed_by:
        message = "another person than who proposed a correction approves it"
        raise SecondPersonNeeded(message)
    return replace(
        before,
        status=status,
        decided_by=by,
        decided_at=now,
        comment=comment,
        version=before.version + 1,
    )


def counted(proposed: ProposedCorrection) -> Correction | None:
    """
    What counts of a proposal: nothing until it is approved, and from then on.
    """
    if proposed.status is not CorrectionStatus.APPROVED:
        return None
    assert proposed.decided_at is not None, "what is approved says when"
    return Correction(
        proposed.id, proposed.key, proposed.amount, proposed.why, recorded_at=proposed.decided_at
    )
