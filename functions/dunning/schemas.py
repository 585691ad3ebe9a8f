"""
The bodies of the dunning routes.
"""

from typing import Annotated, Self

from pydantic import Field

from tenantry.dunning.rules import REMINDER_DAY_MAX, REMINDERS_MAX, SUSPEND_AFTER_MAX
from tenantry.http.bodies import AnswerBody, Body
from tenantry.subscriptions.model import DunningSchedule

ReminderDay = Annotated[int, Field(ge=1, le=REMINDER_DAY_MAX, strict=True)]


class SetDunning(Body):
    """
    When customers are reminded and suspended, in days since the period began that nobody has paid.
    """

    reminder_days: list[ReminderDay] = Field(
        min_length=1, max_length=REMINDERS_MAX, description="Each day once, ascending."
    )
    suspend_after: int = Field(
        ge=2, le=SUSPEND_AFTER_MAX, strict=True, description="Later than the last reminder."
    )

    def schedule(self) -> DunningSchedule:
        """
        The schedule as the command takes it.
        """
        return DunningSchedule(tuple(self.reminder_days), self.suspend_after)


class DunningBody(AnswerBody):
    """
    When customers are reminded and suspended, in days since the period began that nobody has paid.
    """

    reminder_days: list[int]
    suspend_after: int

    @classmethod
    def of(cls, schedule: DunningSchedule) -> Self:
        """
        Show a schedule.
        """
        return cls(reminder_days=list(schedule.reminder_days), suspend_after=schedule.suspend_after)
