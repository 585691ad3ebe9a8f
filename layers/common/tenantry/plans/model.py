"""
A plan of the catalogue.
"""

from dataclasses import dataclass
from datetime import datetime

from tenantry.errors import Conflict, NotFound, RuleBroken
from tenantry.money import Money


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What a tenant can subscribe to.

    Args:
        code: Unique, as it is named in invites: lower-case ASCII (`growth-50`).
        wholesale_prices: The floor per month in each currency, one price a currency (R-PRI-1).
        is_active: Whether new invites may name it; subscriptions that have it keep it.
    """

    code: str
    name: str
    wholesale_prices: tuple[Money, ...]
    is_active: bool
    created_at: datetime


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
