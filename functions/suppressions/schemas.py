"""
The bodies of the suppression routes.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody
from tenantry.suppressions.model import Cause, Suppression


class SuppressionBody(AnswerBody):
    """
    An address that is not mailed.
    """

    id: str
    address: str = Field(description="Masked: `k***@shop.example`.")
    cause: Cause = Field(
        description=(
            "`bounce`: mail came back for good; the owner can lift it. `complaint`: it was called "
            "spam; operators can."
        )
    )
    heard_at: str

    @classmethod
    def of(cls, suppression: Suppression) -> Self:
        """
        Show what people recognise an address by.
        """
        return cls(
            id=suppression.id,
            address=suppression.masked,
            cause=suppression.cause,
            heard_at=stamp(suppression.heard_at),
        )
