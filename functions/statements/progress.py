"""
How far a month's statements have come.
"""

from statements.progress_schemas import StatementProgressBody
from tenantry.clock import Month
from tenantry.http import Api, Request
from tenantry.statements.model import Progress
from tenantry.statements.snapshots import progress

api = Api()


@api.route("GET /v1/statement-runs/{month}", answer=StatementProgressBody.of)
def read(request: Request, month: str) -> Progress:
    """
    Show how many partners have their statement of a month, and which still lack it.
    """
    return progress(Month(month))


handler = api
