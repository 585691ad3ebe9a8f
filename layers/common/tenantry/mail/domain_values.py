"""
What mails about partners' domains need to know: domains, certificates, senders and their mail.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DomainMail:
    """
    To a partner's owner: a domain is its own now, or another account's.
    """

    domain: str
    link: str


@dataclass(frozen=True, slots=True)
class DomainRecordMail:
    """
    To a partner's owner: the record that proves a domain is missing.

    Args:
        stops_at: When nothing is served under the domain any more, or since when.
    """

    domain: str
    record_name: str
    record_value: str
    stops_at: datetime
    link: str


@dataclass(frozen=True, slots=True)
class SenderMail:
    """
    To a partner's owner: mail leaves from its own address now, or not any more.

    Args:
        address: The partner's own one, used or not.
    """

    domain: str
    address: str
    link: str


@dataclass(frozen=True, slots=True)
class MailBouncedMail:
    """
    To a partner's owner: the mail with an invitation came back.
    """

    tenant_name: str
    address: str
    link: str


@dataclass(frozen=True, slots=True)
class MailComplainedMail:
    """
    To a partner's owner: somebody called mail in its name spam.

    Args:
        address: Masked: a complaint is not for passing on.
    """

    address: str
    link: str


@dataclass(frozen=True, slots=True)
class CertificateEndingMail:
    """
    To a partner's owner: its own certificate ends in some days; 0 reads "less than a day".
    """

    domain: str
    ends_at: datetime
    days_left: int
    link: str


@dataclass(frozen=True, slots=True)
class CertificateNotRenewedMail:
    """
    To a partner's owner: the platform's certificate ends in some days, and was not renewed yet.

    Args:
        record_name: Of the record that each renewal needs.
    """

    domain: str
    ends_at: datetime
    days_left: int
    record_type: str
    record_name: str
    record_value: str
    link: str


@dataclass(frozen=True, slots=True)
class CertificateRecordMail:
    """
    To a partner's owner: a certificate cannot be issued until a record is in DNS.
    """

    domain: str
    record_type: str
    record_name: str
    record_value: str
    link: str


@dataclass(frozen=True, slots=True)
class CertificateEndedMail:
    """
    To a partner's owner: a certificate has ended.
    """

    domain: str
    ended_at: datetime
    link: str
