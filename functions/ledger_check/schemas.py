"""
The body of a difference.
"""

from typing import Self

from pydantic import Field

from tenantry.http.bodies import AnswerBody
from tenantry.ledger_check.model import Difference, Kind


class LedgerDifferenceBody(AnswerBody):
    """
    Something that is stored otherwise than it follows.
    """

    reseller_id: str
    month: str
    difference: Kind
    about: str = Field(description="A line's id, a part of the header, or a disbursement's id.")
    stored: str = Field(description="Empty where nothing is; amounts in minor units.")
    expected: str = Field(description="Empty where nothing is to be there.")

    @classmethod
    def of(cls, difference: Difference) -> Self:
        """
        Show a difference.
        """
        return cls(
            reseller_id=difference.reseller_id,
            month=difference.month,
            difference=difference.kind,
            about=difference.about,
            stored=difference.stored,
            expected=difference.expected,
        )
