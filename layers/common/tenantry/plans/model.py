"""
A plan of the catalogue, and what it costs at wholesale from when on.
"""

from dataclasses import dataclass
from datetime import datetime

from tenantry.errors import Conflict, NotFound, RuleBroken
from tenantry.intervals import Interval
from tenantry.money import Money


@dataclass(frozen=True, slots=True)
class WholesalePrice:
    """
    What a plan costs a reseller in one currency: the floor under its list price (R-PRI-1).

    Args:
        yearly: None where a year costs twelve months. Never another currency than *monthly*.
    """

    monthly: Money
    yearly: Money | None = None

    @property
    def currency(self) -> str:
        """
        The currency of both amounts.
        """
        return self.monthly.currency

    def of(self, interval: Interval) -> Money:
        """
        What an interval costs.

        Example:
            >>> WholesalePrice(Money(10_00, "USD")).of(Interval.YEAR)
            Money(minor=12000, currency='USD')
        """
        if interval is Interval.MONTH:
            return self.monthly
        return self.yearly or Money(self.monthly.minor * 12, self.currency)


@dataclass(frozen=True, slots=True)
class PriceList:
    """
    What a plan costs from *starts_at* until the plan's next list starts: one price a currency.

    It never changes once it is written.
    """

    starts_at: datetime
    prices: tuple[WholesalePrice, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What a tenant can subscribe to.

    Args:
        code: Unique, as it is named in invites: lower-case ASCII (`growth-50`).
        first_prices: The wholesale prices that it was created with; they hold from *created_at*
            until its first dated list starts.
        is_active: Whether new invites may name it; subscriptions that have it keep it.
        needs_subscription: Whether only a reseller that is subscribed to it itself may sell it
            (R-PRI-2).
    """

    code: str
    name: str
    first_prices: tuple[WholesalePrice, ...]
    is_active: bool
    created_at: datetime
    needs_subscription: bool = False


@dataclass(frozen=True, slots=True)
class PricedPlan:
    """
    A plan with the wholesale prices that are in force at some moment.
    """

    plan: Plan
    wholesale_prices: tuple[WholesalePrice, ...]


class PlanExists(Conflict):
    """
    The code is taken.
    """

    code = "plan.exists"


class PlanNotFound(NotFound):
    """
    No plan has this code.
    """

    code = "plan.not_found"


class PlanNotOffered(RuleBroken):
    """
    The plan exists, and is not offered to new tenants.
    """

    code = "plan.not_offered"


class PlanNotPriced(RuleBroken):
    """
    The plan has no wholesale price in any currency.
    """

    code = "plan.not_priced"


class PricesExist(Conflict):
    """
    Another price list of this plan starts at this very moment.
    """

    code = "plan.prices_exist"
