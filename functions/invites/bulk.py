"""
Many invitations from one CSV file.
"""

from invites.rows import parse, show
from invites.schemas import BulkBody
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.invites.bulk import RowResult, mint_all
from tenantry.invites.model import Invite

api = Api()


def summary(results: list[RowResult]) -> BulkBody:
    """
    What became of the file.
    """
    rows = [show(result) for result in results]
    minted = sum(isinstance(result.outcome, Invite) for result in results)
    return BulkBody(minted=minted, refused=len(rows) - minted, rows=rows)


@api.route(
    "POST /v1/resellers/{reseller_id}/invites/bulk",
    answer=BulkBody.model_validate,
    takes_once=True,
    raw="text/csv",
)
def mint(request: Request, reseller_id: str) -> BulkBody:
    """
    Invite up to 1,000 customers from a CSV file; each row stands or falls alone.

    The columns are email, tenant_name, plan_code and, if wanted, locale. The same file with the
    same key mints no row twice, however often it is sent.
    """
    return summary(mint_all(TenantId(reseller_id), parse(request.raw_body), request.act))


handler = api
