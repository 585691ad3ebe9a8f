"""
Values for each kind of mail, and a look, that tests change where it matters to them.
"""

from datetime import UTC, datetime

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
from tenantry.mail.model import Locale, Look, Mail, MailKind
from tenantry.mail.render import render
from tenantry.mail.values import (
    InviteAcceptedMail,
    InviteMail,
    MailValues,
    MemberAddedMail,
    PaymentOverdueMail,
    PayoutAccountChangedMail,
    PayoutMail,
    PilotEndingMail,
    PilotExpiredMail,
    ResellerWelcomeMail,
    SignInMail,
    StatementMail,
    StatementRejectedMail,
    SubscriptionSettledMail,
    SubscriptionSuspendedMail,
    TenantMovedMail,
    TenantReadyMail,
)
from tenantry.money import Money
from tenantry.principals import Role

AT = datetime(2026, 12, 5, 14, 30, tzinfo=UTC)
AMOUNT = Money(12_950_00, "KES")
LINK = "https://app.example.com/open?id=1&token=abc"
LOOK = Look("Savanna Cloud", "#0f766e", support_email="help@savanna.example")

EVERY_KIND = [(kind, locale) for kind in MailKind for locale in Locale]


def some_values(kind: MailKind, name: str = "Acme Foods") -> MailValues:
    """
    Values of a kind, with one name in every place where somebody's name goes.
    """
    values: dict[MailKind, MailValues] = {
        MailKind.INVITE: InviteMail(name, name, name, 30, AT, LINK),
        MailKind.TENANT_READY: TenantReadyMail(name, AT, LINK),
        MailKind.SIGN_IN: SignInMail(LINK),
        MailKind.PILOT_ENDING: PilotEndingMail(name, AT, 7, LINK),
        MailKind.PILOT_EXPIRED: PilotExpiredMail(name, AT, LINK),
        MailKind.RESELLER_WELCOME: ResellerWelcomeMail(name, LINK),
        MailKind.MEMBER_ADDED: MemberAddedMail(name, Role.RESELLER_SUPPORT, LINK),
        MailKind.INVITE_ACCEPTED: InviteAcceptedMail(name, name, LINK),
        MailKind.PAYMENT_OVERDUE: PaymentOverdueMail(name, name, AMOUNT, AT, 3, AT, LINK),
        MailKind.SUBSCRIPTION_SUSPENDED: SubscriptionSuspendedMail(
            name, name, AMOUNT, AT, AT, LINK
        ),
        MailKind.SUBSCRIPTION_SETTLED: SubscriptionSettledMail(name, name, AT, LINK),
        MailKind.TENANT_MOVED: TenantMovedMail(name, name, LINK),
        MailKind.DOMAIN_PROVEN: DomainMail(name, LINK),
        MailKind.DOMAIN_MISSING: DomainRecordMail(name, name, name, AT, LINK),
        MailKind.DOMAIN_SUSPENDED: DomainRecordMail(name, name, name, AT, LINK),
        MailKind.DOMAIN_LOST: DomainMail(name, LINK),
        MailKind.SENDER_READY: SenderMail(name, name, LINK),
        MailKind.SENDER_FELL_BACK: SenderMail(name, name, LINK),
        MailKind.MAIL_BOUNCED: MailBouncedMail(name, name, LINK),
        MailKind.MAIL_COMPLAINED: MailComplainedMail(name, LINK),
    }
    return (values | _about_payouts(name) | _about_certificates(name))[kind]


def _about_certificates(name: str) -> dict[MailKind, MailValues]:
    record = ("CNAME", name, name)
    return {
        MailKind.CERTIFICATE_ENDING: CertificateEndingMail(name, AT, 7, LINK),
        MailKind.CERTIFICATE_NOT_RENEWED: CertificateNotRenewedMail(name, AT, 7, *record, LINK),
        MailKind.CERTIFICATE_BLOCKED: CertificateRecordMail(name, *record, LINK),
        MailKind.CERTIFICATE_ENDED: CertificateEndedMail(name, AT, LINK),
    }


def _about_payouts(name: str) -> dict[MailKind, MailValues]:
    statement = StatementMail(name, "2026-10", AMOUNT, AT, LINK)
    payout = PayoutMail(name, AMOUNT, "****5678", LINK)
    return {
        MailKind.STATEMENT_READY: statement,
        MailKind.STATEMENT_APPROVED: statement,
        MailKind.STATEMENT_REJECTED: StatementRejectedMail(name, "2026-10", AMOUNT, name, LINK),
        MailKind.PAYOUT_SENT: payout,
        MailKind.PAYOUT_PAID: payout,
        MailKind.PAYOUT_FAILED: payout,
        MailKind.PAYOUT_ACCOUNT_CHANGED: PayoutAccountChangedMail(name, AT, LINK),
    }


def a_mail(
    kind: MailKind = MailKind.INVITE,
    locale: Locale = Locale.EN,
    *,
    name: str = "Acme Foods",
    look: Look = LOOK,
) -> Mail:
    """
    A rendered mail.
    """
    return render(kind, locale, some_values(kind, name), look)
