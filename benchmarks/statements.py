"""
What the monthly snapshot costs as tenants grow, and what it would cost for a million of them.
"""

import os
import time
import tracemalloc
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import batched
from statistics import linear_regression

from benchmarks.figures import Figure
from benchmarks.table_stub import WRITE_UNIT, TableStub, answering
from tenantry.ids import TenantId
from tenantry.ledger import store as ledger
from tenantry.statements import snapshots, store
from tenantry.transactions import ITEMS_MAX, transaction
from tests import stating
from tests.acting import a_job
from tests.builders import a_form, make_reseller
from tests.deployment import ENVIRONMENT, forget_clients
from tests.unit.commissions.paying import OCTOBER, paid, sold_at

SIZES = (1_000, 10_000, 100_000)
NOW = stating.run_of(OCTOBER)
CONDITIONS = (
    "one partner, each tenant with one payment in KES at a wholesale price; a table stub that "
    "answers at once; capacity by DynamoDB's rules; our processor time alone, in one thread"
)

PARTNERS, TENANTS_EACH = 200, 10
"""What is measured of the million: a partner of ten tenants costs what it costs, however many."""
MILLION = 100_000
"""Partners, of ten tenants each."""

WRITE_UNIT_USD, READ_UNIT_USD = 0.625 / 1e6, 0.125 / 1e6
"""On demand in us-east-1 (https://aws.amazon.com/dynamodb/pricing/on-demand/)."""
LAMBDA_GB_SECOND_USD, LAMBDA_CALL_USD = 0.0000133334, 0.20 / 1e6
"""On arm64 in us-east-1 (https://aws.amazon.com/lambda/pricing/)."""
SQS_REQUEST_USD = 0.40 / 1e6
"""A standard queue in us-east-1 (https://aws.amazon.com/sqs/pricing/)."""
CONCURRENCY, MESSAGES_EACH, MEMORY_MB = 100, 5, 512
"""As template.yaml has them for StatementsWrite."""
PROCESSOR_MB = 1_769
"""With so much memory a function has a whole processor."""
CALL_SECONDS = 0.005
"""What one call to DynamoDB takes there, on the way and back."""


@dataclass(frozen=True)
class Spent:
    """
    What a snapshot took.
    """

    calls: int
    read: float
    written: float
    seconds: float


def figures() -> Iterator[Figure]:
    """
    Each size on its own, the straight lines through them, and the million.
    """
    os.environ.update(ENVIRONMENT)
    forget_clients()
    spent, peaks = {}, {}
    for size in SIZES:
        spent[size] = _one_partner(size)
        peaks[size] = _peak(size)
        yield from _of_size(size, spent[size], peaks[size])
    for name, scale, unit, of in (
        ("one more tenant", 1_000, "ms of processor", [one.seconds for one in spent.values()]),
        ("one more tenant", 1, "units read", [one.read for one in spent.values()]),
        ("one more tenant", 1, "units written", [one.written for one in spent.values()]),
        ("a thousand more tenants", 1 / 1_000, "MB of memory", list(peaks.values())),
    ):
        known = dict(zip(SIZES, of, strict=True))
        yield _line(f"snapshot, {name}: {unit}", known, scale, unit)
    yield from _million()


def _of_size(size: int, spent: Spent, peak: int) -> Iterator[Figure]:
    name, thousands = f"{size:,} tenants", size / 1_000
    seconds, megabytes = round(spent.seconds / thousands, 3), round(peak / 1e6, 2)
    yield Figure(f"snapshot calls, {name}", spent.calls, "calls", CONDITIONS)
    yield Figure(f"snapshot read, {name}", spent.read, "units", CONDITIONS)
    yield Figure(f"snapshot written, {name}", spent.written, "units", CONDITIONS)
    yield Figure(f"snapshot processor time, {name}", seconds, "s per 1,000", CONDITIONS)
    about = f"{CONDITIONS}; begun, one part, sealed: what one function holds at once"
    yield Figure(f"snapshot peak memory, {name}", megabytes, "MB", about)


