"""
The bodies of moves and transfers.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Line, TenantIdText
from tenantry.moves.model import IssuedTransfer, Status, Transfer
from tenantry.moves.rules import access_ends_at
from tenantry.moves.tokens import TOKEN_MAX
from tenantry.tenants.model import Tenant


class MoveTenant(Body):
    """
    To which reseller a tenant moves, and why.
    """

    reseller_id: TenantIdText
    comment: Line = Field(min_length=1)


class RedeemTransfer(Body):
    """
    The token that the tenant's owner handed over.
    """

    token: str = Field(min_length=1, max_length=TOKEN_MAX)
    comment: Line = Field(min_length=1, description="Kept in your own audit log.")


class TransferBody(AnswerBody):
    """
    A transfer without its token.
    """

    id: str
    tenant_id: str
    status: Status
    made_by: str
    made_at: str
    expires_at: str = Field(description="From when on the token is good for nothing.")
    redeemed_by: str | None = Field(description="The reseller that took the tenant over.")
    ended_at: str | None
    access_ends_at: str = Field(
        description="Until when whoever redeems the token may act in the tenant, unless revoked."
    )

    @classmethod
    def of(cls, transfer: Transfer) -> Self:
        """
        Show a transfer.
        """
        return cls(
            id=transfer.id,
            tenant_id=transfer.tenant_id,
            status=transfer.status,
            made_by=transfer.made_by,
            made_at=stamp(transfer.made_at),
            expires_at=stamp(transfer.expires_at),
            redeemed_by=transfer.redeemed_by,
            ended_at=transfer.ended_at and stamp(transfer.ended_at),
            access_ends_at=stamp(access_ends_at(transfer)),
        )


class IssuedTransferBody(AnswerBody):
    """
    A new transfer; its token is in the first answer, and in no other.
    """

    transfer: TransferBody
    token: str | None
    token_was_shown: bool

    @classmethod
    def of(cls, issued: IssuedTransfer) -> Self:
        """
        Show a new transfer with its token.
        """
        shown = TransferBody.of(issued.transfer)
        return cls(transfer=shown, token=issued.token, token_was_shown=False)

    @classmethod
    def without_token(cls, issued: IssuedTransfer) -> Self:
        """
        What a repeat of the request is answered.
        """
        return cls(transfer=TransferBody.of(issued.transfer), token=None, token_was_shown=True)


class MovedBody(AnswerBody):
    """
    Who holds a tenant from now on.
    """

    tenant_id: str
    name: str
    reseller_id: str
    holds_license: bool
    version: int

    @classmethod
    def of(cls, tenant: Tenant) -> Self:
        """
        Show a tenant that was moved.
        """
        return cls(
            tenant_id=tenant.id,
            name=tenant.name,
            reseller_id=tenant.held_by,
            holds_license=tenant.holds_license,
            version=tenant.version,
        )
