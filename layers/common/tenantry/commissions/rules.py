"""
The statement of a month: what was earned for it, and what corrects the months before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from tenantry.clock import Month, month_bounds, stamp
from tenantry.commissions.adjusting import adjustments_of, line_id, restated_of
from tenantry.commissions.agreements import in_force
from tenantry.commissions.earning import earned, is_held_at_the_end, was_held_by_the_end
from tenantry.commissions.fingerprints import customer_digest, part_digest, partner_digest
from tenantry.commissions.inputs import Closing, Customer, Partner
from tenantry.commissions.knowing import facts_of, known_from
from tenantry.commissions.model import (
    Line,
    MonthNotOver,
    MonthOutOfOrder,
    Statement,
    Written,
)
from tenantry.commissions.months import next_month
from tenantry.ids import TenantId
from tenantry.money import Money

TENANTS_IN_PART = 500
"""Statements are made in parts of so many tenants, by id. It is in the hash: it never changes."""


@dataclass(frozen=True, slots=True)
class Part:
    """
    One tenant's part of a statement.

    Args:
        digest: The hash of what its lines follow from.
    """

    tenant_id: TenantId
    lines: tuple[Line, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Sum:
    """
    What up to `TENANTS_IN_PART` tenants, by id, add to a statement.

    Args:
        digest: The hash of what their lines follow from.
    """

    total: Money
    tenant_count: int
    line_count: int
    digest: str


def check_month_over(month: Month, now: datetime) -> None:
    """
    Refuse to close a month that runs.

    Raises:
        MonthNotOver: It ends later.
    """
    ends_at = month_bounds(month)[1]
    if now < ends_at:
        message = f"{month} is not over yet"
        raise MonthNotOver(message, ends_at=stamp(ends_at))


def closing_of(written: Written, month: Month, cut_off: datetime) -> Closing:
    """
    The month that is closed next.

    Raises:
        MonthNotOver: It was not over at the cut-off.
        MonthOutOfOrder: Another month comes next.
    """
    check_month_over(month, cut_off)
    if written.first is None or written.last is None:
        return Closing(month, cut_off, first=month)
    following = next_month(written.last)
    if month != following:
        message = f"the next statement is that of {following}"
        raise MonthOutOfOrder(message, next_month=following)
    return Closing(
        month,
        # A run for a past moment, after a later one has written the month before: what was known to
        # that is known to this one.
        max(cut_off, written.cut_off or cut_off),
        written.first,
        since=written.cut_off,
        restated=written.restated,
        skipped=written.skipped,
    )


def part_of(
    partner: Partner, customer: Customer, closing: Closing, written: tuple[Line, ...] = ()
) -> Part:
    """
    What a tenant adds to its partner's statement: corrections, what is restated, then the month.

    Args:
        written: The tenant's lines so far; needed only where `touches_earlier_months` says so.

    Raises:
        RateMissing: A rate of a month's last day is not known.
        WrittenDiffers: The lines before are not what was known when they were written.
    """
    facts = facts_of(customer, closing.cut_off)
    lines = (
        *adjustments_of(partner, customer, closing, written),
        *restated_of(partner, customer, closing),
        *_lines_of_month(partner, customer, closing),
    )
    digest = customer_digest(customer, facts, closing, lines)
    return Part(customer.tenant_id, lines, digest)


def sum_of(partner: Partner, closing: Closing, parts: Iterable[Part]) -> Sum:
    """
    What tenants add together, in the order of their ids.
    """
    total = Money(0, in_force(partner.agreements, closing.month).currency)
    digests: list[tuple[str, str]] = []
    line_count = 0
    for part in parts:
        digests.append((part.tenant_id, part.digest))
        line_count += len(part.lines)
        for line in part.lines:
            total += line.amount
    return Sum(total, len(digests), line_count, part_digest(digests))


def sealed(partner: Partner, closing: Closing, parts: Iterable[Part]) -> Statement:
    """
    The statement that the parts of all tenants make; their order makes no difference.
    """
    ordered = sorted(parts, key=lambda one: one.tenant_id)
    assert len({one.tenant_id for one in ordered}) == len(ordered), "a tenant has one part"
    total = Money(0, in_force(partner.agreements, closing.month).currency)
    digests = []
    for some in batched(ordered, TENANTS_IN_PART, strict=False):
        added = sum_of(partner, closing, some)
        total += added.total
        digests.append(added.digest)
    lines = tuple(line for part in ordered for line in part.lines)
    inputs_hash = partner_digest(partner, closing, digests)
    return Statement(partner.reseller_id, closing.month, closing.cut_off, lines, total, inputs_hash)


def statement(
    inputs: tuple[Partner, Iterable[Customer]], written: Written, month: Month, cut_off: datetime
) -> Statement:
    """
    A partner's statement of a month, the same whenever it is computed.

    Only what was recorded by the cut-off counts, whatever else has become known since.

    Args:
        written: What the partner's statements of earlier months say.

    Raises:
        MonthNotOver: The month was not over at the cut-off.
        MonthOutOfOrder: Another month comes next.
        RateMissing: A rate of a month's last day is not known.
        WrittenDiffers: The lines before are not what was known when they were written.
    """
    partner, customers = inputs
    closing = closing_of(written, month, cut_off)
    parts = (
        part_of(partner, customer, closing, written.lines.get(customer.tenant_id, ()))
        for customer in customers
        if was_held_by_the_end(customer.holdings, month)
    )
    return sealed(partner, closing, parts)


def with_statement(written: Written, new: Statement) -> Written:
    """
    What is written once *new* is.
    """
    lines = dict(written.lines)
    for line in new.lines:
        lines[line.tenant_id] = (*lines.get(line.tenant_id, ()), line)
    return replace(
        written,
        first=written.first or new.month,
        last=new.month,
        cut_off=new.cut_off,
        restated=(),
        lines=lines,
    )


def with_rejected(written: Written, month: Month, *, restates: bool) -> Written:
    """
    What is written once the statement of *month*, the last one, was rejected.

    Args:
        written: As it was before that statement.
        restates: Whether its month is earned anew in the next one; else it earns nothing, for good.
    """
    return replace(
        written,
        first=written.first or month,
        last=month,
        restated=(*written.restated, month) if restates else written.restated,
        skipped=written.skipped if restates else (*written.skipped, month),
    )


def _lines_of_month(partner: Partner, customer: Customer, closing: Closing) -> Iterator[Line]:
    if not is_held_at_the_end(customer.holdings, closing.month):
        return
    known = known_from(facts_of(customer, closing.cut_off))
    for key, found in earned(partner, known, [closing.month]).items():
        yield Line(
            id=line_id(closing.month, key, 0),
            month=closing.month,
            kind=key.about,
            about=key.about,
            tenant_id=customer.tenant_id,
            earned=key.earned,
            payment_id=key.payment_id,
            amount=found.amount,
            numbers=found.numbers,
        )
