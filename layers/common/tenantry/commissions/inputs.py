"""
What a partner's lines follow from.

All that becomes known of a tenant is facts, which never change and say when they were recorded: so
what was known at any instant can be told later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tenantry.clock import Month
from tenantry.commissions.model import Agreement, LineKey
from tenantry.fx.model import DayRates
from tenantry.ids import TenantId
from tenantry.ledger.model import TenantDispute, TenantPayment, TenantRefund
from tenantry.money import Money
from tenantry.subscriptions.model import Terms


@dataclass(frozen=True, slots=True)
class Holding:
    """
    That the partner held the tenant in `[starts_at, ends_at)`.

    Args:
        ends_at: None while it does.
    """

    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """
    A payment, and what was sold for it.

    Args:
        terms: As they were at the sale; None where nobody said.
    """

    payment: TenantPayment
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """
    An operator found that the platform has the money of a payment that its reseller recorded.
    """

    payment_id: str
    recorded_at: datetime

    @property
    def id(self) -> str:
        """
        A payment is confirmed once.
        """
        return self.payment_id


@dataclass(frozen=True, slots=True)
class Correction:
    """
    An operator adds to what a line is about, or takes from it; never below zero.

    Args:
        amount: In the agreement's currency, of the whole payment: of what has gone back, or will,
            the same share goes back of it.
        why: For people.
    """

    id: str
    key: LineKey
    amount: Money
    why: str
    recorded_at: datetime


class FlagStatus(StrEnum):
    """
    What is thought of a tenant that may be its reseller's own.
    """

    HELD = "held"
    RELEASED = "released"
    CONFIRMED = "confirmed"
    """It is its own, and earns nothing."""


@dataclass(frozen=True, slots=True)
class Flag:
    """
    What is thought of a tenant's months from *since* on (R-COM-8); the last word counts.
    """

    id: str
    since: Month
    status: FlagStatus
    recorded_at: datetime


type MoneyFact = TenantRefund | TenantDispute
"""What becomes known of a payment's money after it was paid."""

type Fact = Paid | MoneyFact | Confirmed | Correction | Flag
"""What can become known of a tenant."""


@dataclass(frozen=True, slots=True)
class Customer:
    """
    A tenant that the partner held at some time, and all that is known of it, in any order.

    Args:
        payments: All of the tenant's, also those of times when others held it.
    """

    tenant_id: TenantId
    holdings: tuple[Holding, ...]
    payments: tuple[Paid, ...]
    money: tuple[MoneyFact, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()
    corrections: tuple[Correction, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Partner:
    """
    What all lines of a partner follow from.

    Args:
        rates: Of the last days of months, by day.
    """

    reseller_id: TenantId
    agreements: tuple[Agreement, ...] = ()
    rates: Mapping[date, DayRates] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Closing:
    """
    The month whose statement is written.

    Args:
        first: The month of the partner's first statement: nothing is earned before it.
        since: The cut-off of the last statement before that counts; None where none does.
        restated: Months whose statements were rejected to be earned anew, in this statement.
        skipped: Months whose statements were rejected for good: nothing is earned for them.
    """

    month: Month
    cut_off: datetime
    first: Month
    since: datetime | None = None
    restated: tuple[Month, ...] = ()
    skipped: tuple[Month, ...] = ()
