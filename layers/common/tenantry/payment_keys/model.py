"""
What is known of a key, without the key.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tenantry.errors import NotFound, RuleBroken
from tenantry.ids import TenantId

STRIPE = "stripe"
"""The one provider at which resellers have keys of their own so far."""

FULL_KEY_WARNING = (
    "this key may do everything at Stripe that its owner may; "
    "a restricted key that may write Checkout Sessions and Refunds is enough"
)


class Kind(StrEnum):
    """
    How much a key may do.
    """

    RESTRICTED = "restricted"
    FULL = "full"


class Mode(StrEnum):
    """
    Whether real money moves.
    """

    TEST = "test"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Form:
    """
    What a key says of itself.
    """

    kind: Kind
    mode: Mode
    last_four: str


@dataclass(frozen=True, slots=True)
class PaymentKey:
    """
    A reseller's key as it can be shown; the key itself is only ever stored encrypted.
    """

    reseller_id: TenantId
    provider: str
    form: Form
    set_at: datetime

    @property
    def warning(self) -> str | None:
        """
        What its owner should know of it.
        """
        return FULL_KEY_WARNING if self.form.kind is Kind.FULL else None


class PaymentKeyNotFound(NotFound):
    """
    The reseller has set no key of its own.
    """

    code = "payment_key.not_found"


class WrongMode(RuleBroken):
    """
    A test key came to production, or a live one elsewhere: they never mix (R-BIL-7).
    """

    code = "payment_key.wrong_mode"


class KeyRefused(RuleBroken):
    """
    The provider does not take the key: it is unknown, expired or revoked.
    """

    code = "payment_key.refused"


class KeyTooNarrow(RuleBroken):
    """
    The provider knows the key, and it may not do what charging needs.
    """

    code = "payment_key.too_narrow"
