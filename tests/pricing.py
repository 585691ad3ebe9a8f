"""
Exchange rates in tests, as if a bank had published them.
"""

from datetime import date
from decimal import Decimal

from tenantry.fx import store as fx
from tenantry.fx.model import Quote


def publish(day: date, kes: str = "129", published: date | None = None) -> None:
    """
    A day's rates: a euro is 1.10 dollars, and a dollar so many shillings.
    """
    rates = {"USD": ("EUR", "1.10"), "KES": ("USD", kes)}
    quotes = {
        name: Quote(name, base, Decimal(rate), published or day, "a bank")
        for name, (base, rate) in rates.items()
    }
    fx.put_rates(day, quotes)
