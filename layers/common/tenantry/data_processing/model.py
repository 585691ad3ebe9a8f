"""
A published text, and its acceptance: records that are added and never changed.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tenantry.errors import Conflict, NotFound
from tenantry.ids import TenantId, UserId


class PartnerRole(StrEnum):
    """
    What a reseller says that it is, by the words of the General Data Protection Regulation.

    Which of the two it is depends on its own contracts, so the reseller says it, and counsel can
    read it; nothing follows from it here.
    """

    CONTROLLER = "controller"
    PROCESSOR = "processor"


@dataclass(frozen=True, slots=True)
class Document:
    """
    A text as it was published.

    Args:
        version: What people call it, such as `2026-11`; unique.
        text: The whole text, exactly as it is accepted.
        sha256: Of the text's bytes in UTF-8, in hexadecimal: what an acceptance names.
        number: 1 for the first, one more for each further one.
    """

    version: str
    title: str
    text: str
    sha256: str
    number: int
    published_at: datetime
    published_by: UserId


@dataclass(frozen=True, slots=True)
class Signer:
    """
    Who accepts for a company, and from where.

    Args:
        title: The office that the person holds there.
        address: The caller's address, as the gateway saw it.
    """

    user_id: UserId
    name: str
    email: str
    title: str
    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """
    That a reseller accepted a text.

    Args:
        legal_name: The company's, as it was when it accepted; so is the registration number.
        supersedes: The version that it had accepted before, if any.
    """

    reseller_id: TenantId
    version: str
    sha256: str
    number: int
    role: PartnerRole
    legal_name: str
    registration_number: str
    signer: Signer
    accepted_at: datetime
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Whether a reseller has accepted what is asked for now.

    Args:
        current: The text that is asked for; None while none was published.
        acceptances: All of the reseller's, the first one first.
    """

    current: Document | None
    acceptances: tuple[Acceptance, ...]

    @property
    def is_accepted(self) -> bool:
        """
        Whether the current text is accepted.
        """
        current = self.current
        return current is not None and any(
            one.version == current.version for one in self.acceptances
        )


class DocumentNotFound(NotFound):
    """
    No data-processing agreement was published yet.
    """

    code = "data_processing.not_published"


class VersionTaken(Conflict):
    """
    A text of this version was published already.
    """

    code = "data_processing.version_taken"


class NotTheCurrentText(Conflict):
    """
    What was accepted is not the text that is asked for now.
    """

    code = "data_processing.not_the_current_text"


class AlreadyAccepted(Conflict):
    """
    The reseller accepted this very text before; the record of it stays as it is.
    """

    code = "data_processing.already_accepted"
