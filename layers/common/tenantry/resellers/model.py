"""
A reseller: who it is, how it looks, and what it may do.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tenantry.errors import ChangedMeanwhile, Conflict, Forbidden, NotFound, RuleBroken
from tenantry.ids import TenantId, UserId


class ResellerType(StrEnum):
    """
    How a reseller earns (R-RES-4).
    """

    COMMISSION = "commission"
    """Customers pay through our payment providers, and the reseller earns commission."""
    SUBSCRIPTION = "subscription"
    """Also called prepaid: the reseller buys licences and bills its customers itself."""


class FloorPolicy(StrEnum):
    """
    What becomes of a list price below the wholesale price (R-PRI-1).

    Operators decide it for each reseller: in some regions the law forbids binding a minimum price.
    """

    REFUSE = "refuse"
    WARN = "warn"
    """It is stored, marked and sold at."""


class Department(StrEnum):
    """
    Whose e-mail signature it is (R-RES-3).
    """

    SALES = "sales"
    SUPPORT = "support"
    BILLING = "billing"


@dataclass(frozen=True, slots=True)
class PersonalDetails:
    """
    The person who answers for the reseller: the first part of the form.
    """

    name: str
    email: str
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class CompanyProfile:
    """
    The company: the second part of the form.
    """

    legal_name: str
    registration_number: str = ""
    tax_number: str = ""
    address: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Branding:
    """
    How the reseller's invites, pages and mails look; empty means the platform's own look (R-WL-3).

    Args:
        primary_color: `#rrggbb`, lower case, or empty. So is the secondary colour.
        logo_url: An https address, or that of an uploaded picture: a path on any host of ours
            (`tenantry.mail.assets`), or empty. So are the other two pictures.
    """

    display_name: str = ""
    primary_color: str = ""
    logo_url: str = ""
    website_url: str = ""
    support_url: str = ""
    billing_url: str = ""
    terms_url: str = ""
    privacy_url: str = ""
    support_email: str = ""
    secondary_color: str = ""
    favicon_url: str = ""
    login_background_url: str = ""


@dataclass(frozen=True, slots=True)
class Reseller:
    """
    A reseller.

    Args:
        slug: Unique, lower-case ASCII (`acme-corp`); never changes.
        owner_id: The user that it was linked to when it was created.
        terms_version: Which agreement terms were accepted; None while none were.
        domains: The proven domains whose hosts show its look; each has an item with a copy of the
            look, and one write changes both.
        portal: The host that links in mails lead to; None for the platform's own address.
        version: Grows by one with every change; a write names the version that it read.
    """

    id: TenantId
    slug: str
    type: ResellerType
    is_active: bool
    owner_id: UserId
    personal: PersonalDetails
    company: CompanyProfile
    created_at: datetime
    signatures: dict[Department, str] = field(default_factory=dict)
    branding: Branding = Branding()
    terms_version: str | None = None
    terms_accepted_at: datetime | None = None
    floor_policy: FloorPolicy = FloorPolicy.REFUSE
    domains: tuple[str, ...] = ()
    portal: str | None = None
    version: int = 1

    @property
    def display_name(self) -> str:
        """
        The name that customers see.
        """
        return self.branding.display_name or self.company.legal_name

    @property
    def is_prepaid(self) -> bool:
        """
        Whether each tenant uses one of the reseller's licences.
        """
        return self.type is ResellerType.SUBSCRIPTION


@dataclass(frozen=True, slots=True)
class ProgrammeSettings:
    """
    What operators decide for the whole programme (R-RES-4, R-RES-12).

    Args:
        types: The reseller types that are switched on.
        terms: The version of the agreement terms that resellers of a type must have accepted; a
            type that is missing here needs none.
        zone: Where the operators work, as the IANA database names it: its midnight ends a business
            day (R-COM-3).
        holidays: Days on which they do not work, weekends aside.
    """

    types: frozenset[ResellerType] = frozenset(ResellerType)
    terms: dict[ResellerType, str] = field(default_factory=dict)
    zone: str = "UTC"
    holidays: frozenset[date] = frozenset()
    version: int = 0


class ResellerNotFound(NotFound):
    """
    There is no such reseller, or it is somebody else's.
    """

    code = "reseller.not_found"


class SlugTaken(Conflict):
    """
    Another reseller has this slug.
    """

    code = "reseller.slug_taken"


class ResellerChanged(ChangedMeanwhile):
    """
    The reseller was changed between our read and our write.
    """

    code = "reseller.changed_meanwhile"


class ResellerInactive(Forbidden):
    """
    An inactive reseller cannot sign in, mint invites or create tenants (R-RES-5).
    """

    code = "reseller.inactive"


class NotPrepaid(RuleBroken):
    """
    Only a prepaid (subscription) reseller buys licences; others need none.
    """

    code = "reseller.not_prepaid"


class TypeSwitchedOff(RuleBroken):
    """
    The programme takes no resellers of this type.
    """

    code = "reseller.type_switched_off"


class TermsNotAccepted(RuleBroken):
    """
    The agreement terms of the reseller's type were not accepted in their current version.
    """

    code = "reseller.terms_not_accepted"


class TermsVersionDiffers(Conflict):
    """
    The version that was accepted is not the current one.
    """

    code = "reseller.terms_version_differs"
