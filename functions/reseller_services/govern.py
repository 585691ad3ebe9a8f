"""
Changes of what a reseller itself is subscribed to.
"""

from reseller_services.schemas import CancelService, ChangeService, ServiceBody, ServiceEnd
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.service_subscriptions import commands
from tenantry.service_subscriptions.model import ServiceSubscription

api = Api()


@api.route("PATCH /v1/resellers/{reseller_id}/services/{plan_code}", answer=ServiceBody.of)
def change(
    request: Request, reseller_id: str, plan_code: str, body: ChangeService
) -> ServiceSubscription:
    """
    Change the quantity from now on, at the same price.
    """
    return commands.change_quantity(TenantId(reseller_id), plan_code, body.quantity, request.act)


@api.route("POST /v1/resellers/{reseller_id}/services/{plan_code}/cancel", answer=ServiceBody.of)
def cancel(
    request: Request, reseller_id: str, plan_code: str, body: CancelService
) -> ServiceSubscription:
    """
    End the subscription now, or with the billing period that runs.
    """
    at_once = body.when is ServiceEnd.NOW
    return commands.cancel(TenantId(reseller_id), plan_code, request.act, at_once=at_once)


@api.route("POST /v1/resellers/{reseller_id}/services/{plan_code}/resume", answer=ServiceBody.of)
def resume(request: Request, reseller_id: str, plan_code: str) -> ServiceSubscription:
    """
    Take a cancellation back before it comes into force.
    """
    return commands.resume(TenantId(reseller_id), plan_code, request.act)


handler = api
