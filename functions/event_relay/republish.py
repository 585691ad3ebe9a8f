"""
Daily: publishes a day's events again, so that a lost stream record loses nothing.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.errors import Unavailable
from tenantry.jobs import from_schedule
from tenantry.queues import publish
from tenantry.runs import store as runs
from tenantry.runs.model import Job

PAGE = 500


def republish(act: Act) -> Mapping[str, Any]:
    """
    Publish the events of the day before the run and of its own day again.

    Consumers drop repeats by event id.
    """
    days = [act.now - timedelta(days=1), act.now]
    count = sum(_day(day.date().isoformat()) for day in days)
    runs.finish(Job.EVENT_REPUBLISH, act.now, act.correlation_id)
    return {"published": count}


def _day(day: str) -> int:
    count, after = 0, None
    while page := events.of_day(day, after, PAGE, newest_first=False):
        refused = publish([(event.kind, events.to_json(event)) for _, event in page])
        if refused:
            message = "the bus did not take every event"
            raise Unavailable(message)
        count, after = count + len(page), page[-1][0]
    return count


handler = from_schedule(republish)
