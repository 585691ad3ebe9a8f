"""
The scheduled jobs.
"""

from enum import StrEnum


class Job(StrEnum):
    """
    Every job that a schedule starts, as its runs are written down and docs/operations.md names it.
    """

    PILOT_EXPIRY = "pilot_expiry"
    TENANT_PURGE = "tenant_purge"
    EVENT_REPUBLISH = "event_republish"
    LICENSE_SWEEP = "license_sweep"
    FX_RATES = "fx_rates"
    RECONCILIATION = "reconciliation"
    LIST_PRICE_CHECK = "list_price_check"
    DUNNING = "dunning"
    CHARGE_SWEEP = "charge_sweep"
    PAYMENT_SWEEP = "payment_sweep"
    STATEMENTS = "statements"
    PAYOUT_SWEEP = "payout_sweep"
    OVERDUE = "overdue"
    LEDGER_CHECK = "ledger_check"
    DOMAIN_CHECK = "domain_check"
    WATCHER = "watcher"
