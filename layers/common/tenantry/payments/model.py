"""
A payment, and the money that goes back of it.
"""

from dataclasses import dataclass
from enum import StrEnum

from tenantry.errors import Conflict, RuleBroken
from tenantry.ids import TenantId
from tenantry.money import Money


class RefundStatus(StrEnum):
    """
    What became of a refund at the provider.
    """

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class DisputeStatus(StrEnum):
    """
    What became of a dispute at the provider.
    """

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Payment:
    """
    The provider says that something was paid.

    Args:
        reference: The provider's own id of the payment.
        subtotal: Before tax: what is compared with a price.
        total_minor: With tax, in minor units of the same currency; never below the subtotal.
    """

    reference: str
    subtotal: Money
    total_minor: int


@dataclass(frozen=True, slots=True)
class Refund:
    """
    Money that went back; how many licences it is for is known when we asked, or an operator says.

    Args:
        id: Ours when we asked for it (the provider carries it along), else the provider's.
        minor: With tax, in minor units of the payment's currency.
        quantity: None while nobody has said: the money is recorded, the licences stay.
    """

    id: str
    minor: int
    status: RefundStatus
    quantity: int | None = None

    @property
    def is_ours(self) -> bool:
        """
        Whether we asked for it.
        """
        return self.id.startswith("ret_")

    @property
    def is_live(self) -> bool:
        """
        Whether the money has gone back, or is on its way.
        """
        return self.status is not RefundStatus.FAILED


@dataclass(frozen=True, slots=True)
class Dispute:
    """
    The buyer's bank wants money back.

    Args:
        minor: With tax, in minor units of the payment's currency.
    """

    id: str
    minor: int
    status: DisputeStatus


@dataclass(frozen=True, slots=True)
class KnownPayment:
    """
    To which purchase a payment belongs, and what was heard of it before that was known.

    Args:
        purchase: The reseller and the purchase; None while only refunds or disputes have come.
        version: 0 while nothing is stored.
    """

    reference: str
    purchase: tuple[TenantId, str] | None = None
    refunds: tuple[Refund, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    version: int = 0


class AlreadyApplied(Conflict):
    """
    This event was applied before; there is nothing to do.
    """

    code = "provider_event.already_applied"


class PaymentChanged(Conflict):
    """
    What is known of the payment was changed between our read and our write.
    """

    code = "payment.changed_meanwhile"


class WrongMode(RuleBroken):
    """
    A test event came to production, or the other way round; neither touches money (R-BIL-2).
    """

    code = "provider_event.wrong_mode"
