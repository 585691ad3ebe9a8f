"""
A partner's statements, their lines, and its balance.
"""

from collections.abc import Iterator

from commission_ledger.schemas import BalanceBody, StatementBody, StatementLineBody
from tenantry.clock import Month
from tenantry.commission_ledger import commands
from tenantry.commission_ledger.model import Balance
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers
from tenantry.statement_exports.commands import header_of
from tenantry.statement_exports.rows import Row, row_of
from tenantry.statements import lines, store
from tenantry.statements.model import StatementHeader

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/statements", answer=StatementBody.of, is_list=True)
def statements(
    request: Request, reseller_id: str, query: ListQuery
) -> Iterator[tuple[str, StatementHeader]]:
    """
    List a reseller's statements, the latest first.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return store.list_headers(reseller.id, *query.span)


@api.route("GET /v1/resellers/{reseller_id}/statements/{month}", answer=StatementBody.of)
def statement(request: Request, reseller_id: str, month: str) -> StatementHeader:
    """
    Read the statement of a month, and what has become of it.
    """
    return header_of(TenantId(reseller_id), Month(month))


@api.route(
    "GET /v1/resellers/{reseller_id}/statements/{month}/lines",
    answer=StatementLineBody.of,
    is_list=True,
)
def statement_lines(
    request: Request, reseller_id: str, month: str, query: ListQuery
) -> Iterator[tuple[str, Row]]:
    """
    List the lines of a statement by tenant, each with the numbers behind it.
    """
    header = header_of(TenantId(reseller_id), Month(month))
    rows = lines.lines_of(header, *query.span)
    return ((place, row_of(line)) for place, line in rows)


@api.route("GET /v1/resellers/{reseller_id}/commission-balance", answer=BalanceBody.of)
def balance(request: Request, reseller_id: str) -> Balance:
    """
    Tell what a reseller is owed, what of it is payable now, and why the rest is not yet.
    """
    return commands.balance(TenantId(reseller_id), request.now)


handler = api
