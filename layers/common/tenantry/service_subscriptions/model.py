"""
A reseller's own subscription to a plan of the catalogue.
"""

from dataclasses import dataclass
from datetime import datetime

from tenantry.errors import Conflict, NotFound, RuleBroken
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.money import Money

QUANTITY_MAX = 100_000


@dataclass(frozen=True, slots=True)
class ServiceSubscription:
    """
    What a reseller has subscribed to itself.

    Args:
        unit: The wholesale price of one unit for one interval, as it was when the reseller
            subscribed; it stays when the plan's price changes.
        starts_at: When it began; billing periods are counted from here.
        ends_at: The first instant at which it does not hold any more; None for an open end.
        version: Grows by one with every change; a write names the version that it read.
    """

    reseller_id: TenantId
    plan_code: str
    interval: Interval
    quantity: int
    unit: Money
    starts_at: datetime
    ends_at: datetime | None = None
    version: int = 1


class ServiceNotFound(NotFound):
    """
    The reseller has never subscribed to this plan.
    """

    code = "service.not_found"


class ServiceExists(Conflict):
    """
    The reseller is subscribed to this plan.
    """

    code = "service.exists"


class ServiceEnded(RuleBroken):
    """
    The subscription has ended; subscribing again begins another one, at the price of then.
    """

    code = "service.ended"


class NothingToResume(RuleBroken):
    """
    The subscription runs on: it was not cancelled.
    """

    code = "service.not_cancelled"


class SubscriptionNeeded(RuleBroken):
    """
    Only a reseller that is subscribed to the plan itself may sell it.
    """

    code = "plan.subscription_needed"
