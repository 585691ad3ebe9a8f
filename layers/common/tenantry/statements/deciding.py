"""
What becomes of a statement after it is written: values in, the next version out (R-COM-3, R-COM-6).

    pending -> approved -> settled
    pending or approved -> rejected

An approved statement is claimed by one disbursement at a time, which settles it or releases it.
"""

from dataclasses import replace
from datetime import datetime

from tenantry.commissions.business_days import BusinessCalendar, pay_by
from tenantry.commissions.model import Status
from tenantry.errors import RuleBroken
from tenantry.ids import UserId
from tenantry.statements.model import StatementHeader


class StatementNotPending(RuleBroken):
    """
    Only a pending statement is approved; `status` says where this one stands.
    """

    code = "statement.not_pending"


class StatementNotOpen(RuleBroken):
    """
    Only a pending or approved statement can be rejected; `status` says where this one stands.
    """

    code = "statement.not_open"


class StatementClaimed(RuleBroken):
    """
    The statement is being paid; `disbursement_id` says with what.
    """

    code = "statement.claimed"


class StatementNotLast(RuleBroken):
    """
    Later statements rest on this one; `last` names the last month, the only one to be rejected.
    """

    code = "statement.not_last"


def approved(
    before: StatementHeader, by: UserId, now: datetime, calendar: BusinessCalendar
) -> StatementHeader:
    """
    A pending statement, approved; approving once more changes nothing.

    Raises:
        StatementNotPending: It is settled or rejected.
    """
    if before.status is Status.APPROVED:
        return before
    if before.status is not Status.PENDING:
        message = f"this statement is {before.status.value}; only a pending one is approved"
        raise StatementNotPending(message, standing=before.status.value)
    return replace(
        before,
        status=Status.APPROVED,
        approved_by=by,
        approved_at=now,
        pay_by=pay_by(now, calendar),
        version=before.version + 1,
    )


def rejected(
    before: StatementHeader, by: UserId, now: datetime, *, reason: str, restates: bool
) -> StatementHeader:
    """
    A statement that nothing pays, rejected; the same once more changes nothing.

    Args:
        restates: Whether its month is earned anew in the next statement, or not at all.

    Raises:
        StatementNotOpen: It is settled, or was rejected in other words.
        StatementClaimed: A disbursement is paying it.
    """
    same = (before.reason, before.restates) == (reason, restates)
    if before.status is Status.REJECTED and same:
        return before
    if before.status not in {Status.PENDING, Status.APPROVED}:
        message = f"this statement is {before.status.value}, and can be rejected no more"
        raise StatementNotOpen(message, standing=before.status.value)
    if before.disbursement_id is not None:
        message = "this statement is being paid; give that disbursement up first, if that is right"
        raise StatementClaimed(message, disbursement_id=before.disbursement_id)
    return replace(
        before,
        status=Status.REJECTED,
        rejected_by=by,
        rejected_at=now,
        reason=reason,
        restates=restates,
        version=before.version + 1,
    )


def claimed(before: StatementHeader, disbursement_id: str) -> StatementHeader:
    """
    An approved statement that nothing pays yet, claimed by a disbursement.
    """
    is_free = before.status is Status.APPROVED and before.disbursement_id is None
    assert is_free, "only what is approved and free is claimed"
    return replace(before, disbursement_id=disbursement_id, version=before.version + 1)


def released(before: StatementHeader, disbursement_id: str) -> StatementHeader:
    """
    A statement whose disbursement was given up: approved, and free again.
    """
    _check_claimed_by(before, disbursement_id)
    return replace(before, disbursement_id=None, version=before.version + 1)


def settled(
    before: StatementHeader, disbursement_id: str, reference: str, now: datetime
) -> StatementHeader:
    """
    A statement whose disbursement was paid, with the reference of the payment (R-COM-3).
    """
    _check_claimed_by(before, disbursement_id)
    return replace(
        before,
        status=Status.SETTLED,
        reference=reference,
        settled_at=now,
        version=before.version + 1,
    )


def _check_claimed_by(header: StatementHeader, disbursement_id: str) -> None:
    is_its_own = header.disbursement_id == disbursement_id
    assert header.status is Status.APPROVED, "what is claimed stays approved until it is settled"
    assert is_its_own, "a disbursement settles and releases what it has claimed itself"
