"""
The bodies of the programme's settings.
"""

from typing import Self

from pydantic import Field

from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Day, Name
from tenantry.resellers.model import ProgrammeSettings, ResellerType


class ProgrammeBody(AnswerBody):
    """
    The programme's settings.
    """

    types: list[ResellerType]
    terms: dict[ResellerType, str]
    zone: str = Field(description="Whose midnight ends a business day, by its IANA name.")
    holidays: list[str] = Field(description="Days without business, weekends aside.")

    @classmethod
    def of(cls, settings: ProgrammeSettings) -> Self:
        """
        Show the settings.
        """
        return cls(
            types=sorted(settings.types),
            terms=settings.terms,
            zone=settings.zone,
            holidays=sorted(day.isoformat() for day in settings.holidays),
        )


class ChangeProgramme(Body):
    """
    The reseller types that are switched on, their terms, and when operators work.

    Statements are to be approved and paid within so many business days.
    """

    types: list[ResellerType] | None = None
    terms: dict[ResellerType, Name] | None = None
    zone: Name | None = None
    holidays: list[Day] | None = None
