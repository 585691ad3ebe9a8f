"""
The bodies of the audit routes.
"""

from typing import Any, Self

from pydantic import Field

from tenantry.clock import Month, stamp
from tenantry.events import Event
from tenantry.http.bodies import AnswerBody
from tenantry.http.fields import Day, MonthText
from tenantry.http.route import ListQuery


class EventBody(AnswerBody):
    """
    Something that happened: who did it, on whose behalf, where and when.
    """

    id: str
    kind: str
    occurred_at: str
    tenant_id: str
    reseller_id: str | None
    actor_id: str
    on_behalf_of: str | None
    correlation_id: str
    data: dict[str, Any]

    @classmethod
    def of(cls, event: Event) -> Self:
        """
        Show an event.
        """
        return cls(
            id=event.id,
            kind=event.kind,
            occurred_at=stamp(event.occurred_at),
            tenant_id=event.tenant_id,
            reseller_id=event.reseller_id,
            actor_id=event.actor_id,
            on_behalf_of=event.on_behalf_of,
            correlation_id=event.correlation_id,
            data=event.data,
        )


class MonthQuery(ListQuery):
    """
    Which month.
    """

    month: MonthText = Field(description="A month as 2026-10, in UTC.")

    def of_month(self) -> Month:
        """
        The month.
        """
        return Month(self.month)


class DayQuery(ListQuery):
    """
    Which day.
    """

    day: Day = Field(description="A day as 2026-10-31, in UTC.")
