"""
The bodies of the programme's settings.
"""

from typing import Self

from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Name
from tenantry.resellers.model import ProgrammeSettings, ResellerType


class ProgrammeBody(AnswerBody):
    """
    The programme's settings.
    """

    types: list[ResellerType]
    terms: dict[ResellerType, str]

    @classmethod
    def of(cls, settings: ProgrammeSettings) -> Self:
        """
        Show the settings.
        """
        return cls(types=sorted(settings.types), terms=settings.terms)


class ChangeProgramme(Body):
    """
    The reseller types that are switched on, and the terms that each must accept.
    """

    types: list[ResellerType] | None = None
    terms: dict[ResellerType, Name] | None = None
