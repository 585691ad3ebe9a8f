"""
The SaaS company's own staff.
"""

from collections.abc import Iterator

from members.schemas import AddOperator, MemberBody
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import UserId
from tenantry.principals import PLATFORM, Role
from tenantry.users import commands, store
from tenantry.users.model import Member

api = Api()


@api.route("GET /v1/operators", answer=MemberBody.of, is_list=True)
def operators(request: Request, query: ListQuery) -> Iterator[tuple[str, Member]]:
    """
    List the operators.
    """
    return store.members_of(PLATFORM, *query.span)


@api.route("POST /v1/operators", status=201, answer=MemberBody.of, takes_once=True)
def add(request: Request, body: AddOperator) -> Member:
    """
    Add an operator; they are mailed a sign-in link.
    """
    return commands.add_member(
        PLATFORM,
        email=body.email,
        name=body.name,
        role=Role.OPERATOR,
        tenant_ids=None,
        locale=body.locale,
        act=request.act,
    )


@api.route("DELETE /v1/operators/{user_id}", status=204)
def remove(request: Request, user_id: str) -> None:
    """
    Let an operator go; the last one stays.
    """
    commands.remove_member(PLATFORM, UserId(user_id), request.act)


handler = api
