"""
Which pilots have something due.
"""

from datetime import datetime, timedelta

from tenantry.ids import TenantId
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import PILOT, REMINDER_DAYS

OVERLAP = timedelta(hours=1)
"""A pilot that the index showed late is found by the next run; settling twice does no harm."""


def find_due(last_run: datetime | None, now: datetime) -> set[TenantId]:
    """
    Tenants whose pilot ended, or came within a reminder's distance of its end, since *last_run*.

    Without a last run everything is looked for that a pilot's length can hold.
    """
    since = (now - PILOT if last_run is None else last_run) - OVERLAP
    leads = [timedelta(0), *(timedelta(days=days) for days in REMINDER_DAYS)]
    return {
        pilot.tenant_id
        for lead in leads
        for pilot in subscriptions.pilots_ending(since + lead, now + lead)
    }
