"""
The body of the jobs.
"""

from collections.abc import Sequence
from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody
from tenantry.watching.model import Watched


class JobBody(AnswerBody):
    """
    A scheduled job.
    """

    job: str
    last_finished: str | None = Field(
        description="The moment for which it did; null where it never has."
    )
    late_from: str | None = Field(
        description="When it is late unless another run finishes; null where nobody knows yet."
    )
    is_late: bool


class JobsBody(AnswerBody):
    """
    Every scheduled job.
    """

    late: int = Field(description="How many are late.")
    jobs: list[JobBody]

    @classmethod
    def of(cls, watched: Sequence[Watched]) -> Self:
        """
        Show every job.
        """
        return cls(
            late=sum(one.is_late for one in watched),
            jobs=[
                JobBody(
                    job=one.job.value,
                    last_finished=None if one.last_finished is None else stamp(one.last_finished),
                    late_from=None if one.late_from is None else stamp(one.late_from),
                    is_late=one.is_late,
                )
                for one in watched
            ],
        )
