"""
Who may pay, what may still be paid, and who may say what became of it.
"""

from datetime import datetime, timedelta

from tenantry.clock import stamp
from tenantry.disbursements.model import (
    LIVE,
    Attempt,
    AttemptState,
    Disbursement,
    DisbursementEnded,
    FourEyes,
    NothingToRetry,
    PaidByProvider,
    Part,
    PartState,
    Status,
)
from tenantry.ids import UserId
from tenantry.providers.payouts import PayoutAnswer, PayoutState

LEFT_TO_PROVIDER = timedelta(days=1)
"""So long a provider is waited for before people may say in its place how an attempt ended."""


def check_four_eyes(approvers: tuple[UserId, ...], payer: UserId) -> None:
    """
    Refuse a person who has approved what is to be paid.

    Raises:
        FourEyes: They have.
    """
    if payer in approvers:
        message = "you have approved what this pays; somebody else must pay it"
        raise FourEyes(message)


def check_open(disbursement: Disbursement) -> None:
    """
    Refuse to change what has ended.

    Raises:
        DisbursementEnded: It has.
    """
    if disbursement.status is not Status.OPEN:
        message = f"this disbursement is {disbursement.status.value.replace('_', ' ')}"
        raise DisbursementEnded(message)


def to_retry(disbursement: Disbursement) -> Part:
    """
    The first part that nobody pays.

    Raises:
        DisbursementEnded: The disbursement has.
        NothingToRetry: Each part is paid or under way.
    """
    check_open(disbursement)
    for part in disbursement.parts:
        if part.state in {PartState.FAILED, PartState.WAITING}:
            return part
    message = "no part of this has failed"
    raise NothingToRetry(message)


def check_teller(
    disbursement: Disbursement, attempt: Attempt, teller: UserId, now: datetime
) -> None:
    """
    Refuse to say how an attempt ended, unless its provider is silent and somebody else has paid.

    Raises:
        PaidByProvider: It has said so, or may yet.
        FourEyes: They have made the disbursement, or begun the attempt.
    """
    is_open, since = attempt.state in LIVE, attempt.begun_at + LEFT_TO_PROVIDER
    if not is_open or now < since:
        method = disbursement.account.method.value
        message = f"{method} says itself what it has paid; people do when it is silent for a day"
        raise PaidByProvider(message, possible_from=stamp(since) if is_open else None)
    if teller in {disbursement.created_by, attempt.begun_by}:
        message = "you have made this payment; somebody else must say what became of it"
        raise FourEyes(message)


def was_told(attempt: Attempt, answer: PayoutAnswer, teller: UserId) -> bool:
    """
    Whether they have said the same before: once more changes nothing.
    """
    ended = AttemptState.PAID if answer.state is PayoutState.PAID else AttemptState.FAILED
    is_same = attempt.state is ended and answer.reference in {None, attempt.reference}
    return is_same and attempt.told_by == teller
