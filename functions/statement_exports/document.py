"""
A small statement as PDF, at once.
"""

from io import BytesIO

from statement_exports.headers import headers_of
from tenantry.clock import Month
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.pages.model import Page
from tenantry.statement_exports import commands
from tenantry.statement_exports.document import write_document
from tenantry.statement_exports.model import Format

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/statements/{month}/statement.pdf")
def as_pdf(request: Request, reseller_id: str, month: str) -> Page:
    """
    Give a statement of up to 1,000 lines as PDF, with the definition of MRR and the rates.
    """
    header = commands.header_of(TenantId(reseller_id), Month(month))
    commands.check_lines(header)
    file = BytesIO()
    write_document(commands.told(header), commands.rows_of(header), file)
    return Page(200, "", headers_of(header, Format.PDF), file=file.getvalue())


handler = api
