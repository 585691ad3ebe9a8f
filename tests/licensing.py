"""
Licences in tests: a payment provider in this process, purchases, and what the provider says.
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from tenantry.acts import Once
from tenantry.ids import TenantId
from tenantry.license_prices import commands as prices
from tenantry.license_purchases import commands
from tenantry.license_purchases.model import Purchase
from tenantry.money import Money
from tenantry.payments.model import Dispute, DisputeStatus, Payment, Refund, RefundStatus
from tenantry.providers.facts import (
    CheckoutEnded,
    CheckoutPaid,
    Fact,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tenantry.providers.model import Checkout, Order, ProviderRefused, ProviderUnavailable
from tenantry.receiving.commands import apply
from tenantry.resellers import commands as resellers
from tests.acting import NOON, a_job, an_act, owner_of

_numbers = count()


@dataclass
class PretendProvider:
    """
    Keeps its promises as Stripe does: the same id again is the same checkout and the same refund.

    Args:
        refunds_end: What becomes of refunds at once.
        is_silent: Whether it acts, and its answers are lost.
        is_refusing: Whether it says no, and does nothing.
        asked: Every call that came, by name and id.
        paid_back: All money that went back, by our id of the refund.
    """

    refunds_end: RefundStatus = RefundStatus.SUCCEEDED
    is_silent: bool = False
    is_refusing: bool = False
    minor_max: int = 99_999_999
    asked: list[tuple[str, str]] = field(default_factory=list)
    checkouts: dict[str, Order] = field(default_factory=dict)
    refunds: dict[str, tuple[str, Money, RefundStatus]] = field(default_factory=dict)
    paid_back: list[tuple[str, Money]] = field(default_factory=list)
    _keys: set[str] = field(default_factory=set)

    def open_checkout(self, order: Order) -> Checkout:
        """
        Open the page for an order.
        """
        self.asked.append(("open_checkout", order.id))
        self._refuse()
        assert self.checkouts.setdefault(order.id, order) == order, "one id, one order"
        self._answer()
        return Checkout(f"cs_{order.id}", f"https://pay.example/{order.id}")

    def refund(self, refund_id: str, payment_reference: str, amount: Money) -> RefundStatus:
        """
        Pay back a part of a payment.
        """
        self.asked.append(("refund", refund_id))
        self._refuse()
        if refund_id not in self._keys:
            self._keys.add(refund_id)
            self.paid_back.append((refund_id, amount))
        made = self.refunds.setdefault(refund_id, (payment_reference, amount, self.refunds_end))
        assert made[:2] == (payment_reference, amount), "one id, one refund"
        self._answer()
        return made[2]

    def find_refund(self, refund_id: str, payment_reference: str) -> RefundStatus | None:
        """
        What became of a refund.
        """
        self.asked.append(("find_refund", refund_id))
        self._answer()
        made = self.refunds.get(refund_id)
        return made[2] if made is not None and made[0] == payment_reference else None

    def forget_keys(self) -> None:
        """
        Forget which requests came before, as Stripe does after a day.
        """
        self._keys.clear()

    def _refuse(self) -> None:
        if self.is_refusing:
            message = "no"
            raise ProviderRefused(message)

    def _answer(self) -> None:
        if self.is_silent:
            message = "no answer"
            raise ProviderUnavailable(message)


def begin_purchase(
    reseller_id: TenantId,
    quantity: int = 10,
    provider: PretendProvider | None = None,
    now: datetime = NOON,
) -> Purchase:
    """
    Quote a pack and open its checkout, as the reseller's owner.
    """
    owner = owner_of(reseller_id)
    reseller = resellers.get(reseller_id)
    quote = prices.quote(reseller, quantity, an_act(owner, now))
    key = Once(f"buy {next(_numbers)}", "hash", lambda _: "{}", 201)
    act = an_act(owner, now, key)
    return commands.buy(reseller_id, quote.id, provider or PretendProvider(), act)


def buy_licenses(
    reseller_id: TenantId,
    quantity: int = 10,
    provider: PretendProvider | None = None,
    now: datetime = NOON,
) -> Purchase:
    """
    Buy a pack and have it paid.
    """
    purchase = begin_purchase(reseller_id, quantity, provider, now)
    tell(paid(purchase), now=now)
    return commands.get(reseller_id, purchase.id)


def tell(fact: Fact, event_id: str | None = None, now: datetime = NOON) -> None:
    """
    Apply what a provider says, under a new event id unless one is given.
    """
    event_id = event_id or f"evt_{next(_numbers)}"
    event = ProviderEvent("stripe", event_id, type(fact).__name__, fact, is_live=False)
    apply(event, a_job(now))


def paid(purchase: Purchase, subtotal: Money | None = None, tax_minor: int = 0) -> CheckoutPaid:
    """
    The checkout was paid: what was asked for, unless another amount is given.
    """
    amount = subtotal or purchase.total
    payment = Payment(reference_of(purchase), amount, amount.minor + tax_minor)
    return CheckoutPaid(purchase.reseller_id, purchase.id, payment)


def expired(purchase: Purchase) -> CheckoutEnded:
    """
    The checkout was open for too long.
    """
    return CheckoutEnded(purchase.reseller_id, purchase.id, "expired")


def refunded(
    purchase: Purchase,
    minor: int,
    status: RefundStatus = RefundStatus.SUCCEEDED,
    refund_id: str = "re_1",
) -> PaymentRefunded:
    """
    Money went back at the provider's side.
    """
    return PaymentRefunded(reference_of(purchase), Refund(refund_id, minor, status))


def disputed(
    purchase: Purchase,
    minor: int,
    status: DisputeStatus = DisputeStatus.OPEN,
    dispute_id: str = "du_1",
) -> PaymentDisputed:
    """
    The buyer's bank wants money back, or has decided.
    """
    return PaymentDisputed(reference_of(purchase), Dispute(dispute_id, minor, status))


def reference_of(purchase: Purchase) -> str:
    """
    The provider's reference of a purchase's payment.
    """
    return f"pi_{purchase.id}"
