"""
The checklist, and what it is filled in from.
"""

from dataclasses import dataclass
from enum import StrEnum

from tenantry.certificates.model import Certificate
from tenantry.data_processing.model import Standing
from tenantry.domains.model import Domain
from tenantry.payment_keys.model import PaymentKey
from tenantry.resellers.model import Reseller


class Need(StrEnum):
    """
    What a reseller needs, in the order in which it is shown (R-RES-8).
    """

    ROOT_DOMAIN = "root_domain"
    WILDCARD_CERTIFICATE = "wildcard_certificate"
    BRAND_COLORS = "brand_colors"
    LOGO = "logo"
    WEBSITE_LINK = "website_link"
    SUPPORT_LINK = "support_link"
    BILLING_LINK = "billing_link"
    TERMS_LINK = "terms_link"
    PRIVACY_LINK = "privacy_link"
    SUPPORT_EMAIL = "support_email"
    PAYMENT_KEY = "payment_key"
    DATA_PROCESSING_AGREEMENT = "data_processing_agreement"


@dataclass(frozen=True, slots=True)
class Known:
    """
    What is known of a reseller, read at one moment; nothing of it is stored for the checklist.

    Args:
        certificates: Of its domains that have one.
        payment_key: None where it has set none.
    """

    reseller: Reseller
    domains: tuple[Domain, ...]
    certificates: tuple[Certificate, ...]
    payment_key: PaymentKey | None
    agreement: Standing


@dataclass(frozen=True, slots=True)
class Answer:
    """
    Whether a point of the list is there.

    Args:
        words: What was found, or what is missing and how it comes to be there.
        route: Where it is put right; None where nothing is missing.
    """

    point: Need
    is_ready: bool
    words: str
    route: str | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """
    Every point, with its answer.
    """

    answers: tuple[Answer, ...]

    @property
    def is_ready(self) -> bool:
        """
        Whether nothing is missing.
        """
        return all(answer.is_ready for answer in self.answers)
