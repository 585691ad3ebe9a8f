"""
A statement as a file: what is said in it, and one that is made in the background.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tenantry.clock import Month
from tenantry.commissions.model import Agreement
from tenantry.disbursements.model import Disbursement
from tenantry.errors import NotFound, RuleBroken
from tenantry.ids import TenantId
from tenantry.statements.model import StatementHeader

DIRECT_LINES_MAX = 1_000
"""Lines of a statement that is answered at once: Lambda answers 6 MB, and people do not wait."""

DOCUMENT_LINES_MAX = 150_000
"""Lines of a PDF at all: 6,000 pages. CSV has no limit."""

KEPT = timedelta(days=7)
"""How long a file is kept; the bucket's lifecycle removes it as many days after it was written."""

LINK_LASTS = timedelta(minutes=15)
"""How long a link to a file works."""


class Format(StrEnum):
    """
    What a file is.
    """

    CSV = "csv"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        """
        As answers and the bucket name it.
        """
        return "application/pdf" if self is Format.PDF else "text/csv; charset=utf-8"


class State(StrEnum):
    """
    How far a file is.
    """

    QUEUED = "queued"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Export:
    """
    A file of a statement, made in the background.

    Args:
        ready_at: When it was written, or given up.
        file: Its name in the bucket, once it is ready.
        size: In bytes, once it is ready.
        sha256: Of its content, in hexadecimal, once it is ready.
        reason: The code of what it failed of.
    """

    id: str
    reseller_id: TenantId
    month: Month
    format: Format
    asked_at: datetime
    state: State = State.QUEUED
    ready_at: datetime | None = None
    file: str | None = None
    size: int | None = None
    sha256: str | None = None
    reason: str | None = None

    @property
    def expires_at(self) -> datetime | None:
        """
        Until when the file can be fetched; None while there is none.
        """
        return None if self.ready_at is None else self.ready_at + KEPT


@dataclass(frozen=True, slots=True)
class Told:
    """
    What a statement's document says besides its lines.

    Args:
        partner: The legal name of the reseller.
        agreement: Under which the statement's month was earned.
        disbursement: What it is, or was, paid with; None while nothing has claimed it.
    """

    header: StatementHeader
    partner: str
    agreement: Agreement
    disbursement: Disbursement | None = None


class ExportNotFound(NotFound):
    """
    The statement has no such export.
    """

    code = "statement_export.not_found"


class TooManyLines(RuleBroken):
    """
    More lines than are possible: `most` says how many are.

    What is not answered at once is made in the background, by `POST .../exports`.
    """

    code = "statement.too_many_lines"


class LinesDiffer(RuleBroken):
    """
    The lines that were read do not make the statement's total, or are not as many as it has.
    """

    code = "statement.lines_differ"
