"""
A statement as it is stored: a header that makes its lines visible, and where it stands.
"""

from dataclasses import dataclass
from datetime import datetime

from tenantry.clock import Month
from tenantry.commissions.inputs import Closing
from tenantry.commissions.model import Standing, Status
from tenantry.errors import Conflict, NotFound, RuleBroken, Unavailable
from tenantry.ids import TenantId, UserId
from tenantry.money import Money


@dataclass(frozen=True, slots=True)
class StatementHeader:
    """
    A partner's statement of a month; its lines stand beside it and never change.

    Args:
        attempt: Under which the lines were written; those of another attempt are nobody's.
        cut_off: Only what was recorded by then counts.
        total: The sum of the rounded lines; may be negative.
        tenant_count: How many tenants were looked at: all that the partner had held by the end.
        inputs_hash: SHA-256 of all that the lines follow from, in hexadecimal.
        version: Grows by one with every change; a write names the version that it read.
        approve_by: When it is overdue unless approved.
        pay_by: When it is overdue unless paid; None until it is approved.
        restates: Of a rejected one: whether its month is earned anew in the next statement.
        disbursement_id: What it is paid with; None while nothing has claimed it.
        reference: Of the payment that settled it.
    """

    reseller_id: TenantId
    month: Month
    attempt: str
    cut_off: datetime
    written_at: datetime
    total: Money
    tenant_count: int
    line_count: int
    inputs_hash: str
    status: Status
    version: int
    approve_by: datetime
    approved_by: UserId | None = None
    approved_at: datetime | None = None
    pay_by: datetime | None = None
    rejected_by: UserId | None = None
    rejected_at: datetime | None = None
    reason: str | None = None
    restates: bool = False
    disbursement_id: str | None = None
    reference: str | None = None
    settled_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """
        Whether its lines count; a rejected one is as if it had never been written.
        """
        return self.status is not Status.REJECTED

    @property
    def standing(self) -> Standing:
        """
        What balances and payouts follow from.
        """
        return Standing(self.month, self.total, self.status)


@dataclass(frozen=True, slots=True)
class Attempt:
    """
    The writing of a month's statement; it comes before anything that is written under it.

    Args:
        number: From 1; a greater one takes its place when a statement before it was rejected.
        closing: What the month is closed with; its cut-off holds for every repeat.
        currency: Of its lines.
        parts: How many there are to be.
        has_statement: False where the partner gets none: it held nobody, or is prepaid.
    """

    reseller_id: TenantId
    month: Month
    number: int
    closing: Closing
    currency: str
    parts: int
    begun_at: datetime
    has_statement: bool = True

    @property
    def id(self) -> str:
        """
        What lines, parts and header name it by.
        """
        return str(self.number)


@dataclass(frozen=True, slots=True)
class Span:
    """
    The tenants of a part, by id: from the first to the last, both included.

    Args:
        number: From 1.
    """

    number: int
    first: TenantId
    last: TenantId


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    Statements of a partner that are to be written, one month after the other.

    Args:
        first: Where a partner begins that has no statement yet.
        last: Up to which month.
        cut_off: Of those that are not begun yet.
    """

    reseller_id: TenantId
    first: Month
    last: Month
    cut_off: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """
    How far the statements of a month had come when they were last looked for.

    Args:
        partners: How many there is one to be of.
        written: How many of them there were.
        missing: The first of those that were not, at most `MISSING_MAX`.
    """

    month: Month
    as_of: datetime
    partners: int
    written: int
    missing: tuple[TenantId, ...] = ()

    @property
    def is_finished(self) -> bool:
        """
        Whether none was missing.
        """
        return self.written == self.partners


MISSING_MAX = 100
"""So many partners without a statement are named."""


class StatementNotFound(NotFound):
    """
    There is no statement of this partner for this month.
    """

    code = "statement.not_found"


class StatementExists(Conflict):
    """
    The month's statement is written; it is never written again.
    """

    code = "statement.exists"


class StatementChanged(Conflict):
    """
    Somebody changed the statement at the same moment.
    """

    code = "statement.changed_meanwhile"


class AttemptOutdated(Conflict):
    """
    What the statement was to rest on has changed: it is worked out anew.
    """

    code = "statement.attempt_outdated"


class RatesNotIn(Unavailable):
    """
    The rates of the month's last day are not stored yet; statements wait for them.
    """

    code = "statement.rates_not_in"


class RunInFuture(RuleBroken):
    """
    Statements were to be begun as of a moment that has not come: what follows would be missed.
    """

    code = "statement.run_in_future"


class NoSnapshot(NotFound):
    """
    Statements of this month were never begun.
    """

    code = "statement.no_snapshot"
