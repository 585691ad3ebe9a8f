"""
Messages that failed, tried again when an operator says so.
"""

from queues.schemas import ReplayBody
from tenantry import queue_settings
from tenantry.errors import NotFound
from tenantry.http import Api, Request
from tenantry.queues import replay

api = Api()
MOST = 500


@api.route("POST /v1/queues/{queue}/replay", answer=ReplayBody.of)
def replay_queue(request: Request, queue: str) -> int:
    """
    Put the parked messages of a queue back on it; docs/operations.md names the queues.
    """
    urls = queue_settings.dead_letters().get(queue)
    if urls is None:
        message = f"there is no queue {queue}; there are {', '.join(queue_settings.dead_letters())}"
        raise NotFound(message)
    return replay(*urls, MOST)


handler = api
