"""
What a request has written, apart from the counters of limits.
"""

from tests.reading import Snapshot, restore, snapshot


def everything() -> Snapshot:
    """
    Every item of the table, counters aside: they count refused requests too.
    """
    return {key: item for key, item in snapshot().items() if not key[0].startswith("LIMIT#")}


def forget_history() -> None:
    """
    Drop events and answered requests: moto's transactions take longer the more items there are.
    """
    stays = {
        key: item
        for key, item in everything().items()
        if not key[0].startswith(("EVENT#", "IDEMPOTENCY#"))
    }
    restore(stays)
