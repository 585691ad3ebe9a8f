"""
The bodies of the subscription routes.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field

from tenantry.clock import FOREVER, stamp
from tenantry.http.bodies import AnswerBody, Body, Query
from tenantry.http.fields import Code, Currency, Moment
from tenantry.intervals import Interval
from tenantry.subscriptions.covering import paid_until
from tenantry.subscriptions.model import QUANTITY_MAX, PastVersion, Sold, Subscription, Terms
from tenantry.subscriptions.paying import due_at

Quantity = Annotated[int, Field(ge=1, le=QUANTITY_MAX, strict=True)]


class UpgradeTenant(Body):
    """
    What the tenant subscribes to.
    """

    plan_code: Code
    interval: Interval = Interval.MONTH
    quantity: Quantity = 1
    currency: Currency | None = Field(
        None, description="Sell it at the reseller's list price in this currency."
    )

    def terms(self) -> Terms:
        """
        The terms as the command takes them.
        """
        return Terms(self.plan_code, self.interval, self.quantity)


class ChangeSubscription(Body):
    """
    What to change of a subscription; what is left out stays.
    """

    plan_code: Code | None = None
    interval: Interval | None = None
    quantity: Quantity | None = None
    currency: Currency | None = None

    def changes(self) -> dict[str, Any]:
        """
        The parts that change, as the command takes them.
        """
        return self.model_dump(exclude_none=True)


class End(StrEnum):
    """
    When a cancelled subscription ends.
    """

    NOW = "now"
    PERIOD_END = "period_end"


class CancelSubscription(Body):
    """
    When to end: at once, or with the billing period that runs.
    """

    when: End = End.PERIOD_END


class InstantQuery(Query):
    """
    The instant that is asked about.
    """

    at: Moment


class SoldBody(AnswerBody):
    """
    What one unit was sold at, for one interval, as it was at the sale; in minor units.
    """

    unit_minor: int
    wholesale_minor: int
    currency: str

    @classmethod
    def of(cls, sold: Sold | None) -> Self | None:
        """
        Show a price, if one was named.
        """
        if sold is None:
            return None
        return cls(
            unit_minor=sold.unit.minor,
            wholesale_minor=sold.wholesale.minor,
            currency=sold.unit.currency,
        )


class SubscriptionBody(AnswerBody):
    """
    What a tenant is subscribed to.
    """

    tenant_id: str
    plan_code: str
    interval: Interval
    quantity: int
    sold: SoldBody | None
    status: str
    starts_at: str
    ends_at: str | None
    paid_until: str | None = Field(description="The end of what was paid; null while nothing was.")
    due_at: str | None = Field(
        description="The first instant that nobody has paid for; null when nothing is billed."
    )
    suspended_at: str | None = Field(
        description="Since when orders and shipments are refused, as nobody has paid."
    )
    reminded: list[int] = Field(
        description="The reminders that were sent: days before a pilot's end, or days past due."
    )
    price_until: str | None = Field(
        description="After a move: periods that begin from then on cost the new list price."
    )

    @classmethod
    def of(cls, subscription: Subscription) -> Self:
        """
        Show a subscription.
        """
        return cls(
            tenant_id=subscription.tenant_id,
            plan_code=subscription.plan_code,
            interval=subscription.interval,
            quantity=subscription.quantity,
            sold=SoldBody.of(subscription.sold),
            status=subscription.status.value,
            starts_at=stamp(subscription.starts_at),
            ends_at=_stamped(subscription.ends_at),
            paid_until=_stamped(paid_until(subscription)),
            due_at=_stamped(due_at(subscription)),
            suspended_at=_stamped(subscription.suspended_at),
            reminded=sorted(subscription.reminded),
            price_until=_stamped(subscription.price_until),
        )


class PastVersionBody(AnswerBody):
    """
    What held at an instant, and from when until when it does.
    """

    status: str
    plan_code: str
    interval: Interval
    quantity: int
    sold: SoldBody | None
    starts_at: str
    ends_at: str | None

    @classmethod
    def of(cls, version: PastVersion) -> Self:
        """
        Show a version.
        """
        return cls(
            status=version.status.value,
            plan_code=version.terms.plan_code,
            interval=version.terms.interval,
            quantity=version.terms.quantity,
            sold=SoldBody.of(version.terms.sold),
            starts_at=stamp(version.starts_at),
            ends_at=None if version.ends_at == FOREVER else stamp(version.ends_at),
        )


def _stamped(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)
