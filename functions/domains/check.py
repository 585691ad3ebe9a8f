"""
A partner's domain looked at now, or given up: whatever follows it is moved with it.
"""

from domains.crew import FOLLOWERS, crew
from domains.schemas import DomainBody, ReleaseDomain
from tenantry.domains import commands, passing
from tenantry.domains.model import Domain
from tenantry.http import Api, Request
from tenantry.ids import TenantId

api = Api()


@api.route("POST /v1/resellers/{reseller_id}/domains/{domain}/check", answer=DomainBody.of)
def check(request: Request, reseller_id: str, domain: str) -> Domain:
    """
    Look at a domain's DNS now, at the servers that decide it.
    """
    found = commands.get(TenantId(reseller_id), domain)
    passing.run(found.reseller_id, domain, request.act, crew(), is_asked_for=True)
    return commands.get(found.reseller_id, domain)


@api.route("DELETE /v1/resellers/{reseller_id}/domains/{domain}", status=204)
def release(request: Request, reseller_id: str, domain: str) -> None:
    """
    Give a domain up: nothing is served under it any more.
    """
    joins = [follower.joins for follower in FOLLOWERS]
    commands.release(TenantId(reseller_id), domain, request.act, joins=joins)


@api.route("POST /v1/resellers/{reseller_id}/domains/{domain}/release", status=204)
def take_away(request: Request, reseller_id: str, domain: str, body: ReleaseDomain) -> None:
    """
    Take a domain away from a partner, who is told why.
    """
    joins = [follower.joins for follower in FOLLOWERS]
    commands.release(TenantId(reseller_id), domain, request.act, joins=joins, reason=body.reason)


handler = api
