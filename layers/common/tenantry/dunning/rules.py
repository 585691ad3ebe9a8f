"""
What a reseller may set.
"""

from itertools import pairwise

from tenantry.billing.model import Billing, Mode
from tenantry.errors import invalid_field
from tenantry.subscriptions.model import DunningSchedule

REMINDERS_MAX = 10
REMINDER_DAY_MAX = 60
SUSPEND_AFTER_MAX = 90


def check(schedule: DunningSchedule) -> None:
    """
    Refuse a schedule that nobody could keep to.

    Raises:
        Invalid: There are no reminders or too many, they do not ascend, or lie outside 1 to 60
            days; or the gate shuts before the last of them, or later than after 90 days.
    """
    days = schedule.reminder_days
    if not 1 <= len(days) <= REMINDERS_MAX:
        raise invalid_field("reminder_days", f"1 to {REMINDERS_MAX} reminders")
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise invalid_field("reminder_days", "each day once, ascending")
    if days[0] < 1 or days[-1] > REMINDER_DAY_MAX:
        raise invalid_field("reminder_days", f"from day 1 to day {REMINDER_DAY_MAX}")
    if not days[-1] < schedule.suspend_after <= SUSPEND_AFTER_MAX:
        rule = f"later than the last reminder, and {SUSPEND_AFTER_MAX} days at most"
        raise invalid_field("suspend_after", rule)


def is_billed_by_reseller(billing: Billing, *, is_prepaid: bool) -> bool:
    """
    Whether the reseller asks for the money, so that the platform reminds nobody and shuts no gate.

    A prepaid reseller does (R-RES-4), unless the provider's way was set for it or for the tenant.
    """
    if billing.own is None and billing.resellers is None:
        return is_prepaid
    return billing.mode is Mode.MANUAL
