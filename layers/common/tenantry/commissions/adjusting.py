"""
What became known of earlier months since their statements were written.

A line is never changed: what it should have been is compared with what was written, fact by fact,
and each difference is a line of its own that says which fact made it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tenantry.clock import Month
from tenantry.commissions.earning import Earned, earned, is_held_at_the_end
from tenantry.commissions.inputs import (
    Closing,
    Confirmed,
    Correction,
    Customer,
    Fact,
    Flag,
    FlagStatus,
    Paid,
    Partner,
)
from tenantry.commissions.knowing import facts_of, known_from
from tenantry.commissions.model import Kind, Line, LineKey, Reason, WrittenDiffers
from tenantry.commissions.months import months_from
from tenantry.ledger.model import TenantDispute, TenantRefund
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus, RefundStatus


@dataclass(frozen=True, slots=True)
class Change:
    """
    That a fact made another amount of what was written, or had become of it since.

    Args:
        before, after: None where the payment did not, or does not, count for the month.
    """

    key: LineKey
    fact: Fact
    before: Earned | None
    after: Earned | None

    @property
    def difference(self) -> Money:
        """
        What is to be added.
        """
        after, before = self.after, self.before
        present = after or before
        assert present is not None, "what never counted does not change"
        nothing = Money(0, present.amount.currency)
        return (after.amount if after else nothing) - (before.amount if before else nothing)


def touches_earlier_months(partner: Partner, customer: Customer, closing: Closing) -> bool:
    """
    Whether the next statement corrects earlier ones, so that the tenant's lines must be read.

    Raises:
        RateMissing: A rate of an earlier month's last day is not known.
    """
    return any(True for _ in changes_of(partner, customer, closing))


def first_touched_month(partner: Partner, customer: Customer, closing: Closing) -> Month | None:
    """
    The earliest month that the next statement corrects; None where it corrects nothing.

    Lines about it stand in its own statement or in later ones.
    """
    changes = changes_of(partner, customer, closing)
    return min((change.key.earned for change in changes), default=None)


def changes_of(partner: Partner, customer: Customer, closing: Closing) -> Iterator[Change]:
    """
    What became known since the last cut-off, and makes another amount of a month before.
    """
    months = _months_before(customer, closing)
    if closing.since is None or not months:
        return
    facts = facts_of(customer, closing.cut_off)
    written = sum(1 for fact in facts if _recorded_at_most(fact, closing))
    before: Mapping[LineKey, Earned] | None = None
    for place in range(written, len(facts)):
        fact = facts[place]
        if before is None:
            before = earned(partner, known_from(facts[:place]), months)
        after = earned(partner, known_from(facts[: place + 1]), months)
        for key in sorted(before.keys() | after.keys()):
            change = Change(key, fact, before.get(key), after.get(key))
            if change.difference.minor:
                yield change
        before = after


def adjustments_of(
    partner: Partner, customer: Customer, closing: Closing, written: Sequence[Line]
) -> Iterator[Line]:
    """
    The lines that correct what was written of a tenant, in the order in which things became known.

    Args:
        written: The tenant's lines so far; not needed while nothing is corrected.

    Raises:
        RateMissing: A rate of an earlier month's last day is not known.
        WrittenDiffers: They are not what was known when they were written.
    """
    changes = list(changes_of(partner, customer, closing))
    _check_written(changes, written)
    first = {line.key: line for line in reversed(written)}
    numbers: Counter[LineKey] = Counter()
    for change in changes:
        line = _line(change, customer, closing, numbers[change.key])
        corrected = first.setdefault(change.key, line)
        numbers[change.key] += 1
        yield line if corrected is line else replace(line, corrects=corrected.id)


def restated_of(partner: Partner, customer: Customer, closing: Closing) -> Iterator[Line]:
    """
    The lines that earn anew what stood in statements that were rejected, as it is known now.

    Raises:
        RateMissing: A rate of such a month's last day is not known.
    """
    months = [one for one in closing.restated if is_held_at_the_end(customer.holdings, one)]
    if not months:
        return
    known = known_from(facts_of(customer, closing.cut_off))
    for key, found in earned(partner, known, months).items():
        yield Line(
            id=line_id(closing.month, key, 0),
            month=closing.month,
            kind=Kind.ADJUSTMENT,
            about=key.about,
            tenant_id=customer.tenant_id,
            earned=key.earned,
            payment_id=key.payment_id,
            amount=found.amount,
            numbers=found.numbers,
            reason=Reason.RESTATED,
            cause=key.earned,
        )


def line_id(month: Month, key: LineKey, number: int) -> str:
    """
    The id of a line: it follows from what it is about, so that it is the same however often.
    """
    return f"{month}/{key.payment_id}/{key.earned}/{key.about}/{number}"


def _line(change: Change, customer: Customer, closing: Closing, number: int) -> Line:
    reason, cause = _reason(change)
    present = change.after or change.before
    assert present is not None, "what never counted does not change"
    numbers = present.numbers
    if change.after is None and reason is Reason.PERIOD_MOVED:
        # It pays for another month now, and earns nothing for this one.
        numbers = replace(numbers, exact="0", corrected_minor=0)
    elif change.after is None:
        numbers = replace(numbers, gone="1")
    return Line(
        id=line_id(closing.month, change.key, number),
        month=closing.month,
        kind=Kind.ADJUSTMENT,
        about=change.key.about,
        tenant_id=customer.tenant_id,
        earned=change.key.earned,
        payment_id=change.key.payment_id,
        amount=change.difference,
        numbers=numbers,
        reason=reason,
        cause=cause,
    )


def _reason(change: Change) -> tuple[Reason, str]:
    fact, payment_id = change.fact, change.key.payment_id
    match fact:
        case Paid():
            is_own = fact.payment.id == payment_id
            return Reason.LATE_PAYMENT if is_own else Reason.PERIOD_MOVED, fact.payment.id
        case Confirmed():
            reason = Reason.CONFIRMED
        case Correction():
            reason = Reason.CORRECTION
        case Flag():
            is_released = fact.status is FlagStatus.RELEASED
            reason = Reason.SELF_DEALING_RELEASED if is_released else Reason.SELF_DEALING_HELD
        case TenantRefund() | TenantDispute() if fact.payment_id != payment_id:
            reason = Reason.PERIOD_MOVED
        case TenantRefund():
            has_failed = fact.status is RefundStatus.FAILED
            reason = Reason.REFUND_FAILED if has_failed else Reason.REFUND
        case TenantDispute():
            reason = _OF_DISPUTES[fact.status]
    return reason, fact.id


_OF_DISPUTES = {
    DisputeStatus.OPEN: Reason.DISPUTE_HELD,
    DisputeStatus.LOST: Reason.DISPUTE_LOST,
    DisputeStatus.WON: Reason.DISPUTE_WON,
}


def _check_written(changes: Sequence[Change], written: Sequence[Line]) -> None:
    """
    Whoever reads too few lines, or computes otherwise than before, would pay again.
    """
    sums: Counter[LineKey] = Counter()
    for line in written:
        sums[line.key] += line.amount.minor
    seen: set[LineKey] = set()
    for change in changes:
        expected = change.before.amount.minor if change.before else 0
        if change.key not in seen and sums[change.key] != expected:
            message = f"{change.key} comes to {sums[change.key]}, and not to {expected}"
            raise WrittenDiffers(message, payment_id=change.key.payment_id)
        seen.add(change.key)


def _months_before(customer: Customer, closing: Closing) -> list[Month]:
    """
    The months of statements that count, for which the partner is the one who earns.
    """
    rejected = {*closing.restated, *closing.skipped, closing.month}
    return [
        month
        for month in months_from(closing.first, closing.month)
        if month not in rejected and is_held_at_the_end(customer.holdings, month)
    ]


def _recorded_at_most(fact: Fact, closing: Closing) -> bool:
    recorded_at = fact.payment.recorded_at if isinstance(fact, Paid) else fact.recorded_at
    return closing.since is not None and recorded_at <= closing.since
