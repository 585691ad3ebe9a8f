"""
Statements in tests, written as they are: the lines, and a header over them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tenantry import settings
from tenantry.clock import Month, month_bounds
from tenantry.commissions.adjusting import line_id
from tenantry.commissions.model import Kind, Line, LineKey, Numbers, Reason, Status
from tenantry.fx.model import Quote
from tenantry.ids import TenantId
from tenantry.intervals import months_after
from tenantry.money import Money
from tenantry.services import client
from tenantry.statements import attempts, lines, store
from tenantry.statements.model import Progress, StatementHeader
from tenantry.transactions import transaction
from tests.deployment import REGION

SEPTEMBER = Month("2026-09")
SHILLINGS = Quote("KES", "USD", Decimal("129.25"), date(2026, 9, 30), "Open Exchange Rates")
APPROVED: dict[str, Any] = {
    "status": Status.APPROVED,
    "approved_at": datetime(2026, 10, 2, 9, tzinfo=UTC),
    "pay_by": datetime(2026, 10, 17, tzinfo=UTC),
}
"""What an approved statement's header says."""


def a_line(number: int = 1, minor: int = 31, month: Month = SEPTEMBER, **changes: Any) -> Line:
    """
    What one tenant's year for 18.29 USD earns a month, but for what is named.
    """
    payment_id = f"pay_{number:026}"
    starts_at = month_bounds(month)[0]
    numbers = Numbers(
        plan_code="growth",
        quantity=1,
        price=Money(18_29, "USD"),
        wholesale=Money(10_00, "USD"),
        covers=(starts_at, months_after(starts_at, 12)),
        paid=Money(18_29, "USD"),
        months=12,
        mrr=str(Fraction(18_29, 12)),
        rate=Decimal("0.20"),
        fx_day=None,
        quotes=(),
        exact=str(Fraction(18_29, 60)),
        gone="0",
        corrected_minor=0,
        is_held=False,
    )
    return replace(
        Line(
            id=line_id(month, LineKey(month, payment_id, Kind.COMMISSION), 0),
            month=month,
            kind=Kind.COMMISSION,
            about=Kind.COMMISSION,
            tenant_id=TenantId(f"ten_{number:026}"),
            earned=month,
            payment_id=payment_id,
            amount=Money(minor, "USD"),
            numbers=numbers,
        ),
        **changes,
    )


def a_refund_of(line: Line, minor: int) -> Line:
    """
    An adjustment that takes back a part of a line.
    """
    gone = Fraction(-minor, line.amount.minor)
    return replace(
        line,
        id=line_id(line.month, line.key, 1),
        kind=Kind.ADJUSTMENT,
        amount=Money(minor, line.amount.currency),
        numbers=replace(line.numbers, gone=str(gone)),
        corrects=line.id,
        reason=Reason.REFUND,
        cause="rfd_00000000000000000000000001",
    )


def converted(line: Line) -> Line:
    """
    The same line, of shillings.
    """
    paid = Money(2_363_98, "KES")
    numbers = replace(
        line.numbers,
        paid=paid,
        mrr=str(Fraction(paid.minor, 12)),
        fx_day=date(2026, 9, 30),
        quotes=(SHILLINGS,),
    )
    return replace(line, numbers=numbers)


def a_header(
    reseller_id: TenantId, written: Sequence[Line], month: Month = SEPTEMBER, **changes: Any
) -> StatementHeader:
    """
    The header of a pending statement with these lines, in US dollars.
    """
    ends_at = month_bounds(month)[1]
    header = StatementHeader(
        reseller_id=reseller_id,
        month=month,
        attempt="1",
        cut_off=ends_at + timedelta(hours=5, minutes=45),
        written_at=ends_at + timedelta(hours=6),
        total=sum((line.amount for line in written), start=Money(0, "USD")),
        tenant_count=len(written),
        line_count=len(written),
        inputs_hash="ab" * 32,
        status=Status.PENDING,
        version=1,
        approve_by=ends_at + timedelta(days=8),
    )
    return replace(header, **changes)


def write_statement(
    reseller_id: TenantId, written: Sequence[Line], month: Month = SEPTEMBER, **changes: Any
) -> StatementHeader:
    """
    Store a statement with these lines, and that the job has seen it.
    """
    header = a_header(reseller_id, written, month, **changes)
    write_lines(reseller_id, written)
    with transaction() as writes:
        store.create_header(writes, header)
    attempts.put_progress(Progress(month, header.written_at, partners=1, written=1))
    return header


def write_lines(reseller_id: TenantId, written: Iterable[Line]) -> None:
    """
    Store lines of the first attempt.
    """
    for line in written:
        with transaction() as writes:
            writes.put(lines.item_of(reseller_id, "1", line))


def open_bucket() -> None:
    """
    Make the bucket of statements as files, empty: moto keeps buckets from test to test.
    """
    s3, name = client("s3"), settings.export_bucket()
    if not s3.list_buckets(Prefix=name)["Buckets"]:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    for stored in s3.list_objects_v2(Bucket=name).get("Contents", []):
        s3.delete_object(Bucket=name, Key=stored["Key"])
    for upload in s3.list_multipart_uploads(Bucket=name).get("Uploads", []):
        s3.abort_multipart_upload(Bucket=name, Key=upload["Key"], UploadId=upload["UploadId"])
