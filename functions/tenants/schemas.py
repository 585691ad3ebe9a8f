"""
The bodies of the tenant routes.
"""

from enum import StrEnum
from typing import Any, Self

from pydantic import Field

from tenantry.clock import FOREVER, stamp
from tenantry.consents.model import Consent
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Code, Email, Name, TenantBranding
from tenantry.http.route import ListQuery
from tenantry.mail.model import Locale
from tenantry.tenants.model import Status, Tenant


class CreateTenant(Body):
    """
    A new tenant and its owner, who is mailed a sign-in link.
    """

    name: Name
    plan_code: Code
    owner_email: Email
    owner_name: Name
    locale: Locale = Locale.EN
    branding: TenantBranding | None = None

    def form(self) -> dict[str, Any]:
        """
        The form as the command takes it.
        """
        return {**dict(self), "branding": self.branding and self.branding.model_dump()}


class ChangeTenant(Body):
    """
    A new name or look; what is left out stays.

    A look is replaced whole: what it leaves out is the reseller's. Single fields of it are changed
    at `PATCH /v1/tenants/{tenant_id}/branding`.
    """

    name: Name | None = None
    branding: TenantBranding | None = None


class ListedStatus(StrEnum):
    """
    The states of tenants that can be listed.
    """

    ACTIVE = "active"
    INACTIVE = "inactive"
    DELETED = "deleted"


class TenantQuery(ListQuery):
    """
    Which tenants.
    """

    status: ListedStatus | None = None

    def wanted(self) -> Status | None:
        """
        The status as the store takes it.
        """
        return None if self.status is None else Status(self.status.value)


class TenantBody(AnswerBody):
    """
    A tenant.
    """

    id: str
    name: str
    status: Status
    parent_tenant_id: str | None
    records_until: str | None = Field(
        description="Orders and shipments are taken before this instant; null: without an end."
    )
    holds_license: bool
    branding: dict[str, str] | None
    created_at: str
    deleted_at: str | None
    version: int

    @classmethod
    def of(cls, tenant: Tenant) -> Self:
        """
        Show a tenant.
        """
        return cls(
            id=tenant.id,
            name=tenant.name,
            status=tenant.status,
            parent_tenant_id=tenant.parent_tenant_id,
            records_until=None if tenant.records_until == FOREVER else stamp(tenant.records_until),
            holds_license=tenant.holds_license,
            branding=tenant.branding,
            created_at=stamp(tenant.created_at),
            deleted_at=tenant.deleted_at and stamp(tenant.deleted_at),
            version=tenant.version,
        )


class ConsentBody(AnswerBody):
    """
    Until when the reseller may act in the tenant.
    """

    tenant_id: str
    reseller_id: str
    granted_by: str
    granted_at: str
    ends_at: str

    @classmethod
    def of(cls, consent: Consent) -> Self:
        """
        Show a consent.
        """
        return cls(
            tenant_id=consent.tenant_id,
            reseller_id=consent.reseller_id,
            granted_by=consent.granted_by,
            granted_at=stamp(consent.granted_at),
            ends_at=stamp(consent.ends_at),
        )
