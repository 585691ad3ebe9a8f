"""
What may become of a disbursement, its attempts, and what is carried: values in, values out.

Nobody is asked twice to pay: an attempt is sent when it is begun, and never again. What a provider
says of it again changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tenantry.commissions.model import Method
from tenantry.disbursements.checks import check_open
from tenantry.disbursements.model import (
    LIVE,
    Attempt,
    AttemptState,
    Carried,
    Disbursement,
    Part,
    PartState,
    Status,
    UnderWay,
)
from tenantry.ids import UserId, derived_id
from tenantry.money import Money
from tenantry.providers.payouts import PayoutAnswer, PayoutState

LEFT_ALONE = timedelta(minutes=30)
"""An attempt is asked about when it is as old: no function runs for longer than 15 minutes, so
whoever has begun it has either asked the provider by then or will never do."""
WATCHED_FOR = timedelta(days=3)
"""So long a provider is asked whether what failed was paid after all."""
NEVER_ARRIVED = "the provider has no such transfer"


@dataclass(frozen=True, slots=True)
class Books:
    """
    What one answer of a provider may change.
    """

    disbursement: Disbursement
    attempt: Attempt
    carried: Carried


def begun(
    disbursement: Disbursement, part: Part, by: UserId, now: datetime
) -> tuple[Disbursement, Attempt]:
    """
    A part with another attempt under way.
    """
    assert disbursement.status is Status.OPEN, "what has ended is not paid"
    assert part.state in {PartState.WAITING, PartState.FAILED}, "one attempt at a time"
    number, by_hand = part.attempts + 1, disbursement.account.method is Method.BANK_TRANSFER
    attempt = Attempt(
        id=derived_id("pat", disbursement.id, str(part.number), str(number)),
        reseller_id=disbursement.reseller_id,
        disbursement_id=disbursement.id,
        part=part.number,
        number=number,
        amount=part.amount,
        # Whoever pays by hand is asked by this very record.
        state=AttemptState.SENT if by_hand else AttemptState.BEGUN,
        begun_at=now,
        begun_by=by,
        by_hand=by_hand,
    )
    tried = replace(part, attempts=number, live=(*part.live, number))
    return _with_part(disbursement, tried), attempt


def learned(
    books: Books, answer: PayoutAnswer, now: datetime, told_by: UserId | None = None
) -> Books:
    """
    The books after a provider's answer; what says nothing new changes nothing.

    Args:
        told_by: Who says so in its place: it is still asked, and its own word counts.
    """
    state = _state_after(books.attempt, answer.state, now)
    if state is None:
        return _unwatched(books, now)
    before = books.attempt
    is_end = state not in LIVE
    attempt = replace(
        before,
        state=state,
        ended_at=now if is_end else None,
        reference=answer.reference or before.reference,
        reason=_reason(answer) if state is not AttemptState.PAID else None,
        is_watched=bool(state is AttemptState.FAILED or told_by) and not before.by_hand,
        told_by=told_by,
        version=before.version + 1,
    )
    if state is AttemptState.PAID:
        return _paid(replace(books, attempt=attempt), now)
    if before.state is AttemptState.PAID:
        return _came_back(replace(books, attempt=replace(attempt, is_surplus=False)), before)
    part = _part_of(books.disbursement, attempt)
    numbers = set(part.live) - {attempt.number} if is_end else {*part.live, attempt.number}
    live = tuple(sorted(numbers))
    if live == part.live:
        return replace(books, attempt=attempt)
    return replace(
        books,
        attempt=attempt,
        disbursement=_with_part(books.disbursement, replace(part, live=live)),
    )


def given_up(
    disbursement: Disbursement, carried: Carried, reason: str, now: datetime
) -> tuple[Disbursement, Carried]:
    """
    End a disbursement that can be paid no further.

    Where nothing of it was paid, its statements are free again. Where parts of it were, they are
    settled, and what the others were worth stays in the balance.

    Raises:
        DisbursementEnded: It has ended.
        UnderWay: Some attempt may have been paid, or may yet be.
    """
    check_open(disbursement)
    if any(part.live for part in disbursement.parts):
        message = "a payment is under way, or nobody knows whether it was made"
        raise UnderWay(message)
    if any(part.state is PartState.PAID for part in disbursement.parts):
        unpaid = disbursement.total - disbursement.remainder - disbursement.paid
        short = replace(disbursement, remainder=disbursement.remainder + unpaid, reason=reason)
        return _settled(short, carried, now)
    ended = replace(
        disbursement,
        status=Status.GIVEN_UP,
        reason=reason,
        ended_at=now,
        version=disbursement.version + 1,
    )
    return ended, replace(carried, disbursement_id=None, version=carried.version + 1)


def reference_of(disbursement: Disbursement) -> str:
    """
    What settled statements are stamped with: the references of all payments, by part.
    """
    paid = (part.reference for part in disbursement.parts if part.state is PartState.PAID)
    return ", ".join(reference or disbursement.id for reference in paid)


_AFTER: Mapping[PayoutState, Mapping[AttemptState, AttemptState]] = {
    PayoutState.UNCLEAR: {AttemptState.BEGUN: AttemptState.UNCLEAR},
    # A transfer that was said not to exist, or to have failed, lives: it blocks again.
    PayoutState.SENT: {
        AttemptState.BEGUN: AttemptState.SENT,
        AttemptState.UNCLEAR: AttemptState.SENT,
        AttemptState.FAILED: AttemptState.SENT,
    },
    PayoutState.PAID: dict.fromkeys((*LIVE, AttemptState.FAILED), AttemptState.PAID),
    PayoutState.FAILED: dict.fromkeys(LIVE, AttemptState.FAILED),
    PayoutState.REVERSED: {
        **dict.fromkeys(LIVE, AttemptState.FAILED),
        AttemptState.PAID: AttemptState.REVERSED,
    },
    # What the provider said it has is not gone because it cannot find it at this moment.
    PayoutState.NOT_FOUND: {
        AttemptState.BEGUN: AttemptState.FAILED,
        AttemptState.UNCLEAR: AttemptState.FAILED,
    },
}


def _state_after(attempt: Attempt, told: PayoutState, now: datetime) -> AttemptState | None:
    """
    The attempt's new state; None where the answer changes nothing.
    """
    if told is PayoutState.NOT_FOUND and now - attempt.begun_at < LEFT_ALONE:
        # Whoever has begun it may be about to ask the provider for it.
        return None
    is_only_told = attempt.state is AttemptState.PAID and attempt.told_by is not None
    if is_only_told and told is PayoutState.FAILED:
        # People took it for paid; it was not.
        return AttemptState.FAILED
    return _AFTER[told].get(attempt.state)


def _reason(answer: PayoutAnswer) -> str | None:
    return NEVER_ARRIVED if answer.state is PayoutState.NOT_FOUND else answer.reason


def _unwatched(books: Books, now: datetime) -> Books:
    attempt = books.attempt
    if not attempt.is_watched or attempt.ended_at is None:
        return books
    if now - attempt.ended_at < WATCHED_FOR:
        return books
    left = replace(attempt, is_watched=False, version=attempt.version + 1)
    return replace(books, attempt=left)


def _paid(books: Books, now: datetime) -> Books:
    """
    An attempt has paid its part, or what was paid or given up before: a surplus.

    Whatever was paid is owed no more from that moment; of a surplus the partner has more than it
    was owed, and the next disbursement pays so much less.
    """
    disbursement, attempt = books.disbursement, books.attempt
    part = _part_of(disbursement, attempt)
    carried = _more(books.carried, Money(-part.worth.minor, part.worth.currency))
    live = tuple(number for number in part.live if number != attempt.number)
    if disbursement.status is not Status.OPEN or part.state is PartState.PAID:
        after = _with_part(disbursement, replace(part, live=live))
        return Books(after, replace(attempt, is_surplus=True), carried)
    reference = attempt.reference or attempt.id
    covered = replace(part, live=live, paid_by=attempt.number, reference=reference)
    after = _with_part(disbursement, covered)
    if any(one.state is not PartState.PAID for one in after.parts):
        return Books(after, attempt, carried)
    ended, left = _settled(after, carried, now)
    # One write makes one version.
    return Books(
        replace(ended, version=disbursement.version + 1),
        attempt,
        replace(left, version=books.carried.version + 1),
    )


def _came_back(books: Books, before: Attempt) -> Books:
    """
    Money that was paid came back: it is owed again.
    """
    disbursement = books.disbursement
    part = _part_of(disbursement, before)
    carried = _more(books.carried, part.worth)
    is_cover = part.paid_by == before.number and not before.is_surplus
    if is_cover and disbursement.status is Status.OPEN:
        again = _with_part(disbursement, replace(part, paid_by=None, reference=None))
        return Books(again, books.attempt, carried)
    # A statement is settled once, and stays so: what came back is in the balance by itself.
    approvers = tuple(sorted({*carried.approvers, *disbursement.approvers}))
    return replace(books, carried=replace(carried, approvers=approvers))


def _settled(
    disbursement: Disbursement, carried: Carried, now: datetime
) -> tuple[Disbursement, Carried]:
    """
    A disbursement whose statements are settled: what they came to is owed by name no more.

    What was paid of it is taken off what is carried already, so that what it did not pay is left.
    """
    left = carried.amount + disbursement.total - disbursement.carried
    after = replace(
        carried,
        amount=left,
        # Also of what came back meanwhile of an earlier one.
        approvers=tuple(sorted({*carried.approvers, *disbursement.approvers}))
        if left.minor > 0
        else (),
        disbursement_id=None,
        version=carried.version + 1,
    )
    ended = replace(
        disbursement, status=Status.PAID, ended_at=now, version=disbursement.version + 1
    )
    return ended, after


def _more(carried: Carried, amount: Money) -> Carried:
    return replace(carried, amount=carried.amount + amount, version=carried.version + 1)


def _part_of(disbursement: Disbursement, attempt: Attempt) -> Part:
    return disbursement.parts[attempt.part - 1]


def _with_part(disbursement: Disbursement, part: Part) -> Disbursement:
    parts = (*disbursement.parts[: part.number - 1], part, *disbursement.parts[part.number :])
    return replace(disbursement, parts=parts, version=disbursement.version + 1)
