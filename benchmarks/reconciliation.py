"""
What the nightly reconciliation costs as payments grow: calls, capacity, our processor time, memory.
"""

import os
import time
import tracemalloc
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import batched
from statistics import linear_regression

from benchmarks.figures import Figure
from benchmarks.table_stub import TableStub, answering
from tenantry.fx.model import Quote
from tenantry.fx.store import put_rates
from tenantry.ids import TenantId, UserId, derived_id
from tenantry.ledger import commands, store
from tenantry.ledger.model import MANUAL, CollectedBy, TenantPayment
from tenantry.money import Money
from tenantry.transactions import transaction
from tests.deployment import ENVIRONMENT, forget_clients

SIZES = (1_000, 10_000, 100_000)
DAY = date(2026, 10, 30)
PAID_AT = datetime(2026, 10, 30, 9, tzinfo=UTC)
INDEX_LEFT = 1
"""A reconciled payment leaves `lists`: one write unit of the index."""
CONDITIONS = (
    "a table stub that answers at once; capacity by DynamoDB's rules; our processor time alone, "
    "in one process and one thread"
)


def figures() -> Iterator[Figure]:
    """
    Each size on its own, and the straight line through them.
    """
    os.environ.update(ENVIRONMENT)
    forget_clients()
    spent, peaks = {}, {}
    for size in SIZES:
        with answering(TableStub(written=INDEX_LEFT)) as table:
            _pay(size)
            spent[size] = _run(table, size)
            calls, capacity = len(table.calls), table.capacity
            peaks[size] = _peak(size)
        name = f"{size:,} payments"
        yield Figure(f"reconciliation calls, {name}", calls, "calls", CONDITIONS)
        yield Figure(f"reconciliation capacity, {name}", capacity, "units", CONDITIONS)
        seconds, megabytes = round(spent[size], 2), round(peaks[size] / 1e6, 2)
        yield Figure(f"reconciliation processor time, {name}", seconds, "s", CONDITIONS)
        yield Figure(f"reconciliation peak memory, {name}", megabytes, "MB", CONDITIONS)
    yield from _line("reconciliation, one more payment", spent, 1000, "ms of processor")
    yield from _line("reconciliation, a thousand more payments", peaks, 1 / 1000, "MB of memory")


def _line(name: str, known: Mapping[int, float], scale: float, unit: str) -> Iterator[Figure]:
    """
    The slope of the line through the figures, and how well it fits them.
    """
    slope, start = linear_regression(list(known), list(known.values()))
    worst = max(abs(value / (slope * size + start) - 1) for size, value in known.items())
    conditions = f"{CONDITIONS}; worst distance from the line {worst:.0%}"
    yield Figure(name, round(slope * scale, 4), unit, conditions)


def _run(table: TableStub, size: int) -> float:
    table.reset()
    started = time.process_time()
    done, waiting = commands.reconcile(PAID_AT + timedelta(days=1))
    seconds = time.process_time() - started
    assert (done, waiting) == (size, 0), (done, waiting)
    return seconds


def _peak(size: int) -> int:
    """
    In a run of its own: tracing memory takes longer than the work.
    """
    tracemalloc.start()
    done, _ = commands.reconcile(PAID_AT + timedelta(days=1))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert done == size, done
    return peak


def _pay(count: int) -> None:
    rates = {
        "KES": Quote("KES", "USD", Decimal("129.5"), DAY, "sample"),
        "USD": Quote("USD", "EUR", Decimal("1.1172"), DAY, "ecb"),
    }
    put_rates(DAY, rates)
    for numbers in batched(range(count), 100, strict=False):
        with transaction() as writes:
            for number in numbers:
                store.create(writes, _payment(number))


def _payment(number: int) -> TenantPayment:
    tenant_id = TenantId(f"ten_{number:026}")
    return TenantPayment(
        id=derived_id("pay", tenant_id, os.urandom(8).hex()),
        tenant_id=tenant_id,
        reseller_id=TenantId("ten_RESELLER"),
        provider=MANUAL,
        reference=str(number),
        net=Money(1_000_00 + number, "KES"),
        tax_minor=0,
        covers_from=PAID_AT,
        covers_until=PAID_AT + timedelta(days=30),
        collected_by=CollectedBy.RESELLER,
        occurred_at=PAID_AT,
        recorded_at=PAID_AT,
        recorded_by=UserId("usr_OWNER"),
        left_minor=1_000_00 + number,
    )
