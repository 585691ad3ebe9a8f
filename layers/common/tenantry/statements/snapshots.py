"""
The monthly snapshot: which partners lack a statement, and one step of writing it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched

from tenantry.acts import Act
from tenantry.clock import Month, month_of
from tenantry.commissions import store as commission_store
from tenantry.commissions.months import last_day, month_before, next_month
from tenantry.commissions.rules import Sum, check_month_over
from tenantry.fx.model import CENTRAL_BANK_CURRENCIES, OTHER_CURRENCIES
from tenantry.fx.store import get_rates
from tenantry.ids import TenantId
from tenantry.observability import log
from tenantry.reads import get_all
from tenantry.resellers.model import Reseller
from tenantry.resellers.store import every_reseller
from tenantry.statements import attempts, commands, store
from tenantry.statements.commands import Begun
from tenantry.statements.model import (
    MISSING_MAX,
    Attempt,
    AttemptOutdated,
    NoSnapshot,
    Progress,
    RatesNotIn,
    Span,
    Wanted,
)

SETTLED_AFTER = timedelta(minutes=15)
"""Longer than any function may run: what was recorded before is committed, or never will be."""

TOGETHER = 50
"""How many resellers are looked at with one read."""


@dataclass(frozen=True, slots=True)
class Step:
    """
    What a worker does next for a partner: begin a statement, or write one of its parts.

    Args:
        attempt: The number of the attempt that the part is of.
    """

    wanted: Wanted
    month: Month | None = None
    attempt: int = 0
    span: Span | None = None


@dataclass(slots=True)
class _Count:
    partners: int = 0
    written: int = 0
    missing: list[TenantId] = field(default_factory=list)


def start(act: Act, send: Callable[[Iterable[Step]], int]) -> Progress:
    """
    Have a statement written for every partner that lacks that of the month before `act.now`.

    It can be run as often as one likes, and for any past moment.

    Args:
        send: Puts steps on the queue, as they are found.

    Raises:
        MonthNotOver: At the cut-off, a quarter of an hour before `act.now`, the month still ran.
        RatesNotIn: The rates of its last day are not stored yet.
    """
    cut_off = act.now - SETTLED_AFTER
    month = month_before_run(act.now)
    check_month_over(month, cut_off)
    known = attempts.get_progress(month)
    if known is not None and known.is_finished:
        return known
    _check_rates(month)
    first, count = _first_owed(month), _Count()
    missing = _missing(month, count)
    send(Step(Wanted(one, first, month, cut_off)) for one in missing)
    progress = Progress(month, act.now, count.partners, count.written, tuple(count.missing))
    attempts.put_progress(progress)
    return progress


def month_before_run(now: datetime) -> Month:
    """
    Whose statements a run writes.
    """
    return month_before(month_of(now))


def progress(month: Month) -> Progress:
    """
    How far a month had come when it was last looked at.

    Raises:
        NoSnapshot: It was never begun.
    """
    found = attempts.get_progress(month)
    if found is None:
        message = f"no statements of {month} were begun"
        raise NoSnapshot(message)
    return found


def work(step: Step, act: Act) -> tuple[Step, ...]:
    """
    Do a step of writing a statement; what is to be done after it.

    Repeats, and steps that are overtaken, do no harm.

    Raises:
        RateMissing: A rate is not known: the partner's statement waits for it.
    """
    if step.span is None or step.month is None:
        return _begin(step.wanted, act)
    begun = commands.resume(step.wanted.reseller_id, step.month, step.attempt)
    if begun is None:
        log.info("a part of an attempt that was given up", extra={"attempt": step.attempt})
        return ()
    try:
        commands.write_part(begun, step.span)
    except AttemptOutdated:
        return (Step(step.wanted),)
    return _seal(step.wanted, begun, attempts.parts_of(begun.attempt), act)


def _begin(wanted: Wanted, act: Act) -> tuple[Step, ...]:
    begun = commands.begin(wanted, act)
    if begun is None:
        return ()
    attempt, spans = begun.attempt, begun.spans
    if len(spans) > 1:
        return tuple(Step(wanted, attempt.month, attempt.number, span) for span in spans)
    if not attempt.has_statement:
        return _next(wanted, attempt)
    return _seal(wanted, begun, [commands.write_part(begun, span) for span in spans], act)


def _seal(wanted: Wanted, begun: Begun, parts: Sequence[Sum], act: Act) -> tuple[Step, ...]:
    try:
        header = commands.seal(begun, parts, act)
    except AttemptOutdated:
        return (Step(wanted),)
    return () if header is None else _next(wanted, begun.attempt)


def _next(wanted: Wanted, attempt: Attempt) -> tuple[Step, ...]:
    return (Step(wanted),) if attempt.month < wanted.last else ()


def _check_rates(month: Month) -> None:
    day = last_day(month)
    known = get_rates(day).quotes.keys()
    # One currency that is missing stops only the partners who need it; a source, everybody.
    if not known & CENTRAL_BANK_CURRENCIES or not known & OTHER_CURRENCIES:
        message = f"the rates of {day} are not stored yet"
        raise RatesNotIn(message, day=day.isoformat())


def _first_owed(month: Month) -> Month:
    """
    From which month on some partner may lack its first statement.
    """
    first = month
    for before in attempts.progress_before(month):
        if before.is_finished:
            return next_month(before.month)
        first = before.month
    return first


def _missing(month: Month, count: _Count) -> Iterator[TenantId]:
    for some in batched(every_reseller(), TOGETHER, strict=False):
        written = get_all([(store.StatementItem, store.key(one.id, month)) for one in some])
        lacking = [one for one, item in zip(some, written, strict=True) if item is None]
        count.partners += len(some) - len(lacking)
        count.written += len(some) - len(lacking)
        for reseller_id in _due(lacking, month):
            count.partners += 1
            if len(count.missing) < MISSING_MAX:
                count.missing.append(reseller_id)
            yield reseller_id


def _due(resellers: list[Reseller], month: Month) -> Iterator[TenantId]:
    """
    Those that get a statement, as far as anybody knows who has not looked at whom they held.
    """
    begun = get_all(
        [(attempts.StatementAttemptItem, attempts.attempt_key(one.id, month)) for one in resellers]
    )
    books = get_all(
        [
            (commission_store.BooksItem, commission_store.books_key(one.id))
            for one in resellers
            if one.is_prepaid
        ]
    )
    having = {item.pk for item in books if item is not None and item.last_statement}
    for reseller, item in zip(resellers, begun, strict=True):
        has_none = item is not None and not item.has_statement
        is_due = not reseller.is_prepaid or f"TENANT#{reseller.id}" in having
        if is_due and not has_none:
            yield reseller.id
