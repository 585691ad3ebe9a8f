"""
The bodies of the invite routes.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Code, Email, Name, TenantBranding
from tenantry.http.route import ListQuery
from tenantry.invites.model import Invite, InviteDelivery, Offer, Status
from tenantry.mail.model import Locale, MailState

Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]


class MintInvite(Body):
    """
    Whom to invite, and to what.
    """

    email: Email
    tenant_name: Name
    plan_code: Code
    locale: Locale = Locale.EN
    branding: TenantBranding | None = None

    def offer(self) -> Offer:
        """
        The offer as the command takes it.
        """
        branding = None if self.branding is None else self.branding.model_dump()
        return Offer(self.email, self.tenant_name, self.plan_code, self.locale, branding)


class AcceptInvite(Body):
    """
    The token of the mailed link, and who accepts.
    """

    token: Token
    name: Name


class ListedStatus(StrEnum):
    """
    Invites by what became of them; an open one past its time is expired.
    """

    OPEN = "open"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


class InviteQuery(ListQuery):
    """
    Which invites; all, newest first, when no status is named.
    """

    status: ListedStatus | None = None


class DeliveryBody(AnswerBody):
    """
    What became of the mail with an invite's newest link.
    """

    state: MailState = Field(
        description=(
            "`sent`; `delivered` to the mail server; `bounced`: it came back; `complained`: it was "
            "called spam; `suppressed`: it was not sent, since earlier mail to the address bounced "
            "or was complained about; `rejected`: it was not sent, since it looked like a virus."
        )
    )
    at: str
    reason: str = Field(description="Why it came back, in the words of mail servers, or empty.")

    @classmethod
    def of(cls, delivery: InviteDelivery) -> Self:
        """
        Show what became of a mail.
        """
        return cls(state=delivery.state, at=stamp(delivery.at), reason=delivery.reason)


class InviteBody(AnswerBody):
    """
    An invite; its link is mailed and never shown.
    """

    id: str
    reseller_id: str
    email: str
    tenant_name: str
    plan_code: str
    locale: Locale
    branding: dict[str, str] | None
    status: Status
    minted_by: str
    minted_at: str
    expires_at: str
    accepted_at: str | None
    tenant_id: str | None
    delivery: DeliveryBody | None = Field(
        description="What became of the mail; null while nothing is known of it."
    )

    @classmethod
    def of(cls, invite: Invite) -> Self:
        """
        Show an invite.
        """
        return cls(
            id=invite.id,
            reseller_id=invite.reseller_id,
            email=invite.offer.email,
            tenant_name=invite.offer.tenant_name,
            plan_code=invite.offer.plan_code,
            locale=invite.offer.locale,
            branding=invite.offer.branding,
            status=invite.status,
            minted_by=invite.minted_by,
            minted_at=stamp(invite.minted_at),
            expires_at=stamp(invite.expires_at),
            accepted_at=invite.accepted_at and stamp(invite.accepted_at),
            tenant_id=invite.tenant_id,
            delivery=invite.delivery and DeliveryBody.of(invite.delivery),
        )


class AcceptedBody(AnswerBody):
    """
    What accepting has created; a sign-in link is in the mailbox.
    """

    tenant_id: str
    tenant_name: str
    pilot_ends_at: str

    @classmethod
    def of(cls, invite: Invite) -> Self:
        """
        Show what an accepted invite has created.
        """
        assert invite.tenant_id is not None, "an accepted invite names its tenant"
        assert invite.pilot_ends_at is not None, "an accepted invite names its pilot's end"
        return cls(
            tenant_id=invite.tenant_id,
            tenant_name=invite.offer.tenant_name,
            pilot_ends_at=stamp(invite.pilot_ends_at),
        )


class RowBody(AnswerBody):
    """
    What became of one row of a file.
    """

    row: int = Field(description="1 for the first row after the heading.")
    status: str = Field(description="`minted` or `refused`.")
    invite_id: str | None = None
    code: str | None = None
    detail: str | None = None
    field: str | None = None


class BulkBody(AnswerBody):
    """
    What became of each row of a file.
    """

    minted: int
    refused: int
    rows: list[RowBody]
