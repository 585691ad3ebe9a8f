"""
Checking a partner's statements, whole or part by part: the parts that they were made in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tenantry.clock import Month
from tenantry.commissions import reading
from tenantry.commissions import rules as commissions
from tenantry.commissions import store as commission_store
from tenantry.commissions.earning import was_held_by_the_end
from tenantry.commissions.inputs import Customer, Holding, Partner
from tenantry.commissions.model import Line, LineKey
from tenantry.disbursements.store import disbursements_of
from tenantry.errors import TenantryError, Unavailable
from tenantry.fx.model import RateMissing
from tenantry.ids import TenantId
from tenantry.ledger_check import rules, store
from tenantry.ledger_check.model import Difference, Kind, PartChecked
from tenantry.money import Money
from tenantry.statements import computing
from tenantry.statements.model import Span, StatementHeader
from tenantry.statements.rules import spans_of
from tenantry.statements.store import headers_of


@dataclass(frozen=True, slots=True)
class Task:
    """
    A part of a statement that is to be checked.

    Args:
        span: The tenants; None of a statement that looks at nobody.
        start, following: Lines of tenants from the one and before the other are compared: all parts
            together leave out none, also of tenants that the partner never held.
        parts: How many parts the statement has.
    """

    month: Month
    number: int
    parts: int
    span: Span | None = None
    start: str = ""
    following: str | None = None


def tasks_of(reseller_id: TenantId, headers: Sequence[StatementHeader]) -> Iterator[Task]:
    """
    The parts of all statements of a partner; its holdings are read once.
    """
    first: dict[TenantId, datetime] = {}
    for tenant_id, holding in commission_store.holdings_of(reseller_id):
        first.setdefault(tenant_id, holding.starts_at)
    for header in headers:
        held = (
            tenant_id
            for tenant_id, starts_at in first.items()
            if was_held_by_the_end([Holding(starts_at)], header.month)
        )
        spans = list(spans_of(held))
        if not spans:
            yield Task(header.month, 1, 1)
            continue
        for span, following in zip(spans, [*spans[1:], None], strict=True):
            start = span.first if span.number > 1 else ""
            until = None if following is None else following.first
            yield Task(header.month, span.number, len(spans), span, start, until)


def header_of(headers: Sequence[StatementHeader], month: Month) -> StatementHeader:
    """
    The statement of a month that has one.
    """
    return next(header for header in headers if header.month == month)


def check_part(headers: Sequence[StatementHeader], task: Task) -> PartChecked | Difference:
    """
    Work a part of a statement out again, and compare its lines; the difference if that cannot be.

    Args:
        headers: Of all the partner's statements, the earliest first.
    """
    header = header_of(headers, task.month)
    try:
        return _check_part(headers, header, task)
    except Unavailable:
        raise
    except TenantryError as error:
        where = (header.reseller_id, header.month, f"part {task.number}")
        return Difference(Kind.NOT_COMPUTED, *where, error.code, "")


def check_header(
    headers: Sequence[StatementHeader], month: Month, parts: Sequence[PartChecked]
) -> Iterator[Difference]:
    """
    Compare a statement's header with all of its parts.
    """
    header = header_of(headers, month)
    attempt = rules.attempt_of(headers, header, len(parts))
    partner = reading.partner_of(header.reseller_id, header.total.currency)
    return rules.compare_header(partner, attempt, header, parts)


def check_payouts(reseller_id: TenantId) -> list[Difference]:
    """
    Compare a partner's statements with the disbursements that pay them.

    What changes while both are read is no difference: only what is found twice is one.
    """

    def look() -> list[Difference]:
        headers = list(headers_of(reseller_id))
        paid = (one for _, one in disbursements_of(reseller_id, None, None))
        return list(rules.compare_payouts(headers, paid))

    found = look()
    again = set(look()) if found else set()
    return [one for one in found if one in again]


def check_partner(
    reseller_id: TenantId, progress: Callable[[PartChecked], None] = lambda _: None
) -> Iterator[Difference]:
    """
    Check all statements of a partner, one part after the other; memory holds one part.

    Args:
        progress: Is told of each part.
    """
    headers = list(headers_of(reseller_id))
    parts: list[PartChecked] = []
    for task in tasks_of(reseller_id, headers):
        parts = parts if task.number > 1 else []
        checked = check_part(headers, task)
        if isinstance(checked, Difference):
            yield checked
            continue
        progress(checked)
        yield from checked.differences
        parts.append(PartChecked(checked.computed, checked.stored, checked.stored_lines))
        if len(parts) == task.parts:
            yield from check_header(headers, task.month, parts)
    yield from check_payouts(reseller_id)


def _check_part(
    headers: Sequence[StatementHeader], header: StatementHeader, task: Task
) -> PartChecked:
    attempt = rules.attempt_of(headers, header, task.parts)
    partner = reading.partner_of(header.reseller_id, attempt.currency)
    parts = [] if task.span is None else list(computing.parts(partner, attempt, task.span))
    stored = list(store.lines_between(header, task.start, task.following))
    computed = [line for part in parts for line in part.lines]
    differences = list(rules.compare_lines(header, stored, computed))
    upcoming = None
    if header is _last_counted(headers) and task.span is not None:
        standing = _Standing(partner, headers, task)
        differences += rules.compare_standing(
            header, standing.lines, standing.expected(today=False)
        )
        upcoming = standing.upcoming(header.total.currency)
    return PartChecked(
        computed=commissions.sum_of(partner, attempt.closing, parts),
        stored=_sum(stored, header.total.currency),
        stored_lines=len(stored),
        differences=tuple(differences),
        upcoming=upcoming,
    )


class _Standing:
    """
    All that stands of some tenants, in all statements, and what they must come to.
    """

    def __init__(self, partner: Partner, headers: Sequence[StatementHeader], task: Task) -> None:
        assert task.span is not None, "a part of somebody"
        self._partner = partner
        self._headers = headers
        self.lines: list[Line] = [
            line
            for header in headers
            if header.counts
            for line in store.lines_between(header, task.start, task.following)
        ]
        said = reading.said_of(partner.reseller_id)
        held = commission_store.holdings_between(
            partner.reseller_id, task.span.first, task.span.last
        )
        self._customers: list[Customer] = [
            reading.customer_of(tenant_id, holdings, said) for tenant_id, holdings in held
        ]

    def expected(self, *, today: bool) -> Mapping[TenantId, Mapping[LineKey, int]]:
        return {
            one.tenant_id: rules.standing(self._partner, one, self._headers, today=today)
            for one in self._customers
        }

    def upcoming(self, currency: str) -> Money | None:
        """
        What is to be corrected by what is known now; None where a rate is missing.
        """
        try:
            owed = self.expected(today=True)
        except RateMissing:
            return None
        minor = sum(minor for keys in owed.values() for minor in keys.values())
        return Money(minor, currency) - _sum(self.lines, currency)


def _last_counted(headers: Sequence[StatementHeader]) -> StatementHeader | None:
    return next((header for header in reversed(headers) if header.counts), None)


def _sum(lines: Sequence[Line], currency: str) -> Money:
    """
    What lines come to; one in another currency is a difference of its own.
    """
    own = (line.amount for line in lines if line.amount.currency == currency)
    return sum(own, start=Money(0, currency))
