"""
When a reseller's customers are reminded of what they owe, and suspended.
"""

from dunning.schemas import DunningBody, SetDunning
from tenantry.dunning import commands
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.subscriptions.model import DunningSchedule

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/dunning", answer=DunningBody.of)
def read_dunning(request: Request, reseller_id: str) -> DunningSchedule:
    """
    Say when a reseller's customers are reminded and suspended.
    """
    return commands.read(TenantId(reseller_id))


@api.route("PUT /v1/resellers/{reseller_id}/dunning", answer=DunningBody.of)
def set_dunning(request: Request, reseller_id: str, body: SetDunning) -> DunningSchedule:
    """
    Set when a reseller's customers are reminded and suspended, from the next night on.
    """
    return commands.set_schedule(TenantId(reseller_id), body.schedule(), request.act)


handler = api
