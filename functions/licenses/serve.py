"""
A reseller's licences: how many, for whom, and told when few are left.
"""

from licenses.schemas import GrantLicenses, PoolBody, RecountBody, RecountLicenses, SetThreshold
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.license_stock.recount import Recount
from tenantry.license_stock.recount import recount as count_again
from tenantry.licenses import commands, store
from tenantry.licenses.model import LicensePool
from tenantry.resellers import commands as resellers

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/licenses", answer=PoolBody.of)
def usage(request: Request, reseller_id: str) -> LicensePool:
    """
    Say how many licences there are, are in use, and are available.
    """
    return store.get_pool(resellers.get(TenantId(reseller_id)).id)


@api.route("PATCH /v1/resellers/{reseller_id}/licenses", answer=PoolBody.of)
def set_threshold(request: Request, reseller_id: str, body: SetThreshold) -> LicensePool:
    """
    Set at how many available licences the reseller is told.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return commands.set_low_stock(reseller.id, body.low_stock_at, request.act)


@api.route(
    "POST /v1/resellers/{reseller_id}/licenses/grants",
    status=201,
    answer=PoolBody.of,
    takes_once=True,
)
def grant(request: Request, reseller_id: str, body: GrantLicenses) -> LicensePool:
    """
    Give licences, or take back such as nobody uses; existing tenants are never touched.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return commands.grant(reseller.id, body.quantity, body.reason, request.act)


@api.route("POST /v1/resellers/{reseller_id}/licenses/sync", answer=RecountBody.of, takes_once=True)
def recount(request: Request, reseller_id: str, body: RecountLicenses) -> Recount:
    """
    Recount the licences in use from the tenants, and repair the pool if asked to.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return count_again(reseller.id, request.act, repair=body.repair)


handler = api
