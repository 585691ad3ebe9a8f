"""
What becomes of a tenant's charges, drawn at random; and what must be left of it in the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from hypothesis import strategies as st

from tenantry.charges.model import Charge
from tenantry.intervals import months_after
from tenantry.money import Money
from tenantry.payments.model import (
    Dispute,
    DisputeStatus,
    Payment,
    Refund,
    RefundStatus,
)
from tenantry.providers.facts import (
    ChargeEnded,
    ChargePaid,
    Fact,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tests.acting import NOON

PROVIDERS = ("paystack", "stripe", "mpesa")
"""One charge with each of them is asked for, all for the same first period."""
ASKED = Money(15_00, "USD")

type Ledger = tuple[int, frozenset[tuple[str, str, int]]]
"""What is left of a payment, and each status that a part of it came to."""


@dataclass(frozen=True, slots=True)
class Paid:
    """
    A payment for the charge with a number, and all that is told of it, each in its own event.

    Args:
        back: What is told of its refunds and disputes.
        names_nobody: Whether M-Pesa tells of it without a charge first, last, or in between.
    """

    charge: int
    reference: str
    minor: int
    tax_minor: int
    back: tuple[Refund | Dispute, ...]
    names_nobody: bool

    @property
    def is_exact(self) -> bool:
        """
        Whether it is what was asked for.
        """
        return self.minor == ASKED.minor


@dataclass(frozen=True, slots=True)
class History:
    """
    All that happens: payments, and charges that a provider ends.
    """

    payments: tuple[Paid, ...]
    ended: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What is left of a history.

    Args:
        ledger: By reference.
        suspended: What waits for an operator, by reference, with what is known to have gone back.
        charges: The status of each, and how many payments it has.
        status: The subscription's, once dunning has looked at it again.
    """

    ledger: dict[str, Ledger]
    suspended: dict[str, frozenset[Refund | Dispute]]
    charges: tuple[tuple[str, int], ...]
    paid_until: datetime | None
    status: str


REFUNDS = st.builds(
    lambda name, status: Refund(name, {"re_1": 5_00, "re_2": 12_00}[name], status),
    st.sampled_from(["re_1", "re_2"]),
    st.sampled_from(RefundStatus),
)
DISPUTES = st.builds(
    lambda name, status: Dispute(name, {"du_1": 3_00, "du_2": 18_00}[name], status),
    st.sampled_from(["du_1", "du_2"]),
    st.sampled_from(DisputeStatus),
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """
    Up to three payments for up to three charges, and up to three ends.
    """
    payments = []
    for number in range(draw(st.integers(1, 3))):
        charge = draw(st.integers(0, len(PROVIDERS) - 1))
        payments.append(
            Paid(
                charge=charge,
                reference=f"ref-{number}",
                minor=draw(st.sampled_from([15_00, 15_00, 15_00, 14_99])),
                tax_minor=draw(st.sampled_from([0, 3_00])),
                back=tuple(draw(st.lists(REFUNDS | DISPUTES, max_size=4))),
                names_nobody=PROVIDERS[charge] == "mpesa" and draw(st.booleans()),
            )
        )
    ends = st.tuples(st.integers(0, 2), st.sampled_from(["failed", "expired"]))
    return History(tuple(payments), tuple(draw(st.lists(ends, max_size=3))))


def events_of(history: History, charges: list[Charge]) -> list[ProviderEvent]:
    """
    The events that tell a history, each with an id of its own.
    """
    told = [
        *(
            (paid.charge, fact)
            for paid in history.payments
            for fact in _told_of(paid, charges[paid.charge])
        ),
        *(
            (number, ChargeEnded(charges[number].id, "failed" if how == "failed" else "expired"))
            for number, how in history.ended
        ),
    ]
    return [
        ProviderEvent(PROVIDERS[charge], f"evt_{number}", "told", fact, is_live=False)
        for number, (charge, fact) in enumerate(told)
    ]


def _told_of(paid: Paid, charge: Charge) -> Iterator[Fact]:
    subtotal = Money(paid.minor, ASKED.currency)
    payment = Payment(paid.reference, subtotal, paid.minor + paid.tax_minor)
    named = ChargePaid(payment, NOON, charge.id)
    yield named
    if paid.names_nobody:
        yield replace(named, charge_id=None, payer_reference="somebody")
    if charge.provider == "mpesa":
        yield replace(named, charge_id=None, payer_reference=charge.reference)
    for thing in paid.back:
        if isinstance(thing, Refund):
            yield PaymentRefunded(paid.reference, thing)
        else:
            yield PaymentDisputed(paid.reference, thing)


def expected(history: History) -> Outcome:
    """
    What must be left, worked out from the whole history at once.
    """
    exact = [paid for paid in history.payments if paid.is_exact]
    ledger = {paid.reference: (_left(paid), _facts(paid)) for paid in exact}
    whole = sum(left > 0 for left, _ in ledger.values())
    return Outcome(
        ledger=ledger,
        suspended={
            paid.reference: frozenset(paid.back) for paid in history.payments if not paid.is_exact
        },
        charges=tuple(_stands(history, number) for number in range(len(PROVIDERS))),
        paid_until=months_after(NOON, whole) if whole else None,
        status="active" if whole else "past_due",
    )


def _left(paid: Paid) -> int:
    failed = {one.id for one in paid.back if one.status is RefundStatus.FAILED}
    gone = {
        one.id: one.minor
        for one in paid.back
        if (isinstance(one, Refund) and one.id not in failed) or one.status is DisputeStatus.LOST
    }
    total = paid.minor + paid.tax_minor
    share = Fraction(min(total, sum(gone.values())), total)
    return paid.minor - round(paid.minor * share)


def _facts(paid: Paid) -> frozenset[tuple[str, str, int]]:
    return frozenset((one.id, one.status.value, one.minor) for one in paid.back)


def _stands(history: History, number: int) -> tuple[str, int]:
    payments = sum(paid.charge == number and paid.is_exact for paid in history.payments)
    ends = {how for charge, how in history.ended if charge == number}
    if payments:
        return "paid", payments
    return "expired" if "expired" in ends else "failed" if "failed" in ends else "open", 0
