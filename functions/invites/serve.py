"""
A reseller's invites.
"""

from collections.abc import Iterator

from invites.schemas import InviteBody, InviteQuery, ListedStatus, MintInvite
from tenantry.http import Api, Request
from tenantry.ids import InviteId, TenantId
from tenantry.invites import commands, store
from tenantry.invites.delivery_store import with_deliveries
from tenantry.invites.model import Invite, Status
from tenantry.resellers import commands as resellers

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/invites", answer=InviteBody.of, is_list=True)
def invites(request: Request, reseller_id: str, query: InviteQuery) -> Iterator[tuple[str, Invite]]:
    """
    List invites, all or by status, each with what became of its mail.
    """
    reseller, now = resellers.get(TenantId(reseller_id)).id, request.now
    match query.status:
        case None:
            rows = store.invites_of(reseller, *query.span)
        case ListedStatus.OPEN:
            rows = store.open_invites_of(reseller, now, *query.span)
        case ListedStatus.EXPIRED:
            rows = store.expired_invites_of(reseller, now, *query.span)
        case decided:
            rows = store.decided_invites_of(reseller, Status(decided.value), *query.span)
    return with_deliveries(rows)


@api.route(
    "POST /v1/resellers/{reseller_id}/invites", status=201, answer=InviteBody.of, takes_once=True
)
def mint(request: Request, reseller_id: str, body: MintInvite) -> Invite:
    """
    Invite a customer; the link is mailed to them, and shown to nobody else.
    """
    return commands.mint(TenantId(reseller_id), body.offer(), request.act)


@api.route("GET /v1/resellers/{reseller_id}/invites/{invite_id}", answer=InviteBody.of)
def read(request: Request, reseller_id: str, invite_id: str) -> Invite:
    """
    Read an invite.
    """
    return commands.get(TenantId(reseller_id), InviteId(invite_id))


@api.route("POST /v1/resellers/{reseller_id}/invites/{invite_id}/revoke", answer=InviteBody.of)
def revoke(request: Request, reseller_id: str, invite_id: str) -> Invite:
    """
    Take an invitation back; its link stops working at once.
    """
    return commands.revoke(TenantId(reseller_id), InviteId(invite_id), request.act)


@api.route(
    "POST /v1/resellers/{reseller_id}/invites/{invite_id}/resend",
    answer=InviteBody.of,
    takes_once=True,
)
def resend(request: Request, reseller_id: str, invite_id: str) -> Invite:
    """
    Mail a new link, good for 14 days; the old one stops working.
    """
    return commands.resend(TenantId(reseller_id), InviteId(invite_id), request.act)


handler = api
