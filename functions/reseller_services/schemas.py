"""
The bodies of the routes of resellers' own subscriptions.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Code, Currency
from tenantry.intervals import Interval
from tenantry.service_subscriptions.model import QUANTITY_MAX, ServiceSubscription

Quantity = Annotated[int, Field(ge=1, le=QUANTITY_MAX, strict=True)]


class SubscribeService(Body):
    """
    What the reseller subscribes itself to, at the wholesale price of now.
    """

    plan_code: Code
    interval: Interval = Interval.MONTH
    quantity: Quantity = 1
    currency: Currency = Field(description="One that the plan has a wholesale price in.")


class ChangeService(Body):
    """
    Another quantity.
    """

    quantity: Quantity


class ServiceEnd(StrEnum):
    """
    When a cancelled subscription of a reseller's ends.
    """

    NOW = "now"
    PERIOD_END = "period_end"


class CancelService(Body):
    """
    When to end: at once, or with the billing period that runs.
    """

    when: ServiceEnd = ServiceEnd.PERIOD_END


class ServiceBody(AnswerBody):
    """
    What a reseller is, or was, subscribed to itself.
    """

    plan_code: str
    interval: Interval
    quantity: int
    unit_minor: int = Field(
        description="What one unit costs for one interval, as it was when it began."
    )
    currency: str
    starts_at: str
    ends_at: str | None = Field(description="From when on it does not hold any more.")

    @classmethod
    def of(cls, service: ServiceSubscription) -> Self:
        """
        Show a subscription.
        """
        return cls(
            plan_code=service.plan_code,
            interval=service.interval,
            quantity=service.quantity,
            unit_minor=service.unit.minor,
            currency=service.unit.currency,
            starts_at=stamp(service.starts_at),
            ends_at=service.ends_at and stamp(service.ends_at),
        )
