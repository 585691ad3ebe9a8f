"""
Works the ledger queue: a partner's statements at once, or one part of a large one.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tenantry import queue_settings
from tenantry.clock import Month
from tenantry.ids import TenantId
from tenantry.jobs import Message, from_queue
from tenantry.ledger_check import commands
from tenantry.ledger_check.checking import Task
from tenantry.queues import send
from tenantry.statements.model import Span


def compare(message: Message, correlation_id: str) -> None:
    """
    Check a partner, or a part of one of its statements; write down what differs.
    """
    reseller_id, day = TenantId(message["reseller_id"]), date.fromisoformat(message["day"])
    if "task" in message:
        commands.check_part(reseller_id, _task_in(message["task"]), day)
        return

    def put(tasks: Iterable[Task]) -> None:
        about = {**message, "correlation_id": correlation_id}
        send(queue_settings.ledger_queue_url(), ({**about, "task": _as_json(one)} for one in tasks))

    commands.check(reseller_id, day, put)


def _as_json(task: Task) -> dict[str, Any]:
    span = task.span
    return {
        "month": task.month,
        "number": task.number,
        "parts": task.parts,
        "span": span and [span.first, span.last],
        "start": task.start,
        "following": task.following,
    }


def _task_in(stored: Message) -> Task:
    number, span = stored["number"], stored["span"]
    return Task(
        Month(stored["month"]),
        number,
        stored["parts"],
        span and Span(number, TenantId(span[0]), TenantId(span[1])),
        stored["start"],
        stored["following"],
    )


handler = from_queue(compare)
