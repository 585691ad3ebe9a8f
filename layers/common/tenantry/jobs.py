"""
Queues, streams and schedules: how messages become calls, and which of them are tried again.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tenantry.acts import Act
from tenantry.clock import moment
from tenantry.errors import Conflict, TenantryError, Unavailable
from tenantry.observability import begin, counted, done, flush, log
from tenantry.principals import SCHEDULER
from tenantry.table import prepare

type Message = Mapping[str, Any]

_FAILURES = (
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    BotoCoreError,
    ClientError,
)
"""What a message that makes no sense, a broken invariant or another service raises. Anything else
is wrong with the process and not with one message, and fails the whole batch."""


def from_queue(
    handle: Callable[[Message, str], None], *, parks_refusals: bool = False
) -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """
    A Lambda handler that gives each SQS message to *handle*, with its correlation id.

    A message that is refused for good is written down, counted and done with. One that met another
    (`Conflict`), found the table busy, or failed in a way that we do not know is tried again by the
    queue, alone, and parked in the dead-letter queue in the end.

    Args:
        parks_refusals: Whether a refusal is parked too: money that we do not understand is never
            done with before somebody has looked.
    """

    def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
        failed = [
            {"itemIdentifier": record["messageId"]}
            for record in event["Records"]
            if not _take(
                handle,
                record,
                getattr(context, "function_name", "local"),
                parks_refusals=parks_refusals,
            )
        ]
        flush()
        return {"batchItemFailures": failed}

    prepare()
    return handler


def from_schedule(
    job: Callable[[Act], Mapping[str, Any]],
) -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """
    A Lambda handler that runs *job* at the event's own time.

    So it can be run again for any past one.
    """

    def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
        correlation_id = str(getattr(context, "aws_request_id", "local"))
        begin(correlation_id, getattr(context, "function_name", "local"))
        try:
            facts = dict(job(scheduled_act(moment(event["time"]), correlation_id)))
            done("job", scheduled_for=event["time"], **facts)
        finally:
            # What a job that fails has counted is what an alarm waits for.
            flush()
        return facts

    prepare()
    return handler


def scheduled_act(now: datetime, correlation_id: str) -> Act:
    """
    The act of a job: its moment is the scheduled one, its actor is the system.
    """
    return Act(SCHEDULER, now, os.urandom(32), correlation_id)


def recording(act: Act) -> Act:
    """
    The act of a job, for what it records or writes: never as of a time that is over.

    A statement counts what was recorded by its cut-off. What a run for a past moment, or one that
    is tried again, finds out now would be counted as known before, and never be paid for.
    """
    return replace(act, now=max(act.now, datetime.now(UTC)))


def _take(
    handle: Callable[[Message, str], None],
    record: Mapping[str, Any],
    function: str,
    *,
    parks_refusals: bool,
) -> bool:
    """
    Whether the message is done with.
    """
    begin(record["messageId"], function)
    try:
        message = json.loads(record["body"])
        # The bus puts what it carries under `detail`.
        told = message.get("detail", message).get("correlation_id")
        correlation_id = str(told or record["messageId"])
        begin(correlation_id, function)
        handle(message, correlation_id)
    except (Conflict, Unavailable) as error:
        counted("message.retried")
        log.warning("message will be tried again", extra={"code": error.code})
        return False
    except TenantryError as error:
        counted("message.refused")
        log.warning("message refused for good", extra={"code": error.code, "detail": str(error)})
        if parks_refusals:
            return False
    except _FAILURES as error:
        counted("message.failed")
        # Not the error's words: another service's may quote a mail address.
        last = extract_tb(error.__traceback__)[-1]
        where = {"error": type(error).__name__, "at": f"{last.filename}:{last.lineno}"}
        log.error("message failed", extra=where)
        return False
    done("message", message_id=record["messageId"])
    return True
