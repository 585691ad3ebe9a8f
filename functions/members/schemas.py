"""
The bodies of the member routes.
"""

from enum import StrEnum
from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Email, Name, TenantIdText
from tenantry.ids import TenantId
from tenantry.mail.model import Locale
from tenantry.principals import Role
from tenantry.users.model import Member


class MemberRole(StrEnum):
    """
    The roles that a reseller's member can have.
    """

    OWNER = Role.RESELLER_OWNER.value
    BILLING = Role.RESELLER_BILLING.value
    SUPPORT = Role.RESELLER_SUPPORT.value


class ChangeMember(Body):
    """
    A member's role, and the only tenants that a support member may touch; null means all.
    """

    role: MemberRole
    tenant_ids: list[TenantIdText] | None = Field(None, max_length=500)

    def chosen(self) -> frozenset[TenantId] | None:
        """
        The chosen tenants, as the command takes them.
        """
        if self.tenant_ids is None:
            return None
        return frozenset(TenantId(tenant_id) for tenant_id in self.tenant_ids)


class AddOperator(Body):
    """
    A colleague.
    """

    email: Email
    name: Name
    locale: Locale = Locale.EN


class AddMember(ChangeMember):
    """
    A new member.
    """

    email: Email
    name: Name
    locale: Locale = Locale.EN


class MemberBody(AnswerBody):
    """
    A person's membership of a workspace.
    """

    user_id: str
    workspace_id: str
    role: Role
    email: str
    name: str
    tenant_ids: list[str] | None
    added_at: str

    @classmethod
    def of(cls, member: Member) -> Self:
        """
        Show a membership.
        """
        return cls(
            user_id=member.user_id,
            workspace_id=member.workspace_id,
            role=member.role,
            email=member.email,
            name=member.name,
            tenant_ids=None if member.tenant_ids is None else sorted(member.tenant_ids),
            added_at=stamp(member.added_at),
        )
