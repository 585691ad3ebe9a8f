"""
A tenant's subscription.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tenantry.errors import NotFound, RuleBroken
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.money import Money

PILOT = timedelta(days=30)
"""R-TEN-1: a pilot lasts so long from its activation."""

PAST_KEPT = timedelta(days=396)
"""13 months: what a month's statement may still ask for stands in the item itself."""

QUANTITY_MAX = 100_000

REMINDER_DAYS = (7, 1)
"""R-TEN-5: the owner is reminded so many days before a pilot ends."""


class Status(StrEnum):
    """
    Where a subscription stands.
    """

    PILOT = "pilot"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    """A period began that nobody has paid; its gate shuts when it is suspended (R-BIL-4)."""
    EXPIRED = "expired"
    """A pilot that ended."""
    CANCELLED = "cancelled"
    """A paid subscription that ended."""


BILLED = frozenset({Status.ACTIVE, Status.PAST_DUE})
"""What runs, and is paid for period by period."""


@dataclass(frozen=True, slots=True)
class Sold:
    """
    What one unit was sold at, for one interval, as it was at the sale.

    Args:
        unit: The reseller's list price.
        wholesale: The wholesale price of that moment, in the list price's currency.
    """

    unit: Money
    wholesale: Money


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What a tenant has: a plan, so many times, billed every so often, maybe at a price.
    """

    plan_code: str
    interval: Interval = Interval.MONTH
    quantity: int = 1
    sold: Sold | None = None

    @property
    def currency(self) -> str | None:
        """
        What it is paid in; None where no price was named.
        """
        return None if self.sold is None else self.sold.unit.currency

    def is_asked_by(self, other: "Terms") -> bool:
        """
        Whether *other* asks for the same; its price is of another moment.
        """
        own = (self.plan_code, self.interval, self.quantity, self.currency)
        return own == (other.plan_code, other.interval, other.quantity, other.currency)


@dataclass(frozen=True, slots=True)
class PastVersion:
    """
    What held in `[starts_at, ends_at)`, until something else did.
    """

    status: Status
    terms: Terms
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Cover:
    """
    What a payment pays for, while its money has not all gone back.

    Args:
        starts_at: None for the first period of a subscription that this very payment began.
        ends_at: Where the period ended that it was asked for; None as above.
        months: How many it pays for wherever they fall; 0 for exactly these dates, as whoever
            recorded the payment by hand said.
    """

    payment_id: str
    starts_at: datetime | None
    ends_at: datetime | None
    months: int


@dataclass(frozen=True, slots=True)
class DunningSchedule:
    """
    What happens when nobody pays, in days since the period began (R-BIL-4).

    Args:
        reminder_days: When the payer is reminded, ascending.
        suspend_after: When the gate shuts; after the last reminder.
    """

    reminder_days: tuple[int, ...] = (1, 3, 7)
    suspend_after: int = 8


@dataclass(frozen=True, slots=True)
class Subscription:
    """
    What a tenant has, from when, and (for a pilot, or when it is cancelled) until when.

    Args:
        reseller_id: The reseller that held the tenant when this version was written.
        starts_at: When the present terms began.
        ends_at: The first instant that is not covered any more; None for an open end.
        anchor: When billing periods are counted from; None while nothing is billed.
        past: What held before, oldest first, without gaps in what was stored; versions that ended
            long ago are kept apart (`PAST_KEPT`).
        reminded: Of the reminders that were sent: days before a pilot's end, or days past due.
        covers: What was paid for, as far as it still matters; in any order.
        suspended_at: When the gate was shut since nobody paid.
        price_until: After a move to another reseller: the periods that begin before it cost what
            was sold, the others that reseller's list price. None where the sale's price stays.
        version: Grows by one with every change; a write names the version that it read.
    """

    tenant_id: TenantId
    reseller_id: TenantId
    plan_code: str
    status: Status
    starts_at: datetime
    ends_at: datetime | None
    reminded: frozenset[int] = frozenset()
    version: int = 1
    interval: Interval = Interval.MONTH
    quantity: int = 1
    anchor: datetime | None = None
    past: tuple[PastVersion, ...] = ()
    sold: Sold | None = None
    covers: tuple[Cover, ...] = ()
    suspended_at: datetime | None = None
    price_until: datetime | None = None

    @property
    def terms(self) -> Terms:
        """
        The present terms.
        """
        return Terms(self.plan_code, self.interval, self.quantity, self.sold)


class NotAPilot(RuleBroken):
    """
    Only a pilot, running or expired, can be upgraded.
    """

    code = "subscription.not_a_pilot"


class NotActive(RuleBroken):
    """
    Only a paid subscription that has not ended can be changed or cancelled.
    """

    code = "subscription.not_active"


class NothingToResume(RuleBroken):
    """
    The subscription runs on: it was not cancelled.
    """

    code = "subscription.not_cancelled"


class NotYet(NotFound):
    """
    The tenant had no subscription at this instant.
    """

    code = "subscription.not_yet"
