"""
Large statements as files: asked for, and fetched when they are ready.
"""

from statement_exports.schemas import AskExport, ExportBody, LinkedExportBody
from tenantry.clock import Month
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.statement_exports import commands
from tenantry.statement_exports.model import Export

api = Api()


@api.route(
    "POST /v1/resellers/{reseller_id}/statements/{month}/exports",
    status=202,
    answer=ExportBody.of,
    takes_once=True,
)
def ask(request: Request, reseller_id: str, month: str, body: AskExport) -> Export:
    """
    Have a statement written as CSV or PDF in the background; a notification says when it is ready.
    """
    return commands.ask(TenantId(reseller_id), Month(month), body.format, request.act)


@api.route(
    "GET /v1/resellers/{reseller_id}/statements/{month}/exports/{export_id}",
    answer=LinkedExportBody.of_linked,
)
def read(request: Request, reseller_id: str, month: str, export_id: str) -> Export:
    """
    Tell how far a file is; once it is ready, give a link to it for 15 minutes.
    """
    return commands.get(TenantId(reseller_id), Month(month), export_id, request.now)


handler = api
