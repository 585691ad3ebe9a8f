"""
The bodies of the routes of the sweep of payments.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody
from tenantry.payment_sweep.model import Difference, Kind, Outcome, Swept


class SweptBody(AnswerBody):
    """
    A sweep of one provider.
    """

    provider: str
    since: str
    until: str
    outcome: Outcome
    listed: int
    missed: int = Field(description="How many events of the list we did not know.")
    repaired: int = Field(description="How many of these took effect now.")


class SweptDayBody(AnswerBody):
    """
    The sweeps of a day, by provider; one that is not here did not run.
    """

    day: str
    sweeps: list[SweptBody]

    @classmethod
    def of(cls, swept: tuple[str, list[Swept]]) -> Self:
        """
        Show a day's sweeps.
        """
        day, sweeps = swept
        return cls(
            day=day,
            sweeps=[
                SweptBody(
                    provider=one.provider,
                    since=stamp(one.since),
                    until=stamp(one.until),
                    outcome=one.outcome,
                    listed=one.listed,
                    missed=one.missed,
                    repaired=one.repaired,
                )
                for one in sweeps
            ],
        )


class DifferenceBody(AnswerBody):
    """
    Something that a provider lists and we did not know, or not like this.
    """

    provider: str
    event_id: str
    event_type: str
    difference: Kind
    reference: str | None
    refusal: str | None = Field(description="Why it was not repaired; null where it was.")
    found_at: str

    @classmethod
    def of(cls, difference: Difference) -> Self:
        """
        Show a difference.
        """
        return cls(
            provider=difference.provider,
            event_id=difference.event_id,
            event_type=difference.event_type,
            difference=difference.kind,
            reference=difference.reference,
            refusal=difference.refusal,
            found_at=stamp(difference.found_at),
        )
