"""
The bodies of the routes of the data-processing agreement.
"""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints

from tenantry.clock import stamp
from tenantry.data_processing.model import Acceptance, Document, PartnerRole, Standing
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import READABLE_LINES, Name, readable_lines

TEXT_MAX = 80_000
"""Characters: at most 320,000 bytes, where an item may have 409,600."""

Version = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}$", max_length=40)]

WholeText = Annotated[
    str,
    StringConstraints(min_length=1, max_length=TEXT_MAX),
    AfterValidator(readable_lines),
    Field(json_schema_extra={"pattern": READABLE_LINES}),
]


class PublishDocument(Body):
    """
    A text that every reseller is to accept from now on.
    """

    version: Version
    title: Name
    text: WholeText


class DocumentBody(AnswerBody):
    """
    A published text, whole.
    """

    version: str
    title: str
    text: str
    sha256: str = Field(description="Of the text's bytes in UTF-8; an acceptance names it.")
    published_at: str

    @classmethod
    def of(cls, document: Document) -> Self:
        """
        Show a text.
        """
        return cls(
            version=document.version,
            title=document.title,
            text=document.text,
            sha256=document.sha256,
            published_at=stamp(document.published_at),
        )


class AcceptDocument(Body):
    """
    The acceptance of a text by a person who may sign for the company.
    """

    version: Version
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the text that was read.")
    role: PartnerRole = Field(description="What the company is for its customers' data.")
    name: Name = Field(description="Of the person who signs.")
    title: Name = Field(description="The office that the person holds in the company.")
    has_authority: bool = Field(
        strict=True,
        description="Must be true: that the person may sign for the company.",
        json_schema_extra={"const": True},
    )


class AcceptanceBody(AnswerBody):
    """
    That a reseller accepted a text.
    """

    version: str
    sha256: str
    role: PartnerRole
    legal_name: str
    registration_number: str
    signer_id: str
    signer_name: str
    signer_email: str
    signer_title: str
    accepted_at: str
    supersedes: str | None

    @classmethod
    def of(cls, acceptance: Acceptance) -> Self:
        """
        Show an acceptance; from where it came stays in the record.
        """
        signer = acceptance.signer
        return cls(
            version=acceptance.version,
            sha256=acceptance.sha256,
            role=acceptance.role,
            legal_name=acceptance.legal_name,
            registration_number=acceptance.registration_number,
            signer_id=signer.user_id,
            signer_name=signer.name,
            signer_email=signer.email,
            signer_title=signer.title,
            accepted_at=stamp(acceptance.accepted_at),
            supersedes=acceptance.supersedes,
        )


class AgreementStandingBody(AnswerBody):
    """
    What a reseller has accepted, and whether that is what is asked for.
    """

    current_version: str | None
    is_accepted: bool
    acceptances: list[AcceptanceBody] = Field(description="The first one first.")

    @classmethod
    def of(cls, standing: Standing) -> Self:
        """
        Show where a reseller stands.
        """
        return cls(
            current_version=standing.current and standing.current.version,
            is_accepted=standing.is_accepted,
            acceptances=[AcceptanceBody.of(one) for one in standing.acceptances],
        )
