"""
Asking for a statement as a file, and making it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.clock import Month
from tenantry.commissions import store as commissions
from tenantry.commissions.agreements import in_force
from tenantry.disbursements.store import get_disbursement
from tenantry.ids import TenantId
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.resellers import commands as resellers
from tenantry.statement_exports import bucket, store
from tenantry.statement_exports.model import (
    DIRECT_LINES_MAX,
    DOCUMENT_LINES_MAX,
    Export,
    ExportNotFound,
    Format,
    LinesDiffer,
    State,
    Told,
    TooManyLines,
)
from tenantry.statement_exports.rows import Row, whole
from tenantry.statement_exports.sheet import sheet
from tenantry.statements import lines as statement_lines
from tenantry.statements import store as statements
from tenantry.statements.model import StatementHeader, StatementNotFound
from tenantry.transactions import transaction

CHUNK = 1024 * 1024
_ENDS = {State.READY: "statement_export.ready", State.FAILED: "statement_export.failed"}


class WriteDocument(Protocol):
    """
    Writes a statement as PDF; given by the one function that has its library loaded.
    """

    def __call__(self, told: Told, rows: Iterable[Row], target: BinaryIO) -> None:
        """
        Write the whole document to *target*.
        """


def ask(reseller_id: TenantId, month: Month, format_: Format, act: Act) -> Export:
    """
    Shape 1. Ask for a statement as a file; its event is what the file is made of.

    Raises:
        ResellerNotFound: There is no such reseller.
        StatementNotFound: There is no statement of the month.
        TooManyLines: A PDF of it would have more than 150,000.
    """
    header = header_of(reseller_id, month)
    if format_ is Format.PDF:
        check_lines(header, DOCUMENT_LINES_MAX)
    export = Export(act.new_id("exp"), header.reseller_id, header.month, format_, act.now)
    with transaction() as writes:
        store.create(writes, export)
        events.record(
            writes,
            act,
            "statement_export.asked",
            tenant_id=export.reseller_id,
            reseller_id=export.reseller_id,
            export_id=export.id,
            month=export.month,
            format=export.format.value,
        )
        idempotency.remember(writes, act, export)
    return export


def get(reseller_id: TenantId, month: Month, export_id: str, now: datetime) -> Export:
    """
    An export of a statement, until its file lapses.

    Raises:
        ResellerNotFound: There is no such reseller.
        ExportNotFound: The statement has no such export, or its file has lapsed.
    """
    reseller = resellers.get(reseller_id)
    export = store.get_export(reseller.id, export_id)
    has_lapsed = export is not None and export.expires_at is not None and export.expires_at <= now
    if export is None or export.month != month or has_lapsed:
        message = "this statement has no such export"
        raise ExportNotFound(message)
    return export


def make(reseller_id: TenantId, export_id: str, write_document: WriteDocument, act: Act) -> None:
    """
    Shape 3. Write the file, then that it is ready, and tell the partner; a repeat changes nothing.

    Raises:
        ExportNotFound: There is no such export.
        ChangedMeanwhile: It was finished at the same moment.
        LinesDiffer: The statement's lines do not make its total. The export has failed.
    """
    export = store.get_export(reseller_id, export_id)
    if export is None:
        message = "there is no such export"
        raise ExportNotFound(message)
    if export.state is not State.QUEUED:
        return
    header = header_of(reseller_id, export.month)
    try:
        chunks = _chunks(header, export.format, write_document)
        stored = bucket.write(export, act.entropy.hex()[:16], chunks)
    except LinesDiffer as error:
        _finish(replace(export, state=State.FAILED, ready_at=act.now, reason=error.code), act)
        raise
    ready = replace(
        export,
        state=State.READY,
        ready_at=act.now,
        file=stored.file,
        size=stored.size,
        sha256=stored.sha256,
    )
    _finish(ready, act)


def header_of(reseller_id: TenantId, month: Month) -> StatementHeader:
    """
    The statement of a month.

    Raises:
        ResellerNotFound: There is no such reseller.
        StatementNotFound: There is no statement of the month.
    """
    reseller = resellers.get(reseller_id)
    header = statements.get_header(reseller.id, month)
    if header is None:
        message = f"there is no statement of {month}"
        raise StatementNotFound(message)
    return header


def check_lines(header: StatementHeader, most: int = DIRECT_LINES_MAX) -> None:
    """
    Refuse a statement that is too large.

    Raises:
        TooManyLines: It has more than *most* lines.
    """
    if header.line_count > most:
        message = f"this statement has {header.line_count} lines, and at most {most} are possible"
        raise TooManyLines(message, most=most)


def rows_of(header: StatementHeader) -> Iterator[Row]:
    """
    All rows of a statement, read as they are needed.

    Raises:
        LinesDiffer: At the end: they do not make the statement's total.
    """
    return whole(header, (line for _, line in statement_lines.lines_of(header, None, None)))


def told(header: StatementHeader) -> Told:
    """
    What a statement's document says besides its lines.
    """
    reseller = resellers.get(header.reseller_id)
    agreed = [one.agreement for _, one in commissions.agreements_of(reseller.id, None, None)]
    claimed_by = header.disbursement_id
    return Told(
        header,
        reseller.company.legal_name,
        in_force(agreed, header.month),
        get_disbursement(reseller.id, claimed_by) if claimed_by else None,
    )


def _chunks(
    header: StatementHeader, format_: Format, write_document: WriteDocument
) -> Iterator[bytes]:
    if format_ is Format.CSV:
        yield from (line.encode() for line in sheet(rows_of(header)))
        return
    # On the disk, not in memory: the library wants a file to write to.
    with TemporaryFile() as file:
        write_document(told(header), rows_of(header), file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _finish(export: Export, act: Act) -> None:
    kind = _ENDS[export.state]
    facts = {"export_id": export.id, "month": export.month, "format": export.format.value}
    with transaction() as writes:
        store.finish(writes, export)
        events.record(
            writes,
            act,
            kind,
            tenant_id=export.reseller_id,
            reseller_id=export.reseller_id,
            purpose=export.id,
            **facts,
        )
        notifications.put(
            writes,
            Notification(act.new_id("ntf", export.id), export.reseller_id, kind, act.now, facts),
        )
