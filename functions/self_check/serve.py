"""
Whether all parts run, and run the same build.
"""

from self_check.schemas import SelfCheckBody
from tenantry.http import Api, Request
from tenantry.self_check.model import Finding
from tenantry.self_check.probes import self_check

api = Api()


@api.route("GET /v1/self-check", answer=SelfCheckBody.of)
def check(request: Request) -> list[Finding]:
    """
    Look at the table, the queues, the bus, the schedules and every function's build.
    """
    return self_check(request.now)


handler = api
