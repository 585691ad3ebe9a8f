"""
What was agreed with partners, and what they would earn by it.
"""

from collections.abc import Iterator

from commissions.schemas import AgreedBody, CommissionPreviewBody, SetAgreement
from tenantry.clock import Month
from tenantry.commissions import commands, store
from tenantry.commissions.agreements import Agreed
from tenantry.commissions.previewing import Preview
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/agreements", answer=AgreedBody.of_agreed, is_list=True)
def agreements(
    request: Request, reseller_id: str, query: ListQuery
) -> Iterator[tuple[str, Agreed]]:
    """
    List what was agreed with a reseller, by month; before the first, 20 % of what customers pay.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return store.agreements_of(reseller.id, *query.span)


@api.route("PUT /v1/resellers/{reseller_id}/agreements/{month}", answer=AgreedBody.of_agreed)
def agree(request: Request, reseller_id: str, month: str, body: SetAgreement) -> Agreed:
    """
    Say what a reseller earns from a month on; until the month begins, it can be said anew.
    """
    return commands.agree(TenantId(reseller_id), body.agreement(Month(month)), request.act)


@api.route(
    "GET /v1/resellers/{reseller_id}/commission-preview/{month}",
    answer=CommissionPreviewBody.of,
)
def preview(request: Request, reseller_id: str, month: str) -> Preview:
    """
    Tell what a reseller would earn for a month by what is known now, line by line.
    """
    return commands.preview(TenantId(reseller_id), Month(month), request.now)


handler = api
