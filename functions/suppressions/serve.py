"""
Addresses that are not mailed: a reseller's and, for operators, all; and lifting that.
"""

from collections.abc import Iterator

from suppressions.schemas import SuppressionBody
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers
from tenantry.suppressions import commands, store
from tenantry.suppressions.model import Suppression

api = Api()

type Rows = Iterator[tuple[str, Suppression]]


@api.route("GET /v1/resellers/{reseller_id}/suppressions", answer=SuppressionBody.of, is_list=True)
def suppressions(request: Request, reseller_id: str, query: ListQuery) -> Rows:
    """
    List the addresses to which mail in this reseller's name is not sent, newest first.
    """
    return store.suppressions_of(resellers.get(TenantId(reseller_id)).id, *query.span)


@api.route("DELETE /v1/resellers/{reseller_id}/suppressions/{suppression_id}", status=204)
def lift(request: Request, reseller_id: str, suppression_id: str) -> None:
    """
    Let an address be mailed again; what was withheld meanwhile is not sent after all.
    """
    commands.lift(suppression_id, request.act, reseller_id=TenantId(reseller_id))


@api.route("GET /v1/suppressions", answer=SuppressionBody.of, is_list=True)
def all_suppressions(request: Request, query: ListQuery) -> Rows:
    """
    List all addresses that are not mailed, newest first.
    """
    return store.all_suppressions(*query.span)


@api.route("DELETE /v1/suppressions/{suppression_id}", status=204)
def lift_any(request: Request, suppression_id: str) -> None:
    """
    Let any address be mailed again, also one whose reader complained.
    """
    commands.lift(suppression_id, request.act)


handler = api
