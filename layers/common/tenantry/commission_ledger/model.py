"""
A partner's balance.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tenantry.commissions.model import Status
from tenantry.money import Money
from tenantry.statements.model import StatementHeader


class Why(StrEnum):
    """
    Why money is not paid out yet.
    """

    PENDING = "pending"
    """The statement is not approved."""
    HOLD = "hold"
    """The agreement holds it for some days after the month's end."""
    IN_PAYMENT = "in_payment"
    """A disbursement has claimed it, and is under way."""
    MINIMUM = "minimum"
    """All that could be paid together does not reach the minimum: it is carried over."""
    NO_ACCOUNT = "no_account"
    """The partner has not said where to."""
    ACCOUNT_PAUSED = "account_paused"
    """The payout account was changed less than 7 days ago."""


@dataclass(frozen=True, slots=True)
class OpenStatement:
    """
    A statement that is not settled, nor rejected.

    Args:
        because: Why it is not payable; empty where it is, as far as it alone is concerned.
        held_until: When the agreement's hold ends; None where nothing holds it.
    """

    header: StatementHeader
    because: tuple[Why, ...]
    held_until: datetime | None


@dataclass(frozen=True, slots=True)
class Balance:
    """
    What a partner is owed; it may be negative.

    Args:
        total: All open statements, and the remainder.
        remainder: What earlier disbursements left, because it could not be paid exactly.
        totals: The open statements' sums by status, what is in payment apart.
        payable: What a disbursement made now would pay; zero where there is a reason against it.
        because: Why nothing is payable; empty where something is.
        minimum: The smallest sum that is paid out.
        paused_until: Until when the payout account is paused; None where it is not.
    """

    as_of: datetime
    total: Money
    remainder: Money
    totals: dict[Status, Money]
    in_payment: Money
    payable: Money
    because: tuple[Why, ...]
    minimum: Money
    paused_until: datetime | None
    statements: tuple[OpenStatement, ...]
