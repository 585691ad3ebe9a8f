"""
A reseller's funnel.
"""

from dataclasses import dataclass
from enum import StrEnum

from tenantry.clock import Month
from tenantry.ids import TenantId


class Stage(StrEnum):
    """
    The stages that are counted (R-TEN-4).
    """

    INVITED = "invited"
    ACCEPTED = "accepted"
    CONVERTED = "converted"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Funnel:
    """
    How many times each stage was reached in *month*, by the month in which it happened.
    """

    reseller_id: TenantId
    month: Month
    counts: dict[Stage, int]
