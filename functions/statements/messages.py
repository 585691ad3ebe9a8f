"""
Steps of writing statements, as they lie in the queue.
"""

from typing import Any

from tenantry.acts import Act
from tenantry.clock import Month, moment, stamp
from tenantry.ids import TenantId
from tenantry.jobs import Message
from tenantry.statements.model import Span, Wanted
from tenantry.statements.snapshots import Step


def message_of(step: Step, act: Act) -> dict[str, Any]:
    """
    A step as a message; its time is that of the run that found it.
    """
    wanted, span = step.wanted, step.span
    return {
        "reseller_id": wanted.reseller_id,
        "first": wanted.first,
        "last": wanted.last,
        "cut_off": stamp(wanted.cut_off),
        "month": step.month,
        "attempt": step.attempt,
        "span": span and [span.number, span.first, span.last],
        "now": stamp(act.now),
        "correlation_id": act.correlation_id,
    }


def step_in(message: Message) -> Step:
    """
    The step in a message.
    """
    wanted = Wanted(
        TenantId(message["reseller_id"]),
        Month(message["first"]),
        Month(message["last"]),
        moment(message["cut_off"]),
    )
    if message["span"] is None:
        return Step(wanted)
    number, first, last = message["span"]
    span = Span(number, TenantId(first), TenantId(last))
    return Step(wanted, Month(message["month"]), message["attempt"], span)
