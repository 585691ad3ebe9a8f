"""
Queues, streams and schedules: how messages become calls, and which of them are tried again.
"""

import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tenantry.acts import Act
from tenantry.clock import moment
from tenantry.errors import Conflict, TenantryError, Unavailable
from tenantry.observability import begin, counted, done, flush, log
from tenantry.principals import SCHEDULER
from tenantry.table import prepare

type Message = Mapping[str, Any]


def from_queue(
    handle: Callable[[Message, str], None],
) -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """
    A Lambda handler that gives each SQS message to *handle*, with its correlation id.

    A message that is refused for good is written down, counted and done with. One that met another
    (`Conflict`), found the table busy, or failed in a way that we do not know is tried again by the
    queue, alone, and parked in the dead-letter queue in the end.
    """

    def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
        failed = [
            {"itemIdentifier": record["messageId"]}
            for record in event["Records"]
            if not _take(handle, record, getattr(context, "function_name", "local"))
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
        facts = dict(job(scheduled_act(moment(event["time"]), correlation_id)))
        done("job", scheduled_for=event["time"], **facts)
        flush()
        return facts

    prepare()
    return handler


def scheduled_act(now: datetime, correlation_id: str) -> Act:
    """
    The act of a job: its moment is the scheduled one, its actor is the system.
    """
    return Act(SCHEDULER, now, os.urandom(32), correlation_id)


def _take(handle: Callable[[Message, str], None], record: Mapping[str, Any], function: str) -> bool:
    """
    Whether the message is done with.
    """
    message = json.loads(record["body"])
    correlation_id = str(message.get("correlation_id") or record["messageId"])
    begin(correlation_id, function)
    try:
        handle(message, correlation_id)
    except (Conflict, Unavailable) as error:
        counted("message.retried")
        log.warning("message will be tried again", extra={"code": error.code})
        return False
    except TenantryError as error:
        counted("message.refused")
        log.warning("message refused for good", extra={"code": error.code, "detail": str(error)})
    done("message", message_id=record["messageId"])
    return True
