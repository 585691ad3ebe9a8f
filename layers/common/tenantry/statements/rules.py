"""
What a partner's statements say so far, and how the next one is divided.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import batched

from tenantry.clock import Month
from tenantry.commissions.inputs import Closing
from tenantry.commissions.model import Written
from tenantry.commissions.months import next_month
from tenantry.commissions.rules import TENANTS_IN_PART
from tenantry.errors import invalid_field
from tenantry.ids import TenantId
from tenantry.statements.model import Attempt, Span, StatementHeader


def written_from(headers: Sequence[StatementHeader]) -> Written:
    """
    What headers say, the earliest first; without the lines.

    What was rejected to be earned anew is so by the next statement that counts.
    """
    counted = [header for header in headers if header.counts]
    last = counted[-1].month if counted else Month("")
    rejected = [header for header in headers if not header.counts]
    return Written(
        first=headers[0].month if headers else None,
        last=headers[-1].month if headers else None,
        cut_off=counted[-1].cut_off if counted else None,
        restated=tuple(one.month for one in rejected if one.restates and one.month > last),
        skipped=tuple(one.month for one in rejected if not one.restates),
    )


def written_before(headers: Iterable[StatementHeader], month: Month) -> Written:
    """
    What the statements before a month's said, when that was written.

    Only the last one can be rejected, so that nothing of it has changed since.
    """
    return written_from([header for header in headers if header.month < month])


def check_earns(headers: Iterable[StatementHeader], month: Month) -> None:
    """
    Refuse to correct a month that nothing is earned for, for good: it would wait for ever.

    Args:
        headers: All of a partner's, the earliest first.

    Raises:
        Invalid: The month is before the first one, or its own was rejected and is not restated.
    """
    written = written_from(list(headers))
    is_before = written.first is not None and month < written.first
    if is_before or month in written.skipped:
        rule = "must earn something: it is before the first statement, or its own was rejected"
        raise invalid_field("month", rule)


def spans_of(tenants: Iterable[TenantId]) -> Iterator[Span]:
    """
    The parts of a statement: so many tenants each, in the order of their ids.

    Args:
        tenants: In that order, each once.
    """
    for number, some in enumerate(batched(tenants, TENANTS_IN_PART, strict=False), start=1):
        yield Span(number, some[0], some[-1])


def first_month(first: Month, begun: Iterable[Attempt]) -> Month:
    """
    Where a partner begins that has no statement yet.

    Args:
        first: Unless an earlier one was begun, and without those that it gets none for.
        begun: What was begun for it.
    """
    none, months = set(), [first]
    for attempt in begun:
        if attempt.has_statement:
            months.append(attempt.month)
        else:
            none.add(attempt.month)
    month = min(months)
    while month in none:
        month = next_month(month)
    return month


def goes_on(attempt: Attempt, closing: Closing, currency: str) -> bool:
    """
    Whether the statement is written as it was begun, at its own cut-off.
    """
    own = replace(closing, cut_off=attempt.closing.cut_off)
    return attempt.closing == own and attempt.currency == currency
