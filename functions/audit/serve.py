"""
The audit log: all of it for operators, their own for resellers and tenants.
"""

from collections.abc import Iterable, Iterator

from audit.schemas import DayQuery, EventBody, MonthQuery
from tenantry import events
from tenantry.events import Event
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers
from tenantry.tenants import commands as tenants

api = Api()


@api.route("GET /v1/audit", answer=EventBody.of, is_list=True)
def of_day(request: Request, query: DayQuery) -> Iterable[tuple[str, Event]]:
    """
    List everything that happened on a day, newest first.
    """
    return events.of_day(query.day.isoformat(), *query.span)


@api.route("GET /v1/resellers/{reseller_id}/audit", answer=EventBody.of, is_list=True)
def of_reseller(
    request: Request,
    reseller_id: str,
    query: MonthQuery,
) -> Iterator[tuple[str, Event]]:
    """
    List what happened in a reseller's workspace and its tenants in a month, newest first.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return events.of_reseller(reseller.id, query.of_month(), *query.span)


@api.route("GET /v1/tenants/{tenant_id}/audit", answer=EventBody.of, is_list=True)
def of_tenant(request: Request, tenant_id: str, query: ListQuery) -> Iterator[tuple[str, Event]]:
    """
    List what happened in a tenant, newest first; a reseller sees what did while it held it.
    """
    tenant = tenants.read(TenantId(tenant_id), request.principal)
    held_by = tenant.held_by if request.principal.is_reseller_member else None
    return events.of_workspace(tenant.id, *query.span, held_by=held_by)


handler = api
