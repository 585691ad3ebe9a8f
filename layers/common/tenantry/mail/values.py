"""
What each kind of mail needs to know. Apart from the model, since only the mailer needs these.
"""

from dataclasses import dataclass
from datetime import datetime

from tenantry.mail.domain_values import (
    CertificateEndedMail,
    CertificateEndingMail,
    CertificateNotRenewedMail,
    CertificateRecordMail,
    DomainMail,
    DomainRecordMail,
    MailBouncedMail,
    MailComplainedMail,
    SenderMail,
)
from tenantry.mail.model import MailKind
from tenantry.money import Money
from tenantry.principals import Role


@dataclass(frozen=True, slots=True)
class InviteMail:
    """
    To a prospect: a reseller offers a workspace.
    """

    reseller_name: str
    tenant_name: str
    plan_name: str
    pilot_days: int
    expires_at: datetime
    link: str


@dataclass(frozen=True, slots=True)
class TenantReadyMail:
    """
    To a tenant's owner: the workspace exists, here is the way in.
    """

    tenant_name: str
    pilot_ends_at: datetime
    link: str


@dataclass(frozen=True, slots=True)
class SignInMail:
    """
    To whoever asked to sign in: the link that lets them.
    """

    link: str
    valid_minutes: int = 15


@dataclass(frozen=True, slots=True)
class PilotEndingMail:
    """
    To a tenant's owner, some days before the pilot ends; 0 days left reads "less than a day".
    """

    tenant_name: str
    ends_at: datetime
    days_left: int
    link: str


@dataclass(frozen=True, slots=True)
class PilotExpiredMail:
    """
    To a tenant's owner: the pilot is over, what stops, and what is kept.
    """

    tenant_name: str
    ends_at: datetime
    link: str


@dataclass(frozen=True, slots=True)
class ResellerWelcomeMail:
    """
    To the owner of a new reseller: the partner workspace exists, here is the way in.
    """

    company_name: str
    link: str


@dataclass(frozen=True, slots=True)
class MemberAddedMail:
    """
    To somebody who was given a role in a workspace.
    """

    workspace_name: str
    role: Role
    link: str


@dataclass(frozen=True, slots=True)
class InviteAcceptedMail:
    """
    To the reseller's owner: a prospect has become a tenant.

    Args:
        accepted_by: The name that the person gave.
    """

    tenant_name: str
    accepted_by: str
    link: str


@dataclass(frozen=True, slots=True)
class PaymentOverdueMail:
    """
    To a tenant's owner, some days after a period began that nobody has paid.

    Args:
        amount: The price of that period, without tax.
        due_since: When it began.
        stops_at: From when on orders and shipments are refused, if it is still unpaid.
    """

    tenant_name: str
    plan_name: str
    amount: Money
    due_since: datetime
    days_late: int
    stops_at: datetime
    link: str


@dataclass(frozen=True, slots=True)
class SubscriptionSuspendedMail:
    """
    To a tenant's owner: nobody has paid for too long; what stops, and what is kept.
    """

    tenant_name: str
    plan_name: str
    amount: Money
    due_since: datetime
    stopped_at: datetime
    link: str


@dataclass(frozen=True, slots=True)
class SubscriptionSettledMail:
    """
    To a tenant's owner: what was overdue is paid, and everything runs.
    """

    tenant_name: str
    plan_name: str
    paid_until: datetime
    link: str


@dataclass(frozen=True, slots=True)
class TenantMovedMail:
    """
    To a tenant's owner: another reseller looks after the workspace from now on.
    """

    tenant_name: str
    reseller_name: str
    link: str


@dataclass(frozen=True, slots=True)
class StatementMail:
    """
    To a partner: a month's statement waits for approval, or for payment, until a moment.
    """

    partner_name: str
    month: str
    amount: Money
    due_at: datetime
    link: str


@dataclass(frozen=True, slots=True)
class StatementRejectedMail:
    """
    To a partner: a month's statement is as if it had never been written.
    """

    partner_name: str
    month: str
    amount: Money
    reason: str
    link: str


@dataclass(frozen=True, slots=True)
class PayoutMail:
    """
    To a partner: a payout is on its way, was made, or failed.

    Args:
        account: What may be shown of it.
    """

    partner_name: str
    amount: Money
    account: str
    link: str


@dataclass(frozen=True, slots=True)
class PayoutAccountChangedMail:
    """
    To the contact before the change, and to the owner.
    """

    partner_name: str
    paused_until: datetime
    link: str


MailValues = (
    InviteMail
    | TenantReadyMail
    | SignInMail
    | PilotEndingMail
    | PilotExpiredMail
    | ResellerWelcomeMail
    | MemberAddedMail
    | InviteAcceptedMail
    | PaymentOverdueMail
    | SubscriptionSuspendedMail
    | SubscriptionSettledMail
    | TenantMovedMail
    | StatementMail
    | StatementRejectedMail
    | PayoutMail
    | PayoutAccountChangedMail
    | DomainMail
    | DomainRecordMail
    | SenderMail
    | MailBouncedMail
    | MailComplainedMail
    | CertificateEndingMail
    | CertificateNotRenewedMail
    | CertificateRecordMail
    | CertificateEndedMail
)

VALUES_OF: dict[MailKind, type[MailValues]] = {
    MailKind.INVITE: InviteMail,
    MailKind.TENANT_READY: TenantReadyMail,
    MailKind.SIGN_IN: SignInMail,
    MailKind.PILOT_ENDING: PilotEndingMail,
    MailKind.PILOT_EXPIRED: PilotExpiredMail,
    MailKind.RESELLER_WELCOME: ResellerWelcomeMail,
    MailKind.MEMBER_ADDED: MemberAddedMail,
    MailKind.INVITE_ACCEPTED: InviteAcceptedMail,
    MailKind.PAYMENT_OVERDUE: PaymentOverdueMail,
    MailKind.SUBSCRIPTION_SUSPENDED: SubscriptionSuspendedMail,
    MailKind.SUBSCRIPTION_SETTLED: SubscriptionSettledMail,
    MailKind.TENANT_MOVED: TenantMovedMail,
    MailKind.STATEMENT_READY: StatementMail,
    MailKind.STATEMENT_APPROVED: StatementMail,
    MailKind.STATEMENT_REJECTED: StatementRejectedMail,
    MailKind.PAYOUT_SENT: PayoutMail,
    MailKind.PAYOUT_PAID: PayoutMail,
    MailKind.PAYOUT_FAILED: PayoutMail,
    MailKind.PAYOUT_ACCOUNT_CHANGED: PayoutAccountChangedMail,
    MailKind.DOMAIN_PROVEN: DomainMail,
    MailKind.DOMAIN_MISSING: DomainRecordMail,
    MailKind.DOMAIN_SUSPENDED: DomainRecordMail,
    MailKind.DOMAIN_LOST: DomainMail,
    MailKind.SENDER_READY: SenderMail,
    MailKind.SENDER_FELL_BACK: SenderMail,
    MailKind.MAIL_BOUNCED: MailBouncedMail,
    MailKind.MAIL_COMPLAINED: MailComplainedMail,
    MailKind.CERTIFICATE_ENDING: CertificateEndingMail,
    MailKind.CERTIFICATE_BLOCKED: CertificateRecordMail,
    MailKind.CERTIFICATE_NOT_RENEWED: CertificateNotRenewedMail,
    MailKind.CERTIFICATE_ENDED: CertificateEndedMail,
}
"""What each kind needs to know; the field names are the placeholders of its texts."""
