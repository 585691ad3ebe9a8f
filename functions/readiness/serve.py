"""
Whether a reseller has all that its customers are to see.
"""

from readiness.schemas import ChecklistBody
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.readiness import commands
from tenantry.readiness.model import Checklist

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/readiness", answer=ChecklistBody.of)
def read(request: Request, reseller_id: str) -> Checklist:
    """
    Go through the checklist of a reseller: each point is there, or the words say what is missing.
    """
    return commands.checklist_of(TenantId(reseller_id), request.now)


handler = api
