"""
The body of a month's progress.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody
from tenantry.statements.model import Progress


class StatementProgressBody(AnswerBody):
    """
    How far the statements of a month had come when the job last looked.
    """

    month: str
    as_of: str
    partners: int = Field(description="How many there is a statement to be of.")
    written: int
    missing: int
    missing_resellers: list[str] = Field(description="The first hundred without a statement.")
    is_finished: bool

    @classmethod
    def of(cls, progress: Progress) -> Self:
        """
        Show a month's progress.
        """
        return cls(
            month=progress.month,
            as_of=stamp(progress.as_of),
            partners=progress.partners,
            written=progress.written,
            missing=progress.partners - progress.written,
            missing_resellers=list(progress.missing),
            is_finished=progress.is_finished,
        )
