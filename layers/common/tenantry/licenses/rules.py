"""
How licences move.
"""

from dataclasses import replace

from tenantry.licenses.model import FreedTo, InUse, LicensePool


def freed_to(pool: LicensePool) -> FreedTo:
    """
    What the next licence becomes that is given back: what is owed goes first, then the disputed.
    """
    if pool.owed > 0:
        return FreedTo.NOBODY
    return FreedTo.FROZEN if pool.disputed > pool.frozen else FreedTo.AVAILABLE


def move(pool: LicensePool, *, entitled: int = 0, disputed: int = 0) -> LicensePool:
    """
    Add what happened to the entitlement and to what is disputed; either may be negative.

    The entitlement itself may fall below zero: an operator takes licences back, and then the pack
    that they came from is refunded. The difference is owed, and comes off the next pack.
    """
    moved = replace(pool, entitled=pool.entitled + entitled, disputed=pool.disputed + disputed)
    assert moved.disputed >= 0, "no more disputes end than began"
    return moved


def remove(pool: LicensePool, quantity: int) -> LicensePool:
    """
    Take back *quantity* licences that nobody uses (R-LIC-4).

    Raises:
        InUse: Fewer are available; `possible` says how many.
    """
    if quantity > pool.available:
        message = f"only {pool.available} licences are not in use"
        raise InUse(message, possible=pool.available)
    return move(pool, entitled=-quantity)


def is_low(pool: LicensePool) -> bool:
    """
    Whether the reseller wants to be told of its stock (R-LIC-5).
    """
    return pool.low_stock_at is not None and pool.available <= pool.low_stock_at
