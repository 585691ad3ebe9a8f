"""
What the nightly reconciliation costs as payments grow: calls, capacity, our processor time, memory.
"""

import os
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import batched

from benchmarks.engine import Tally, on_engine, tallied
from benchmarks.figures import Figure
from tenantry.fx.model import Quote
from tenantry.fx.store import put_rates
from tenantry.ids import TenantId, UserId, derived_id
from tenantry.ledger import commands, store
from tenantry.ledger.model import MANUAL, CollectedBy, TenantPayment
from tenantry.money import Money
from tenantry.transactions import transaction

SIZES = (1_000, 10_000)
"""More take the emulator longer than a benchmark should; the line through these says what."""
DAY = date(2026, 10, 30)
PAID_AT = datetime(2026, 10, 30, 9, tzinfo=UTC)
CONDITIONS = (
    "MiniStack on this machine; processor time is ours alone, in one process and one thread"
)


def figures() -> Iterator[Figure]:
    """
    Each size on a table of its own, and what one more payment costs between the two.
    """
    spent = {}
    for size in SIZES:
        with on_engine():
            _pay(size)
            tally, seconds = _run(size)
        with on_engine():
            _pay(size)
            peak = _peak(size)
        spent[size] = seconds
        name = f"{size:,} payments"
        yield Figure(f"reconciliation calls, {name}", len(tally.operations), "calls", CONDITIONS)
        yield Figure(f"reconciliation capacity, {name}", tally.capacity, "units", CONDITIONS)
        yield Figure(f"reconciliation processor time, {name}", round(seconds, 2), "s", CONDITIONS)
        yield Figure(f"reconciliation peak memory, {name}", round(peak / 1e6, 2), "MB", CONDITIONS)
    first, second = SIZES
    slope = (spent[second] - spent[first]) / (second - first) * 1000
    yield Figure("reconciliation, one more payment", round(slope, 3), "ms of processor", CONDITIONS)


def _run(size: int) -> tuple[Tally, float]:
    with tallied() as tally:
        started = time.process_time()
        done, waiting = commands.reconcile(PAID_AT + timedelta(days=1))
        seconds = time.process_time() - started
    assert (done, waiting) == (size, 0), (done, waiting)
    return tally, seconds


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
    put_rates(DAY, {"KES": Quote("KES", "USD", Decimal("129.5"), DAY, "sample")})
    put_rates(DAY, {"USD": Quote("USD", "EUR", Decimal("1.1172"), DAY, "ecb")})
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
