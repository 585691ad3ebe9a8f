"""
Looking at the parts.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from tenantry import queue_settings, settings
from tenantry.errors import Unavailable
from tenantry.resellers import store as resellers
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.self_check.model import Finding
from tenantry.self_check.rules import build_finding, job_finding
from tenantry.services import client


def is_up() -> bool:
    """
    Whether a request can be served at all: the table answers.
    """
    try:
        resellers.get_settings()
    except (Unavailable, ClientError):
        return False
    return True


def self_check(now: datetime) -> list[Finding]:
    """
    Look at every part; one that is broken does not hide the others.
    """
    return [*_parts(), *(job_finding(job, runs.last_finished(job), now) for job in Job)]


def _parts() -> Iterator[Finding]:
    probes: dict[str, Callable[[], Finding]] = {
        "table": _table,
        "bus": _bus,
        "build": _build,
        **{
            f"queue {name}": _queue_probe(name, url)
            for name, url in queue_settings.queue_urls().items()
        },
    }
    for part, probe in probes.items():
        try:
            yield probe()
        except (BotoCoreError, ClientError) as error:
            yield Finding(part, is_good=False, seen=type(error).__name__)


def _table() -> Finding:
    table = client("dynamodb").describe_table(TableName=settings.table_name())["Table"]
    # The local stack's table has no word on its indexes; AWS's always has.
    indexes = [index.get("IndexStatus", "ACTIVE") for index in table["GlobalSecondaryIndexes"]]
    states = {table["TableStatus"], *indexes}
    return Finding("table", states == {"ACTIVE"}, ", ".join(sorted(states)))


def _bus() -> Finding:
    name = client("events").describe_event_bus(Name=settings.bus_name())["Name"]
    return Finding("bus", is_good=True, seen=str(name))


def _queue_probe(name: str, url: str) -> Callable[[], Finding]:
    def probe() -> Finding:
        wanted = ["ApproximateNumberOfMessages"]
        answer = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=wanted)
        waiting = int(answer["Attributes"]["ApproximateNumberOfMessages"])
        # A dead-letter queue should be empty; the others may have work.
        is_good = waiting == 0 or not name.endswith("dead letters")
        return Finding(f"queue {name}", is_good, f"{waiting} messages wait")

    return probe


def _build() -> Finding:
    prefix = settings.function_prefix()
    pages = client("lambda").get_paginator("list_functions").paginate()
    builds = {
        function["FunctionName"]: function.get("Environment", {})
        .get("Variables", {})
        .get("TENANTRY_BUILD", "none")
        for page in pages
        for function in page["Functions"]
        if function["FunctionName"].startswith(prefix)
    }
    return build_finding(builds, settings.build())
