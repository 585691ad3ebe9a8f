"""
A payment, and the money that goes back of it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from tenantry.errors import ChangedMeanwhile, Conflict, RuleBroken
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
    def has_ended(self) -> bool:
        """
        Whether the provider has said how it ended.
        """
        return self.status is not RefundStatus.PENDING

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


class PaidFor(NamedTuple):
    """
    What a payment pays for.

    Args:
        owner: The reseller of a licence purchase, the tenant of a payment, or the platform.
        id: Of the purchase, of the tenant's payment, or of the suspended payment.
    """

    kind: Literal["license_purchase", "tenant_payment", "suspended_payment"]
    owner: TenantId
    id: str


@dataclass(frozen=True, slots=True)
class KnownPayment:
    """
    What a provider's payment is for, and what was heard of it before that was known.

    Args:
        reference: The provider's own id of it.
        paid_for: None while only refunds or disputes have come.
        refunds, disputes: All that was said of them, in the order in which it came.
        version: 0 while nothing is stored.
    """

    provider: str
    reference: str
    paid_for: PaidFor | None = None
    refunds: tuple[Refund, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    version: int = 0

    @property
    def heard(self) -> tuple[Refund | Dispute, ...]:
        """
        All that was said of its money, each once.
        """
        return tuple(dict.fromkeys((*self.refunds, *self.disputes)))


class AlreadyApplied(Conflict):
    """
    This event was applied before; there is nothing to do.
    """

    code = "provider_event.already_applied"


class PaymentChanged(ChangedMeanwhile):
    """
    What is known of the payment was changed between our read and our write.
    """

    code = "payment.changed_meanwhile"


class WrongMode(RuleBroken):
    """
    A test event came to production, or the other way round; neither touches money (R-BIL-2).
    """

    code = "provider_event.wrong_mode"
