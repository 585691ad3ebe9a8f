"""
The body of a replay.
"""

from typing import Self

from tenantry.http.bodies import AnswerBody


class ReplayBody(AnswerBody):
    """
    How many messages went back on their queue.
    """

    replayed: int

    @classmethod
    def of(cls, replayed: int) -> Self:
        """
        Show a replay.
        """
        return cls(replayed=replayed)
