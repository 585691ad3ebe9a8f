"""
What a mail is: its kind, its language, its look, and what becomes of them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Locale(StrEnum):
    """
    A language that people are written to in.
    """

    EN = "en"
    FR = "fr"
    PT = "pt"
    AR = "ar"
    SW = "sw"


class MailKind(StrEnum):
    """
    Why somebody is written to.
    """

    INVITE = "invite"
    TENANT_READY = "tenant_ready"
    SIGN_IN = "sign_in"
    PILOT_ENDING = "pilot_ending"
    PILOT_EXPIRED = "pilot_expired"
    RESELLER_WELCOME = "reseller_welcome"
    MEMBER_ADDED = "member_added"
    INVITE_ACCEPTED = "invite_accepted"
    PAYMENT_OVERDUE = "payment_overdue"
    SUBSCRIPTION_SUSPENDED = "subscription_suspended"
    SUBSCRIPTION_SETTLED = "subscription_settled"
    TENANT_MOVED = "tenant_moved"
    STATEMENT_READY = "statement_ready"
    STATEMENT_APPROVED = "statement_approved"
    STATEMENT_REJECTED = "statement_rejected"
    PAYOUT_SENT = "payout_sent"
    PAYOUT_PAID = "payout_paid"
    PAYOUT_FAILED = "payout_failed"
    PAYOUT_ACCOUNT_CHANGED = "payout_account_changed"
    DOMAIN_PROVEN = "domain_proven"
    DOMAIN_MISSING = "domain_missing"
    DOMAIN_SUSPENDED = "domain_suspended"
    DOMAIN_LOST = "domain_lost"
    SENDER_READY = "sender_ready"
    SENDER_FELL_BACK = "sender_fell_back"
    MAIL_BOUNCED = "mail_bounced"
    MAIL_COMPLAINED = "mail_complained"
    CERTIFICATE_ENDING = "certificate_ending"
    CERTIFICATE_NOT_RENEWED = "certificate_not_renewed"
    CERTIFICATE_BLOCKED = "certificate_blocked"
    CERTIFICATE_ENDED = "certificate_ended"


class MailState(StrEnum):
    """
    What became of a mail, in the order in which one goes before another, whichever is heard first.
    """

    SENT = "sent"
    DELIVERED = "delivered"
    """The mail server of whom it is for has taken it; whether anybody reads it, nobody knows."""
    REJECTED = "rejected"
    """SES found what looks like a virus in it, and sent nothing."""
    SUPPRESSED = "suppressed"
    """Nothing was sent: mail to this address came back before, or was complained about."""
    BOUNCED = "bounced"
    COMPLAINED = "complained"

    def outranks(self, other: "MailState | None") -> bool:
        """
        Whether this is what is known of a mail of which *other* was known.
        """
        order = list(MailState)
        return other is None or order.index(self) > order.index(other)


@dataclass(frozen=True, slots=True)
class Look:
    """
    The brand that a mail or a page wears: the reseller's, or the platform's own.

    What cannot be shown safely is left out: a colour that is no `#rrggbb`, a link that is no web
    address.

    Args:
        name: The brand as people know it.
        primary_color: `#rrggbb`; None for the platform's blue.
        secondary_color: `#rrggbb`; None for a brand with one colour.
        logo_url: Shown in a window of 200 by 50 pixels, never enlarged. This and the other pictures
            are full web addresses, or paths of ours (`tenantry.mail.assets`).
        login_background_url: Fills the window behind the pages of signing in.
        signature: Lines that close a mail, such as the support department's signature.
    """

    name: str
    primary_color: str | None = None
    secondary_color: str | None = None
    logo_url: str | None = None
    favicon_url: str | None = None
    login_background_url: str | None = None
    support_email: str | None = None
    support_url: str | None = None
    billing_url: str | None = None
    website_url: str | None = None
    terms_url: str | None = None
    privacy_url: str | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """
    A mail that is ready to send.

    Args:
        subject: One line: whatever names it holds, it cannot start another header.
    """

    subject: str
    html: str
    text: str
