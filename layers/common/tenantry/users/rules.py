"""
What makes two addresses one person, and who may be limited to chosen tenants.
"""

import unicodedata
from collections.abc import Iterable

from tenantry.ids import TenantId, UserId
from tenantry.principals import Role
from tenantry.users.model import LastOwner, LimitNeedsSupport, Member

LEADING_ROLES = frozenset({Role.OPERATOR, Role.RESELLER_OWNER, Role.TENANT_OWNER})


def normalise_email(email: str) -> str:
    """
    The form under which an address is unique: upper and lower case are one person.

    Example:
        >>> normalise_email(" Ama.Owusu@Example.COM ")
        'ama.owusu@example.com'
    """
    return unicodedata.normalize("NFC", email.strip()).casefold()


def check_limit(role: Role, tenant_ids: frozenset[TenantId] | None) -> None:
    """
    Refuse a limit to chosen tenants for any role but support (R-RES-13).

    Raises:
        LimitNeedsSupport: Another role came with chosen tenants.
    """
    if tenant_ids is not None and role is not Role.RESELLER_SUPPORT:
        message = "only a support member can be limited to chosen tenants"
        raise LimitNeedsSupport(message, field="tenant_ids")


def check_leader_stays(members: Iterable[Member], leaving: UserId) -> Member | None:
    """
    Another member who leads the workspace when *leaving* goes; None when *leaving* does not lead.

    Raises:
        LastOwner: *leaving* is the last one.
    """
    leaders = [member for member in members if member.role in LEADING_ROLES]
    if leaving not in {leader.user_id for leader in leaders}:
        return None
    for leader in leaders:
        if leader.user_id != leaving:
            return leader
    message = "the last owner of a workspace cannot leave it or change role; add another one first"
    raise LastOwner(message)
