"""
A suspended payment.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tenantry.errors import ChangedMeanwhile, NotFound, RuleBroken
from tenantry.ids import UserId
from tenantry.payments.model import Payment


class Why(StrEnum):
    """
    What is wrong with a payment.
    """

    UNKNOWN = "unknown"
    """No charge is named, or none that we have: a mistyped reference."""
    AMOUNT_DIFFERS = "amount_differs"
    CURRENCY_DIFFERS = "currency_differs"
    REQUEST_DIFFERS = "request_differs"
    """Another prompt was paid than the charge's own."""
    SUPERSEDED = "superseded"
    """The pilot was to become something else in the meantime."""


class Status(StrEnum):
    """
    What an operator decided.
    """

    WAITING = "waiting"
    MATCHED = "matched"
    """It pays a charge."""
    RETURNED = "returned"
    """It was sent back, outside."""


@dataclass(frozen=True, slots=True)
class SuspendedPayment:
    """
    Money that came, and what is wrong with it.

    Args:
        id: Follows from provider and reference.
        charge_id: The charge that it names, if we have it.
        typed: What the payer typed in place of a reference.
        comment: Why an operator decided as it did.
    """

    id: str
    provider: str
    payment: Payment
    occurred_at: datetime
    recorded_at: datetime
    why: Why
    charge_id: str | None
    typed: str | None
    status: Status = Status.WAITING
    decided_by: UserId | None = None
    comment: str | None = None
    version: int = 1


class SuspendedPaymentNotFound(NotFound):
    """
    There is no such suspended payment.
    """

    code = "suspended_payment.not_found"


class SuspendedPaymentChanged(ChangedMeanwhile):
    """
    Somebody else decided at the same moment.
    """

    code = "suspended_payment.changed_meanwhile"


class AlreadyDecided(RuleBroken):
    """
    The payment was matched or returned before; `payment_status` says which.
    """

    code = "suspended_payment.already_decided"
