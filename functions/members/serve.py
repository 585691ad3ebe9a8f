"""
The people of a reseller, and the operators.
"""

from collections.abc import Iterator

from members.schemas import AddMember, ChangeMember, MemberBody
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId, UserId
from tenantry.principals import Role
from tenantry.resellers import commands as resellers
from tenantry.users import commands, store
from tenantry.users.model import Member

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/members", answer=MemberBody.of, is_list=True)
def members(request: Request, reseller_id: str, query: ListQuery) -> Iterator[tuple[str, Member]]:
    """
    List a reseller's members.
    """
    return store.members_of(resellers.get(TenantId(reseller_id)).id, *query.span)


@api.route(
    "POST /v1/resellers/{reseller_id}/members", status=201, answer=MemberBody.of, takes_once=True
)
def add(request: Request, reseller_id: str, body: AddMember) -> Member:
    """
    Add a person to a reseller; they are mailed a sign-in link.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return commands.add_member(
        reseller.id,
        email=body.email,
        name=body.name,
        role=Role(body.role),
        tenant_ids=body.chosen(),
        locale=body.locale,
        act=request.act,
    )


@api.route("PATCH /v1/resellers/{reseller_id}/members/{user_id}", answer=MemberBody.of)
def change(request: Request, reseller_id: str, user_id: str, body: ChangeMember) -> Member:
    """
    Give a member another role, or other chosen tenants.
    """
    return commands.change_member(
        TenantId(reseller_id),
        UserId(user_id),
        role=Role(body.role),
        tenant_ids=body.chosen(),
        act=request.act,
    )


@api.route("DELETE /v1/resellers/{reseller_id}/members/{user_id}", status=204)
def remove(request: Request, reseller_id: str, user_id: str) -> None:
    """
    End a membership.
    """
    commands.remove_member(TenantId(reseller_id), UserId(user_id), request.act)


handler = api
