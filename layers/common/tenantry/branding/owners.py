"""
Resellers and tenants alike, as what a branding belongs to.
"""

from dataclasses import dataclass
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.branding.model import Branded, Owner, Wearer
from tenantry.branding.rules import branding_of, over
from tenantry.hosts.following import reseller_changed, tenant_changed
from tenantry.mail.model import Look
from tenantry.principals import Principal
from tenantry.resellers import commands as reseller_commands
from tenantry.resellers import rules as reseller_rules
from tenantry.resellers import store as resellers
from tenantry.resellers.looks import look_of, worn_over
from tenantry.resellers.model import Branding, Reseller
from tenantry.tenants import commands as tenant_commands
from tenantry.tenants import rules as tenant_rules
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Tenant
from tenantry.transactions import Writes


@dataclass(frozen=True, slots=True)
class Read:
    """
    An owner as it was read, with the reseller whose look is seen where it has none of its own.
    """

    owner: Owner
    reseller: Reseller
    tenant: Tenant | None = None

    @property
    def fields(self) -> dict[str, str]:
        """
        The fields of its own branding, as far as they are set.
        """
        if self.tenant is not None:
            return {name: text for name, text in (self.tenant.branding or {}).items() if text}
        own = self.reseller.branding
        return {name: text for name in own.__slots__ if (text := getattr(own, name))}

    @property
    def version(self) -> int:
        """
        The version of what a write replaces.
        """
        return self.reseller.version if self.tenant is None else self.tenant.version

    def branded(self) -> Branded:
        """
        Its branding as people read it.
        """
        return Branded(self.owner, branding_of(self.fields), self.seen(self.fields), self.version)

    def seen(self, fields: dict[str, str]) -> Branding:
        """
        What customers would see if its own branding had these fields.
        """
        named = branding_of({"display_name": self.reseller.company.legal_name})
        if self.tenant is None:
            return over(named, branding_of(fields))
        return over(named, over(self.reseller.branding, branding_of(fields)))

    def look(self, fields: dict[str, str]) -> Look:
        """
        The look that pages and mails would wear then.
        """
        if self.tenant is None:
            changed = reseller_rules.changed(self.reseller, branding=branding_of(fields))
            return look_of(changed)
        return worn_over(look_of(self.reseller), fields)


def read(owner: Owner, principal: Principal) -> Read:
    """
    Read whose branding it is.

    Raises:
        ResellerNotFound, TenantNotFound: There is none that the principal may see.
    """
    if owner.wearer is Wearer.RESELLER:
        return Read(owner, reseller_commands.get(owner.id))
    tenant = tenant_commands.read(owner.id, principal)
    return Read(owner, reseller_commands.get(tenant.held_by), tenant)


def check_not_gone(found: Read) -> None:
    """
    Refuse what cannot be changed any more.

    Raises:
        TenantDeleted: It is deleted.
    """
    if found.tenant is not None:
        tenant_rules.check_not_gone(found.tenant)


def replace(writes: Writes, before: Read, fields: dict[str, str]) -> Read:
    """
    Give the owner a branding with these fields, only as it was read, and its hosts the new look.

    Nothing is written where nothing differs.

    Raises:
        TenantDeleted: It is gone.
    """
    if fields == before.fields:
        return before
    if before.tenant is not None:
        tenant = tenant_rules.rename(before.tenant, before.tenant.name, fields or None)
        tenants.replace(writes, before.tenant, tenant)
        tenant_changed(writes, before.tenant, tenant)
        return Read(before.owner, before.reseller, tenant)
    reseller = reseller_rules.changed(before.reseller, branding=branding_of(fields))
    resellers.replace(writes, before.reseller, reseller)
    reseller_changed(writes, before.reseller, reseller)
    return Read(before.owner, reseller)


def record(writes: Writes, act: Act, kind: str, found: Read, **facts: Any) -> None:
    """
    Write what happened to a branding into the history of its owner.
    """
    reseller_id = found.reseller.id
    events.record(writes, act, kind, tenant_id=found.owner.id, reseller_id=reseller_id, **facts)
