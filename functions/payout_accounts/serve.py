"""
Where a partner's money goes: set by its owner, looked at without being shown.
"""

from collections.abc import Iterator

from payout_accounts.schemas import PayoutAccountBody, SetPayoutAccount, SharedAccountBody
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.payout_accounts import commands
from tenantry.payout_accounts.model import PayoutAccount

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/payout-account", answer=PayoutAccountBody.of)
def read(request: Request, reseller_id: str) -> PayoutAccount:
    """
    Say where money goes, masked.
    """
    return commands.get(TenantId(reseller_id))


@api.route("PUT /v1/resellers/{reseller_id}/payout-account", answer=PayoutAccountBody.of)
def set_account(request: Request, reseller_id: str, body: SetPayoutAccount) -> PayoutAccount:
    """
    Set the account; any change of it pauses payouts for 7 days, and the old contact is told.
    """
    return commands.set_account(TenantId(reseller_id), body.account(), request.act)


@api.route(
    "GET /v1/resellers/{reseller_id}/payout-account/sharers",
    answer=SharedAccountBody.of,
    is_list=True,
)
def sharers(
    request: Request, reseller_id: str, query: ListQuery
) -> Iterator[tuple[str, PayoutAccount]]:
    """
    List all partners that are paid to the same account, this one included.
    """
    return commands.sharing(TenantId(reseller_id), *query.span)


handler = api
