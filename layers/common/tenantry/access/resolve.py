"""
From a secret to the principal that it stands for, remembered for a moment.
"""

from datetime import datetime, timedelta
from typing import Any

from tenantry.credentials import rules as credential_rules
from tenantry.credentials import store as credentials
from tenantry.credentials import tokens
from tenantry.credentials.model import Credential, CredentialInvalid
from tenantry.principals import Principal
from tenantry.reads import get_all
from tenantry.resellers import rules as reseller_rules
from tenantry.resellers import store as resellers
from tenantry.tenants import store as tenants
from tenantry.users import store as users

REMEMBERED_FOR = timedelta(seconds=30)
"""How long a warm process trusts what it resolved: the longest that a revoked key still works."""
REMEMBERED_MAX = 1_000


class Resolver:
    """
    Resolves secrets, with two reads the first time and none for the next 30 seconds.

    The first read finds the credential; the second, one batch, what its person is in its workspace
    now. So a changed role or a deactivated reseller needs no write to any credential.
    """

    def __init__(self) -> None:
        self._remembered: dict[str, tuple[datetime, Credential, Principal]] = {}

    def resolve(self, secret: str, now: datetime) -> Principal:
        """
        The principal that *secret* stands for at *now*.

        Raises:
            CredentialInvalid: It stands for nobody: malformed, unknown, revoked, expired, or its
                person has left the workspace.
            ResellerInactive: Members of an inactive reseller cannot sign in (R-RES-5).
        """
        if not tokens.is_well_formed(secret):
            raise _invalid()
        secret_hash = tokens.hash_of(secret)
        remembered = self._remembered.get(secret_hash)
        if remembered is not None and timedelta(0) <= now - remembered[0] < REMEMBERED_FOR:
            _, credential, principal = remembered
        else:
            credential, principal = _read(secret_hash)
            if len(self._remembered) >= REMEMBERED_MAX:
                self._remembered.clear()
            self._remembered[secret_hash] = (now, credential, principal)
        if not credential_rules.is_good(credential, now):
            raise _invalid()
        return principal


def _read(secret_hash: str) -> tuple[Credential, Principal]:
    credential = credentials.get_credential(secret_hash)
    if credential is None:
        raise _invalid()
    workspace_id = credential.workspace_id
    found: list[Any] = get_all(
        [
            (users.MemberItem, users.member_key(workspace_id, credential.user_id)),
            (resellers.ResellerItem, resellers.key(workspace_id)),
            (tenants.TenantItem, tenants.key(workspace_id)),
        ]
    )
    member_item, reseller, tenant = found
    if member_item is None:
        raise _invalid()
    if reseller is not None:
        reseller_rules.check_may_sign_in(resellers.reseller_from(reseller))
    member = users.member_from(member_item)
    parent = None if tenant is None else tenants.tenant_from(tenant).parent_tenant_id
    return credential, Principal(
        person_id=credential.user_id,
        role=member.role,
        workspace_id=workspace_id,
        reseller_id=workspace_id if reseller is not None else parent,
        scopes=credential.scopes,
        tenant_ids=member.tenant_ids,
        credential_id=credential.id,
    )


def _invalid() -> CredentialInvalid:
    return CredentialInvalid("the credential is missing, unknown, revoked or expired")
