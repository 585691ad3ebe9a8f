"""
Whether a principal may call a route with these ids in its path.
"""

from collections.abc import Mapping

from tenantry.access.model import Policy
from tenantry.credentials.model import CredentialInvalid
from tenantry.errors import Forbidden, NotFound
from tenantry.principals import ALL_SCOPES, Principal, Role


def check(principal: Principal, policy: Policy, path: Mapping[str, str]) -> None:
    """
    Refuse, in this order: nobody signed in, a role that may not, a missing scope, a foreign id.

    A foreign id is answered like one that does not exist (R-RES-6). What a path alone cannot tell,
    such as whose child a tenant is, the command decides.

    Raises:
        CredentialInvalid, Forbidden, NotFound: In that order.
    """
    if policy.is_public:
        return
    if principal.role is Role.ANONYMOUS:
        message = "send a credential: `Authorization: Bearer <API key or session>`"
        raise CredentialInvalid(message)
    if principal.role not in policy.roles:
        message = f"the role {principal.role.value} may not do this"
        raise Forbidden(message, role=principal.role.value)
    if policy.scope not in principal.scopes and ALL_SCOPES not in principal.scopes:
        message = f"this credential lacks the scope {policy.scope}"
        raise Forbidden(message, scope=policy.scope)
    if not _is_own(principal, path):
        message = "there is no such thing here"
        raise NotFound(message)


def _is_own(principal: Principal, path: Mapping[str, str]) -> bool:
    if principal.is_operator:
        return True
    reseller_id, tenant_id = path.get("reseller_id"), path.get("tenant_id")
    if reseller_id is not None and reseller_id != principal.workspace_id:
        return False
    if tenant_id is None:
        return True
    if principal.role is Role.TENANT_OWNER:
        return tenant_id == principal.workspace_id
    return principal.tenant_ids is None or tenant_id in principal.tenant_ids
