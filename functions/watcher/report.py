"""
When each scheduled job finished last, and which are late.
"""

from collections.abc import Sequence

from tenantry.http import Api, Request
from tenantry.watching.commands import look
from tenantry.watching.model import Watched
from watcher.schemas import JobsBody

api = Api()


@api.route("GET /v1/jobs", answer=JobsBody.of)
def jobs(request: Request) -> Sequence[Watched]:
    """
    Say of each scheduled job when it finished last, when it is due, and whether it is late.
    """
    return look(request.now)


handler = api
