"""
The nightly check of a partner, in one go or in messages of its own, and what it writes down.
"""

from collections.abc import Callable, Iterable
from datetime import date

from tenantry.ids import TenantId
from tenantry.ledger_check import checking, store
from tenantry.ledger_check.checking import Task
from tenantry.ledger_check.model import Difference
from tenantry.observability import counted
from tenantry.statements.store import headers_of

AT_ONCE_MAX = 2_000
"""A partner whose statements look at more tenants together is checked part by part."""


def check(reseller_id: TenantId, day: date, put: Callable[[Iterable[Task]], None]) -> None:
    """
    Shape 2. Check all statements of a partner; the parts of large ones are put on the queue.

    A statement that is being written has no header yet, and is left out. Nothing is changed by a
    check, and it can be repeated: what it finds again is one difference.
    """
    headers = list(headers_of(reseller_id))
    if not headers:
        return
    if sum(header.tenant_count for header in headers) <= AT_ONCE_MAX:
        _record(day, list(checking.check_partner(reseller_id)))
        return
    put(checking.tasks_of(reseller_id, headers))
    _record(day, checking.check_payouts(reseller_id))


def check_part(reseller_id: TenantId, task: Task, day: date) -> None:
    """
    Shape 2. Check a part of a statement; whoever sees all parts there compares the header.
    """
    headers = list(headers_of(reseller_id))
    header = checking.header_of(headers, task.month)
    checked = checking.check_part(headers, task)
    if isinstance(checked, Difference):
        # Without all of its parts the header has nothing to be compared with.
        _record(day, [checked])
        return
    found = list(checked.differences)
    store.put_part(day, header, task.number, checked)
    parts = store.parts_of(day, header)
    if len(parts) == task.parts:
        found += checking.check_header(headers, task.month, parts)
    _record(day, found)


def _record(day: date, differences: list[Difference]) -> None:
    """
    Write down what was found, and count it for the alarm.
    """
    if differences:
        store.put_differences(day, differences)
        counted("ledger_check.differences", len(differences))
