"""
Counts of what is limited: one item for each caller and window.
"""

from datetime import datetime
from hashlib import sha256

from pynamodb.attributes import NumberAttribute

from tenantry.errors import LimitExceeded
from tenantry.limits.model import Limit
from tenantry.table import Item, count_up


class LimitItem(Item):
    """
    One caller's count in one window.
    """

    KIND = "LimitCounter"

    used = NumberAttribute()


def spend(limit: Limit, who: str, now: datetime) -> None:
    """
    L1. Count one use by *who*; a refused use is not counted.

    Args:
        who: A principal's or an address's name; only its hash is stored.

    Raises:
        LimitExceeded: The window is used up; `retry_after` is the rest of it in seconds.
    """
    seconds = int(limit.window.total_seconds())
    window = int(now.timestamp()) // seconds
    ends = (window + 1) * seconds
    caller = sha256(who.encode()).hexdigest()[:32]
    within_limit = LimitItem.used.does_not_exist() | (LimitItem.used < limit.most)
    counter = LimitItem(f"LIMIT#{limit.name}#{caller}", f"LIMIT#{window}")
    if not count_up(counter, LimitItem.used, within_limit, expires=ends + seconds):
        message = f"at most {limit.most} per {seconds} seconds"
        raise LimitExceeded(message, retry_after=ends - int(now.timestamp()))
