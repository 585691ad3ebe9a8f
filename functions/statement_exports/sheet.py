"""
A small statement as CSV, at once.
"""

from statement_exports.headers import headers_of
from tenantry.clock import Month
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.pages.model import Page
from tenantry.statement_exports import commands
from tenantry.statement_exports.model import Format
from tenantry.statement_exports.sheet import sheet

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/statements/{month}/statement.csv")
def as_csv(request: Request, reseller_id: str, month: str) -> Page:
    """
    Give a statement of up to 1,000 lines as CSV: a row a line, amounts in major units.
    """
    header = commands.header_of(TenantId(reseller_id), Month(month))
    commands.check_lines(header)
    text = "".join(sheet(commands.rows_of(header)))
    return Page(200, text, headers_of(header, Format.CSV))


handler = api
