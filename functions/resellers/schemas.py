"""
The bodies of the reseller routes.
"""

from typing import Any, Self

from pydantic import Field

from tenantry.clock import Month, stamp
from tenantry.funnel.model import Funnel
from tenantry.http.bodies import AnswerBody, Body, Query
from tenantry.http.fields import (
    BrandingFields,
    Email,
    Flag,
    Line,
    MonthText,
    Name,
    OptionalUrl,
    Slug,
    Text,
)
from tenantry.http.route import ListQuery
from tenantry.mail.model import Locale
from tenantry.resellers.commands import NewReseller
from tenantry.resellers.diagnosis import Diagnosis
from tenantry.resellers.model import (
    Branding,
    CompanyProfile,
    Department,
    FloorPolicy,
    PersonalDetails,
    Reseller,
    ResellerType,
)


class PersonalBody(Body):
    """
    The person who answers for the reseller.
    """

    name: Name
    email: Email
    phone: Line = ""
    address: Text = ""


class CompanyBody(Body):
    """
    The company.
    """

    legal_name: Name
    registration_number: Line = ""
    tax_number: Line = ""
    address: Text = ""
    website: OptionalUrl = ""


class BrandingBody(BrandingFields):
    """
    How invites, pages and mails look; empty means the platform's own look.
    """


class CreateReseller(Body):
    """
    A new reseller: both parts of the form.
    """

    slug: Slug
    type: ResellerType
    personal: PersonalBody
    company: CompanyBody
    signatures: dict[Department, Text] = Field(default_factory=dict)
    branding: BrandingBody = BrandingBody()
    initial_licenses: int = Field(0, ge=0, le=1_000_000, strict=True)
    is_active: Flag = True
    locale: Locale = Locale.EN

    def form(self) -> NewReseller:
        """
        The form as the command takes it.
        """
        return NewReseller(
            slug=self.slug,
            type=self.type,
            personal=PersonalDetails(**self.personal.model_dump()),
            company=CompanyProfile(**self.company.model_dump()),
            signatures=dict(self.signatures),
            branding=Branding(**self.branding.model_dump()),
            initial_licenses=self.initial_licenses,
            is_active=self.is_active,
            locale=self.locale,
        )


class ChangeReseller(Body):
    """
    Parts of the form to replace; a part that is left out stays as it is.

    A part is replaced whole: what it leaves out is empty. Single fields of the branding are changed
    at `PATCH /v1/resellers/{reseller_id}/branding`.
    """

    personal: PersonalBody | None = None
    company: CompanyBody | None = None
    signatures: dict[Department, Text] | None = None
    branding: BrandingBody | None = None
    type: ResellerType | None = Field(None, description="For operators only.")
    floor_policy: FloorPolicy | None = Field(
        None,
        description="Whether list prices below the wholesale price are refused or only warned "
        "about. For operators only.",
    )

    def parts(self) -> dict[str, Any]:
        """
        The parts that are given, as the command takes them.
        """
        return {
            "personal": self.personal and PersonalDetails(**self.personal.model_dump()),
            "company": self.company and CompanyProfile(**self.company.model_dump()),
            "signatures": None if self.signatures is None else dict(self.signatures),
            "branding": self.branding and Branding(**self.branding.model_dump()),
            "type_": self.type,
            "floor_policy": self.floor_policy,
        }


class ResellerBody(AnswerBody):
    """
    A reseller.
    """

    id: str
    slug: str
    type: ResellerType
    is_active: bool
    is_reseller: bool = True
    owner_id: str
    personal: dict[str, str]
    company: dict[str, str]
    signatures: dict[Department, str]
    branding: dict[str, str]
    terms_version: str | None
    terms_accepted_at: str | None
    floor_policy: FloorPolicy
    created_at: str
    version: int

    @classmethod
    def of(cls, reseller: Reseller) -> Self:
        """
        Show a reseller.
        """
        return cls(
            id=reseller.id,
            slug=reseller.slug,
            type=reseller.type,
            is_active=reseller.is_active,
            owner_id=reseller.owner_id,
            personal=_fields(reseller.personal),
            company=_fields(reseller.company),
            signatures=reseller.signatures,
            branding=_fields(reseller.branding),
            terms_version=reseller.terms_version,
            terms_accepted_at=reseller.terms_accepted_at and stamp(reseller.terms_accepted_at),
            floor_policy=reseller.floor_policy,
            created_at=stamp(reseller.created_at),
            version=reseller.version,
        )


class ResellerQuery(ListQuery):
    """
    Which resellers.
    """

    search: str = Field("", max_length=200, description="What the company's name starts with.")


class FunnelQuery(Query):
    """
    Which month.
    """

    month: MonthText = Field(description="A month as 2026-10, in UTC.")

    def of_month(self) -> Month:
        """
        The month.
        """
        return Month(self.month)


class FunnelBody(AnswerBody):
    """
    How many times each stage was reached in a month.
    """

    reseller_id: str
    month: str
    invited: int
    accepted: int
    converted: int
    expired: int

    @classmethod
    def of(cls, funnel: Funnel) -> Self:
        """
        Show a funnel.
        """
        counts = {stage.value: number for stage, number in funnel.counts.items()}
        return cls(reseller_id=funnel.reseller_id, month=funnel.month, **counts)


class AcceptTerms(Body):
    """
    The version of the agreement terms that the owner has read and accepts.
    """

    version: Name


class DiagnosisQuery(Query):
    """
    Who wants to create tenants, and cannot.
    """

    email: Email | None = Field(None, description="The address that they sign in with.")


class DiagnosisBody(AnswerBody):
    """
    Why a reseller cannot create tenants: every reason that holds, and whether it can.
    """

    can_create_tenants: bool
    reasons: list[dict[str, str]]

    @classmethod
    def of(cls, diagnosis: Diagnosis) -> Self:
        """
        Show a diagnosis.
        """
        reasons = [{"code": reason.code, "detail": reason.detail} for reason in diagnosis.reasons]
        return cls(can_create_tenants=not reasons, reasons=reasons)


def _fields(part: PersonalDetails | CompanyProfile | Branding) -> dict[str, str]:
    return {name: getattr(part, name) for name in part.__slots__}
