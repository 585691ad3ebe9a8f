"""
The bodies of the host routes.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.domains.names import shown
from tenantry.hosts.model import ListedHost, State
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import TenantIdText
from tenantry.ids import TenantId


class GiveHost(Body):
    """
    To whom a host is given.
    """

    tenant_id: TenantIdText | None = Field(
        description="One of the reseller's tenants; null for the reseller itself, whose links in "
        "mails lead to the host then."
    )

    def tenant(self) -> TenantId | None:
        """
        The tenant as the command takes it.
        """
        return None if self.tenant_id is None else TenantId(self.tenant_id)


class HostBody(AnswerBody):
    """
    A name that was given to a tenant, or to the reseller itself.
    """

    host: str = Field(description="As DNS has it: A-labels, lower case.")
    shown_as: str = Field(description="As people write it.")
    domain: str
    tenant_id: str | None
    given_at: str
    state: State = Field(description="`open`, or `closed`: then it answers 421.")
    reason: str | None = Field(
        description="Why it is closed: `tenant_deleted`, `tenant_purged`, `tenant_moved`, "
        "`domain_not_proven`."
    )
    is_reachable: bool = Field(description="Whether DNS leads to us, and a certificate is there.")
    is_portal: bool = Field(
        description="Whether the links in the reseller's mails lead here, once it is reachable."
    )

    @classmethod
    def of(cls, listed: ListedHost) -> Self:
        """
        Show a host.
        """
        host = listed.host
        return cls(
            host=host.name,
            shown_as=shown(host.name),
            domain=host.domain,
            tenant_id=host.tenant_id,
            given_at=stamp(host.given_at),
            state=State.OPEN if listed.why is None else State.CLOSED,
            reason=None if listed.why is None else listed.why.value,
            is_reachable=listed.is_reachable,
            is_portal=listed.is_portal,
        )
