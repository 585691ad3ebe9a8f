"""
What a sweep found.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tenantry.errors import RuleBroken


class Kind(StrEnum):
    """
    How what a provider lists differs from what we know.
    """

    MISSED = "missed"
    """Its webhook never came, or could not be applied."""
    AMOUNT_DIFFERS = "amount_differs"
    """The payment is known, at another amount."""


class Outcome(StrEnum):
    """
    What came of a sweep of one provider.
    """

    FINISHED = "finished"
    UNAVAILABLE = "unavailable"
    """It did not answer to the end: the job runs again."""
    NOT_CONFIGURED = "not_configured"
    """Operators have set up no account with it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """
    Something that a provider lists and we did not know, or not like this.

    Args:
        day: Of the sweep that found it.
        refusal: The code of the error for which it could not be applied; None once it is.
    """

    day: date
    provider: str
    event_id: str
    event_type: str
    kind: Kind
    reference: str | None
    found_at: datetime
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Swept:
    """
    A sweep of one provider.

    Args:
        since, until: What was listed, `[since, until)`.
        listed: How many events the provider listed.
        missed: How many of them we did not know.
        repaired: How many of these took effect now.
    """

    day: date
    provider: str
    since: datetime
    until: datetime
    outcome: Outcome
    listed: int = 0
    missed: int = 0
    repaired: int = 0


class AmountDiffers(RuleBroken):
    """
    What was written of a payment stays: people compare it with the provider's list.
    """

    code = "payment.amount_differs"
