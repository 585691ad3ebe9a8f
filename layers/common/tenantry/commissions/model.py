"""
What a partner earns: agreements, the lines of a month, and the statement that they make.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from tenantry.clock import Month
from tenantry.errors import RuleBroken
from tenantry.fx.model import Quote
from tenantry.ids import TenantId
from tenantry.money import Money


class Basis(StrEnum):
    """
    What a commission is a share of (R-COM-1).
    """

    PAID = "paid"
    """What the customer pays, net of tax."""
    WHOLESALE = "wholesale"
    """The wholesale price at the sale; what was paid above it, the markup, is all the partner's."""


class Method(StrEnum):
    """
    How a partner is paid.
    """

    BANK_TRANSFER = "bank_transfer"
    STRIPE_CONNECT = "stripe_connect"
    PAYSTACK = "paystack"
    FLUTTERWAVE = "flutterwave"
    MPESA_B2C = "mpesa_b2c"


@dataclass(frozen=True, slots=True)
class Agreement:
    """
    What a partner earns from a month on, until another agreement does.

    Args:
        effective_from: The first month that is earned under it; no two of a partner have the same.
        rate: The partner's share, 0 to 1.
        minimum: A smaller sum is carried over; in the agreement's currency.
        hold_days: So many days after a month's end nothing of it is paid out.
        currency: What lines and statements are counted in; it stays, once there is a statement.
    """

    effective_from: Month
    rate: Decimal = Decimal("0.20")
    basis: Basis = Basis.PAID
    minimum: Money = Money(50_00, "USD")  # noqa: RUF009 - money never changes
    hold_days: int = 0
    method: Method = Method.BANK_TRANSFER
    currency: str = "USD"


STANDARD = Agreement(Month("0001-01"))
"""What holds where nothing else was agreed."""


class Kind(StrEnum):
    """
    What a line is.
    """

    COMMISSION = "commission"
    MARKUP = "markup"
    ADJUSTMENT = "adjustment"
    TAX = "tax"
    """Reserved for tax that is withheld; nothing computes it."""


class Reason(StrEnum):
    """
    Why an earlier line is corrected.
    """

    REFUND = "refund"
    REFUND_FAILED = "refund_failed"
    DISPUTE_HELD = "dispute_held"
    DISPUTE_LOST = "dispute_lost"
    DISPUTE_WON = "dispute_won"
    LATE_PAYMENT = "late_payment"
    CONFIRMED = "confirmed"
    """An operator found that the platform has the money of a payment after all."""
    PERIOD_MOVED = "period_moved"
    """Another payment of the tenant came late or went back, so this one pays for another time."""
    SELF_DEALING_HELD = "self_dealing_held"
    SELF_DEALING_RELEASED = "self_dealing_released"
    CORRECTION = "correction"
    RESTATED = "restated"
    """Its month's statement was rejected, to be earned anew."""


class LineKey(NamedTuple):
    """
    What a partner can earn once: of one payment for one month, by one kind.

    Args:
        about: `COMMISSION` or `MARKUP`.
    """

    earned: Month
    payment_id: str
    about: Kind


@dataclass(frozen=True, slots=True)
class Numbers:
    """
    The numbers behind a line, as they were known at its cut-off.

    Args:
        plan_code, quantity, price, wholesale: Of the sale, a unit for one interval; None where
            nobody said.
        covers: The period that the payment pays for, `[from, until)`.
        paid: The whole payment, net of tax.
        months: How many calendar months the payment is spread over.
        mrr: What the share is of, a month, before what went back: a fraction as text, in minor
            units of the payment's currency.
        rate: The partner's share of it; 1 for a markup.
        fx_day: Whose rates were taken; None where nothing was converted.
        exact: The share in minor units of the line's currency, a fraction as text: before what went
            back, before what an operator corrected, and before it was rounded.
        gone: Which share of the payment was refunded, lost or held by a dispute, as text.
        corrected_minor: What an operator added to *exact*.
        is_held: Whether self-dealing was suspected, so that it counted zero.
    """

    plan_code: str | None
    quantity: int | None
    price: Money | None
    wholesale: Money | None
    covers: tuple[datetime, datetime]
    paid: Money
    months: int
    mrr: str
    rate: Decimal
    fx_day: date | None
    quotes: tuple[Quote, ...]
    exact: str
    gone: str
    corrected_minor: int
    is_held: bool


@dataclass(frozen=True, slots=True)
class Line:
    """
    A part of a statement; it never changes.

    Args:
        id: Follows from the statement, what was earned, and its place among lines about the same.
        month: Of the statement that it stands in.
        about: What an adjustment corrects; the kind itself of any other line.
        corrects: The first line about the same; None where a late payment had none.
        reason, cause: Why there is an adjustment, and the id of what made it: a payment, a refund,
            a dispute, a decision; or the month whose statement was rejected.
    """

    id: str
    month: Month
    kind: Kind
    about: Kind
    tenant_id: TenantId
    earned: Month
    payment_id: str
    amount: Money
    numbers: Numbers
    corrects: str | None = None
    reason: Reason | None = None
    cause: str | None = None

    @property
    def key(self) -> LineKey:
        """
        What it is about.
        """
        return LineKey(self.earned, self.payment_id, self.about)


@dataclass(frozen=True, slots=True)
class Statement:
    """
    What a partner earned for a month, and what became known of earlier ones; it never changes.

    Args:
        cut_off: Only what was recorded by then counts.
        total: The sum of the rounded lines.
        inputs_hash: SHA-256 of all that the lines follow from, in hexadecimal.
    """

    reseller_id: TenantId
    month: Month
    cut_off: datetime
    lines: tuple[Line, ...]
    total: Money
    inputs_hash: str


@dataclass(frozen=True, slots=True)
class Written:
    """
    What a partner's statements say so far.

    Args:
        first, last: The months of its first and its last statement; None before the first one.
        cut_off: Of the last one that counts.
        restated: Months whose statements were rejected, and are earned anew in the next one.
        skipped: Months whose statements were rejected for good.
        lines: By tenant, without those of rejected statements. Only those of tenants are needed of
            which something became known since.
    """

    first: Month | None = None
    last: Month | None = None
    cut_off: datetime | None = None
    restated: tuple[Month, ...] = ()
    skipped: tuple[Month, ...] = ()
    lines: Mapping[TenantId, tuple[Line, ...]] = field(default_factory=dict)


class Status(StrEnum):
    """
    Where a statement stands.
    """

    PENDING = "pending"
    APPROVED = "approved"
    SETTLED = "settled"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What a statement comes to, and where it stands.
    """

    month: Month
    total: Money
    status: Status


class MonthNotOver(RuleBroken):
    """
    A month's statement is written when the month is over; `ends_at` says when that is.
    """

    code = "statement.month_not_over"


class MonthOutOfOrder(RuleBroken):
    """
    Statements are written month by month; `next_month` says which comes next.
    """

    code = "statement.month_out_of_order"


class WrittenDiffers(RuleBroken):
    """
    The lines of earlier statements are not what follows from what was known then.

    Nothing is written on top of them: it might be paid twice.
    """

    code = "statement.written_differs"
