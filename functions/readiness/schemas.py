"""
The body of the checklist.
"""

from typing import Self

from pydantic import Field

from tenantry.http.bodies import AnswerBody
from tenantry.readiness.model import Answer, Checklist, Need


class PointBody(AnswerBody):
    """
    One point of the list.
    """

    point: Need
    is_ready: bool
    words: str = Field(description="What was found; or what is missing, and how it comes there.")
    route: str | None = Field(description="The route that puts it right; null where it is ready.")

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """
        Show a point.
        """
        return cls(
            point=answer.point, is_ready=answer.is_ready, words=answer.words, route=answer.route
        )


class ChecklistBody(AnswerBody):
    """
    What a reseller has of all that its customers are to see.
    """

    is_ready: bool
    points: list[PointBody]

    @classmethod
    def of(cls, checklist: Checklist) -> Self:
        """
        Show the list.
        """
        return cls(
            is_ready=checklist.is_ready,
            points=[PointBody.of(answer) for answer in checklist.answers],
        )
