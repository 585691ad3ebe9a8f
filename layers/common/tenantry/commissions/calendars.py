"""
When the operators work, as the programme's settings say.
"""

from zoneinfo import ZoneInfo

from tenantry.commissions.business_days import BusinessCalendar
from tenantry.resellers.store import get_settings


def operators_calendar() -> BusinessCalendar:
    """
    By which statements are to be approved and paid (R-COM-3); UTC and no holidays until one is set.
    """
    settings = get_settings()
    return BusinessCalendar(ZoneInfo(settings.zone), settings.holidays)
