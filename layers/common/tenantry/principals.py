"""
Who may ask: a person in a role, in one workspace.
"""

from dataclasses import dataclass
from enum import StrEnum

from tenantry.ids import TenantId, UserId

PLATFORM = TenantId("ten_PLATFORM")
"""The workspace of the SaaS company's own staff; it is no tenant, and nobody can create it."""

SYSTEM = UserId("system")
"""The actor of scheduled jobs in the audit log."""


class Role(StrEnum):
    """
    What a person is in a workspace.
    """

    OPERATOR = "operator"
    RESELLER_OWNER = "reseller_owner"
    RESELLER_BILLING = "reseller_billing"
    RESELLER_SUPPORT = "reseller_support"
    TENANT_OWNER = "tenant_owner"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


RESELLER_ROLES = frozenset({Role.RESELLER_OWNER, Role.RESELLER_BILLING, Role.RESELLER_SUPPORT})

ALL_SCOPES = "*"


@dataclass(frozen=True, slots=True)
class Principal:
    """
    A person, the role in which they ask, and what their credential allows.

    Args:
        workspace_id: The reseller, the tenant, or `PLATFORM`.
        reseller_id: The reseller in whose programme the workspace is: itself, or a tenant's parent.
        scopes: What the credential may be used for, `*` for everything that the role may.
        tenant_ids: The only tenants that a limited support member may touch; None for all.
        credential_id: The API key or session that was presented.
    """

    person_id: UserId
    role: Role
    workspace_id: TenantId | None = None
    reseller_id: TenantId | None = None
    scopes: frozenset[str] = frozenset({ALL_SCOPES})
    tenant_ids: frozenset[TenantId] | None = None
    credential_id: str | None = None

    @property
    def is_operator(self) -> bool:
        """
        Whether this is the SaaS company's own staff.
        """
        return self.role is Role.OPERATOR

    @property
    def is_reseller_member(self) -> bool:
        """
        Whether this is a member of a reseller, in any role.
        """
        return self.role in RESELLER_ROLES


ANONYMOUS = Principal(UserId("anonymous"), Role.ANONYMOUS)
SCHEDULER = Principal(SYSTEM, Role.SYSTEM, PLATFORM)
"""Who a scheduled job acts as."""