def _line(name: str, known: Mapping[int, float], scale: float, unit: str) -> Figure:
    """
    The slope of the line through the figures, and how well it fits them.
    """
    slope, start = linear_regression(list(known), list(known.values()))
    worst = max(abs(value / (slope * size + start) - 1) for size, value in known.items())
    conditions = f"{CONDITIONS}; worst distance from the line {worst:.0%}"
    return Figure(name, round(slope * scale, 4), unit, conditions)


def _one_partner(size: int) -> Spent:
    with answering(TableStub()) as table:
        reseller_id = _partner("acme", range(size))
        stating.publish()
        spent = _run(table)
        header = store.get_header(reseller_id, OCTOBER)
        assert header is not None, "it is sealed"
        assert header.tenant_count == header.line_count == size, header
        assert table.largest["StatementLine"] <= WRITE_UNIT, table.largest
    return spent


def _run(table: TableStub) -> Spent:
    table.reset()
    started = time.process_time()
    stating.finish(stating.begin(NOW), NOW)
    seconds = time.process_time() - started
    return Spent(len(table.calls), table.read, table.written, seconds)


def _peak(size: int) -> int:
    """
    Of a run of its own, which the table forgets: tracing memory takes longer than the work.
    """
    with answering(TableStub(forgets="LINE#")):
        _partner("acme", range(size))
        stating.publish()
        steps = stating.begin(NOW)
        tracemalloc.start()
        first, *_ = snapshots.work(steps[0], a_job(NOW))
        snapshots.work(first, a_job(NOW))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak


def _million() -> Iterator[Figure]:
    """
    A hundred thousand partners of ten tenants, from what some of them take.
    """
    with answering(TableStub()) as table:
        for number in range(PARTNERS):
            first = number * TENANTS_EACH
            _partner(f"acme-{number}", range(first, first + TENANTS_EACH))
        stating.publish()
        spent = _run(table)
    each = Spent(
        spent.calls, spent.read / PARTNERS, spent.written / PARTNERS, spent.seconds / PARTNERS
    )
    yield Figure("snapshot read, a partner of ten tenants", each.read, "units", CONDITIONS)
    yield Figure("snapshot written, a partner of ten tenants", each.written, "units", CONDITIONS)
    seconds = spent.calls / PARTNERS * CALL_SECONDS
    seconds += each.seconds * PROCESSOR_MB / MEMORY_MB
    costs = {
        "written": each.written * WRITE_UNIT_USD,
        "read": each.read * READ_UNIT_USD,
        "Lambda": seconds * MEMORY_MB / 1024 * LAMBDA_GB_SECOND_USD
        + LAMBDA_CALL_USD / MESSAGES_EACH,
        # Sent ten at once; received and deleted as many as a call takes.
        "SQS": (1 / 10 + 2 / MESSAGES_EACH) * SQS_REQUEST_USD,
    }
    parts = ", ".join(f"{name} {cost * MILLION:.2f}" for name, cost in costs.items())
    about = (
        f"{MILLION:,} partners of ten tenants, projected from {PARTNERS}; us-east-1, on demand; "
        f"in USD: {parts}; without mails and whatever else follows from the events"
    )
    cost = round(sum(costs.values()) * MILLION, 2)
    yield Figure("snapshot cost, a million tenants", cost, "USD", about)
    at_once = (
        f"{CONCURRENCY} functions of {MEMORY_MB} MB at once, {CALL_SECONDS * 1000:.0f} ms a call"
    )
    minutes = round(seconds * MILLION / CONCURRENCY / 60, 1)
    yield Figure("snapshot wall time, a million tenants", minutes, "minutes", at_once)


def _partner(slug: str, numbers: Iterable[int]) -> TenantId:
    """
    A partner of tenants, each of which paid in October.
    """
    reseller_id = make_reseller(a_form(slug)).id
    tenants = [stating.tenant_id(number) for number in numbers]
    stating.hold(reseller_id, tenants)
    terms = sold_at(5_000_00, 4_000_00, currency="KES")
    for some in batched(tenants, ITEMS_MAX, strict=False):
        with transaction() as writes:
            for tenant in some:
                one = paid(5_000_00, "KES", payment_id=f"pay_{tenant[4:]}", terms=terms).payment
                ledger.create(writes, replace(one, tenant_id=tenant, terms=terms))
    return reseller_id
