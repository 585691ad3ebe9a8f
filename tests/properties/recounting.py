"""
A history as the rules alone count it, without a table.
"""

from dataclasses import replace

from tenantry.charges import rules
from tenantry.charges.model import Charge, Purpose, Status
from tenantry.ids import TenantId
from tenantry.intervals import Interval, months_after
from tenantry.ledger.folding import learn
from tenantry.ledger.model import CollectedBy, TenantPayment
from tenantry.ledger.rules import cover_of
from tenantry.money import Money
from tenantry.payments.model import Dispute, Refund
from tenantry.providers.facts import (
    ChargeEnded,
    ChargePaid,
    CheckoutEnded,
    CheckoutPaid,
    PaymentDisputed,
    PaymentRefunded,
)
from tenantry.providers.facts import Fact as Told
from tenantry.subscriptions.covering import paid_until
from tenantry.subscriptions.model import DunningSchedule, Sold, Subscription, Terms
from tenantry.subscriptions.model import Status as Subscribed
from tenantry.subscriptions.paying import dun, pay, take_back
from tests.acting import DAY, NOON
from tests.builders import GROWTH, a_subscription
from tests.properties.paying import ASKED, PROVIDERS, History, Outcome, events_of

SOLD = Sold(ASKED, Money(10_00, "USD"))
NOW = NOON + DAY


class Books:
    """
    What a tenant's charges, payments and subscription are, as events are told.
    """

    def __init__(self) -> None:
        self.charges = {charge.id: charge for charge in map(_charge, range(len(PROVIDERS)))}
        self.payments: dict[str, TenantPayment] = {}
        self.held: set[str] = set()
        self.heard: dict[str, list[Refund | Dispute]] = {}
        running = replace(a_subscription(Subscribed.ACTIVE), anchor=NOON, sold=SOLD)
        self.subscription: Subscription = dun(running, DunningSchedule(), NOW)

    def tell(self, fact: Told) -> None:
        match fact:
            case ChargePaid():
                self._pay(fact)
            case ChargeEnded():
                charge = self.charges[fact.charge_id]
                self.charges[charge.id] = rules.ended(charge, fact.how)
            case PaymentRefunded(reference, thing) | PaymentDisputed(reference, thing):
                self._hear(reference, thing)
            case CheckoutPaid() | CheckoutEnded():
                message = "nobody here buys licences"
                raise AssertionError(message)

    def _pay(self, fact: ChargePaid) -> None:
        reference = fact.payment.reference
        charge = self._named(fact)
        if reference in self.payments:
            return
        if charge is None or rules.mismatch(charge, fact.payment, None, None) is not None:
            self.held.add(reference)
            return
        self.held.discard(reference)
        payment = rules.payment_for(charge, fact.payment, fact.occurred_at, NOW)
        for thing in self.heard.get(reference, ()):
            payment = learn(payment, thing)
        self.payments[reference] = payment
        self.charges[charge.id] = rules.paid(charge, payment.id)
        if payment.left_minor > 0:
            self.subscription = pay(self.subscription, cover_of(payment), NOW)

    def _hear(self, reference: str, thing: Refund | Dispute) -> None:
        self.heard.setdefault(reference, []).append(thing)
        if reference not in self.payments:
            return
        before = self.payments[reference]
        after = self.payments[reference] = learn(before, thing)
        if before.left_minor > 0 and after.left_minor == 0:
            self.subscription = take_back(self.subscription, after.id)
        elif before.left_minor == 0 and after.left_minor > 0:
            self.subscription = pay(self.subscription, cover_of(after), NOW)

    def _named(self, fact: ChargePaid) -> Charge | None:
        if fact.charge_id is not None:
            return self.charges[fact.charge_id]
        typed = rules.as_typed(fact.payer_reference or "")
        named = [charge for charge in self.charges.values() if charge.reference == typed]
        return named[0] if named else None


def recounted(history: History, order: list[int]) -> Outcome:
    """
    What is left when the events are told in this order; numbers that none has are passed over.
    """
    books = Books()
    charges = list(books.charges.values())
    events = events_of(history, charges)
    for number in order:
        if number < len(events):
            books.tell(events[number].fact)
    return Outcome(
        ledger={
            reference: (
                payment.left_minor,
                frozenset((one.id, one.status.value, one.minor) for one in _of(books, reference)),
            )
            for reference, payment in books.payments.items()
        },
        suspended={reference: frozenset(_of(books, reference)) for reference in books.held},
        charges=tuple(
            (books.charges[charge.id].status.value, len(books.charges[charge.id].payment_ids))
            for charge in charges
        ),
        paid_until=paid_until(books.subscription),
        status=dun(books.subscription, DunningSchedule(), NOW).status.value,
    )


def _of(books: Books, reference: str) -> list[Refund | Dispute]:
    return books.heard.get(reference, [])


def _charge(number: int) -> Charge:
    charge_id = f"chg_{number}"
    return Charge(
        id=charge_id,
        tenant_id=TenantId("ten_PAYER"),
        reseller_id=TenantId("ten_SELLER"),
        provider=PROVIDERS[number],
        reference=rules.reference_of(charge_id),
        collected_by=CollectedBy.PLATFORM,
        purpose=Purpose.PERIOD,
        amount=ASKED,
        terms=Terms(GROWTH, Interval.MONTH, 1, SOLD),
        covers=(NOON, months_after(NOON, 1)),
        asked_at=NOON,
        status=Status.OPEN,
    )
