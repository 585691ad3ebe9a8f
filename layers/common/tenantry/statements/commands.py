"""
Writing a partner's statement: begun, written in parts, sealed. Each step can be repeated.

Nothing of it is seen before the header is there, which is written last and once.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.batches import BATCH_WRITE_MAX, delete_all, put_all
from tenantry.clock import Month, stamp
from tenantry.commissions import reading
from tenantry.commissions import rules as commissions
from tenantry.commissions import store as commission_store
from tenantry.commissions.agreements import Books, in_force
from tenantry.commissions.business_days import approve_by
from tenantry.commissions.calendars import operators_calendar
from tenantry.commissions.earning import was_held_by_the_end
from tenantry.commissions.fingerprints import partner_digest
from tenantry.commissions.inputs import Closing, Partner
from tenantry.commissions.model import Status
from tenantry.commissions.months import next_month
from tenantry.commissions.rules import Part, Sum
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.resellers import commands as resellers
from tenantry.statements import attempts, computing, lines, rules, store
from tenantry.statements.model import (
    Attempt,
    AttemptOutdated,
    Span,
    StatementExists,
    StatementHeader,
    Wanted,
)
from tenantry.table import Key
from tenantry.transactions import Writes, transaction


@dataclass(frozen=True, slots=True)
class Begun:
    """
    A statement that is being written.

    Args:
        partner: What its lines follow from.
        spans: The parts that it is written in.
        is_new: Whether nothing can have been written of it.
    """

    attempt: Attempt
    partner: Partner
    spans: tuple[Span, ...] = ()
    is_new: bool = False


def begin(wanted: Wanted, act: Act) -> Begun | None:
    """
    Shape 2. Begin the next statement that a partner lacks; None where it lacks none.

    What was begun goes on as it was begun: its cut-off is the first thing that is written. It is
    begun anew only where a statement before it was rejected since, or another currency agreed.

    Raises:
        ResellerNotFound: There is no such reseller.
        MonthNotOver: The month was not over at the cut-off.
        AttemptOutdated: Somebody else begins it at the same moment.
    """
    reseller = resellers.get(wanted.reseller_id)
    headers = list(store.headers_of(reseller.id))
    begun = [] if headers else list(attempts.attempts_of(reseller.id))
    month = next_month(headers[-1].month) if headers else rules.first_month(wanted.first, begun)
    if month > wanted.last:
        return None
    closing = commissions.closing_of(rules.written_from(headers), month, wanted.cut_off)
    partner = reading.partner_of(reseller.id)
    currency = in_force(partner.agreements, month).currency
    spans = tuple(rules.spans_of(_tenants_of(reseller.id, closing)))
    before = _begun_before(reseller.id, month, begun if not headers else None)
    if before and rules.goes_on(before, closing, currency):
        return Begun(before, partner, spans if before.has_statement else ())
    attempt = Attempt(
        reseller.id,
        month,
        number=before.number + 1 if before else 1,
        closing=closing,
        currency=currency,
        parts=len(spans),
        begun_at=act.now,
        # Whoever has statements goes on having them: what was paid is earned, and corrected.
        has_statement=bool(headers or (spans and not reseller.is_prepaid)),
    )
    attempts.put_attempt(before, attempt)
    spans = spans if attempt.has_statement else ()
    return Begun(attempt, partner, spans, is_new=before is None)


def resume(reseller_id: TenantId, month: Month, number: int) -> Begun | None:
    """
    The attempt of that number, to write a part of it; None where another took its place.
    """
    attempt = attempts.get_attempt(reseller_id, month)
    if attempt is None or attempt.number != number:
        return None
    return Begun(attempt, reading.partner_of(reseller_id, attempt.currency))


def write_part(begun: Begun, span: Span) -> Sum:
    """
    Shape 2. Write the lines of a part, then what they add; a part that is written stays.

    What a part that died has left, and does not come out again, is removed. The only part of a
    statement is not written down by itself: its header follows at once.

    Raises:
        RateMissing: A rate is not known: the partner's statement waits for it.
        WrittenDiffers: The lines before are not what was known when they were written.
        AttemptOutdated: The statement before was rejected since this one was begun.
        Unavailable: The table is busy.
    """
    attempt, partner = begun.attempt, begun.partner
    known = attempts.get_part(attempt, span.number) if attempt.parts > 1 else None
    if known is not None:
        return known
    numbers = () if begun.is_new else range(1, attempt.number + 1)
    left = {place for number in numbers for place in lines.places_in(attempt, number, span)}
    computed = computing.parts(partner, attempt, span)
    added = commissions.sum_of(partner, attempt.closing, _written(attempt, computed, left))
    delete_all(sorted(left))
    if attempt.parts > 1:
        attempts.put_part(attempt, span.number, added)
    return added


def _written(attempt: Attempt, computed: Iterable[Part], left: set[Key]) -> Iterator[Part]:
    """
    The parts as they pass, their lines written; their places are taken out of *left*.
    """
    waiting: list[lines.StatementLineItem] = []
    for part in computed:
        for line in part.lines:
            item = lines.item_of(attempt.reseller_id, attempt.id, line)
            left.discard((item.pk, item.sk))
            waiting.append(item)
        if len(waiting) >= BATCH_WRITE_MAX:
            full = len(waiting) // BATCH_WRITE_MAX * BATCH_WRITE_MAX
            put_all(waiting[:full])
            del waiting[:full]
        yield part
    put_all(waiting)


def seal(begun: Begun, parts: Sequence[Sum], act: Act) -> StatementHeader | None:
    """
    Shape 2. Make a statement visible, once all its parts are written; None while one is not.

    Three conditions hold what it rests on: the month has no statement, the statement before counts
    as it did, and the partner's books are kept in the same currency and end with that one.

    Args:
        parts: What all its parts have added, in order.

    Raises:
        AttemptOutdated: It is to be begun anew.
    """
    attempt, partner = begun.attempt, begun.partner
    if len(parts) < attempt.parts or not attempt.has_statement:
        return None
    total = sum((one.total for one in parts), start=Money(0, attempt.currency))
    line_count = sum(one.line_count for one in parts)
    header = StatementHeader(
        reseller_id=attempt.reseller_id,
        month=attempt.month,
        attempt=attempt.id,
        cut_off=attempt.closing.cut_off,
        written_at=act.now,
        total=total,
        tenant_count=sum(one.tenant_count for one in parts),
        line_count=line_count,
        inputs_hash=partner_digest(partner, attempt.closing, [one.digest for one in parts]),
        # Nobody has to approve nothing.
        status=Status.PENDING if line_count else Status.SETTLED,
        version=1,
        approve_by=approve_by(act.now, operators_calendar()),
        settled_at=None if line_count else act.now,
    )
    books = commission_store.get_books(attempt.reseller_id)
    if books is not None and books.currency != attempt.currency:
        raise _outdated()
    kept = Books(attempt.currency, attempt.month)
    with suppress(StatementExists), transaction() as writes:
        store.create_header(writes, header)
        store.check_before(writes, attempt)
        commission_store.put_books(writes, attempt.reseller_id, (books, kept), _outdated)
        _tell(writes, header, act)
    return header


def _begun_before(
    reseller_id: TenantId, month: Month, known: Sequence[Attempt] | None
) -> Attempt | None:
    if known is None:
        return attempts.get_attempt(reseller_id, month)
    return next((one for one in known if one.month == month), None)


def _tenants_of(reseller_id: TenantId, closing: Closing) -> Iterator[TenantId]:
    """
    Whom a partner had held by the month's end, by id.
    """
    last = None
    for tenant_id, holding in commission_store.holdings_of(reseller_id):
        if tenant_id != last and was_held_by_the_end([holding], closing.month):
            yield tenant_id
            last = tenant_id


def _outdated() -> AttemptOutdated:
    return AttemptOutdated("what the statement rests on has changed")


def _tell(writes: Writes, header: StatementHeader, act: Act) -> None:
    told: dict[str, Any] = {
        "month": header.month,
        "total_minor": header.total.minor,
        "currency": header.total.currency,
        "approve_by": stamp(header.approve_by),
    }
    if header.status is Status.PENDING:
        notice = Notification(
            act.new_id("ntf"), header.reseller_id, "statement.written", act.now, told
        )
        notifications.put(writes, notice)
    events.record(
        writes,
        act,
        "statement.written",
        tenant_id=header.reseller_id,
        reseller_id=header.reseller_id,
        **told,
    )
