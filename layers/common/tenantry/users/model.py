"""
A person, and a person's membership of a workspace.
"""

from dataclasses import dataclass
from datetime import datetime

from tenantry.errors import Conflict, NotFound, RuleBroken
from tenantry.ids import TenantId, UserId
from tenantry.mail.model import Locale
from tenantry.principals import Role


@dataclass(frozen=True, slots=True)
class User:
    """
    A person, known by one e-mail address.
    """

    id: UserId
    email: str
    name: str
    locale: Locale
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """
    What a person is in one workspace.

    Args:
        tenant_ids: The only tenants that a support member may touch (R-RES-13); None for all.
    """

    workspace_id: TenantId
    user_id: UserId
    role: Role
    email: str
    name: str
    added_at: datetime
    tenant_ids: frozenset[TenantId] | None = None


class EmailTaken(Conflict):
    """
    The person became a user between our read and our write.
    """

    code = "user.changed_meanwhile"


class MemberExists(Conflict):
    """
    The person is in this workspace already.
    """

    code = "member.exists"


class MemberNotFound(NotFound):
    """
    Nobody with this id is in this workspace.
    """

    code = "member.not_found"


class LastOwner(RuleBroken):
    """
    A workspace never loses its last owner or operator.
    """

    code = "member.last_owner"


class LimitNeedsSupport(RuleBroken):
    """
    Only support members may be limited to chosen tenants.
    """

    code = "member.limit_needs_support"
