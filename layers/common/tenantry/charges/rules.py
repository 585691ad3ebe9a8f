"""
What a charge asks for, and which payments are its own.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from tenantry.charges.model import Charge, NothingDue, Purpose, Status, TooMuch
from tenantry.ids import CROCKFORD, derived_id
from tenantry.intervals import months_after
from tenantry.ledger.model import TenantPayment
from tenantry.money import Money
from tenantry.payments.model import Payment
from tenantry.principals import SYSTEM
from tenantry.providers.model import NotOffered, PaymentProvider
from tenantry.subscriptions.model import Subscription, Terms
from tenantry.subscriptions.paying import due_period

REFERENCE_CHARACTERS = 9
"""With the check character 10: M-Pesa takes 12, and people type it."""

ALPHABET = CROCKFORD[:31]
"""
As many as a prime: then the check tells every single wrong character, and every swap of two. With
all 32 characters the last one would count as much as the first.
"""


def reference_of(charge_id: str) -> str:
    """
    The charge's reference for people: digits and letters, of which the last one checks the others.
    """
    number = int.from_bytes(sha256(charge_id.encode()).digest())
    characters = []
    for _ in range(REFERENCE_CHARACTERS):
        number, digit = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[digit])
    text = "".join(characters)
    return text + _check(text)


def as_typed(text: str) -> str:
    """
    A reference that a payer typed, in our own spelling.

    Without spaces and small letters, and what looks like a digit is one.

    Example:
        >>> as_typed(" 7k3-oi l")
        '7K3011'
    """
    kept = "".join(text.split()).replace("-", "").upper()
    return kept.translate(str.maketrans("OIL", "011"))


def next_period(subscription: Subscription) -> tuple[tuple[datetime, datetime], Money]:
    """
    The next period that nobody has paid, and its price.

    Raises:
        NothingDue: Nothing is billed.
    """
    due = due_period(subscription)
    if due is None:
        message = "nothing is due: only a subscription that runs at a price is paid by periods"
        raise NothingDue(message)
    starts_at, ends_at, price = due
    return (starts_at, ends_at), price


def price_of(terms: Terms) -> Money:
    """
    What one period at these terms costs.
    """
    assert terms.sold is not None, "an upgrade that is charged has a price"
    return Money(terms.sold.unit.minor * terms.quantity, terms.sold.unit.currency)


def check_offered(charge: Charge, provider: PaymentProvider) -> None:
    """
    Refuse what the provider cannot charge.

    Raises:
        NotOffered: It does not take the currency.
        TooMuch: It does not take so much at once.
    """
    currency = charge.amount.currency
    if currency not in provider.currencies:
        message = f"{charge.provider} does not take {currency}"
        raise NotOffered(message, currencies=sorted(provider.currencies))
    largest = provider.largest(currency)
    if charge.amount.minor > largest:
        message = f"{charge.provider} takes at most {largest} at once, in minor units"
        raise TooMuch(message, largest_minor=largest)


def mismatch(
    charge: Charge, payment: Payment, request_id: str | None, newest_upgrade: str | None
) -> Literal["amount_differs", "currency_differs", "request_differs", "superseded"] | None:
    """
    Why a payment is not what its charge asked for; None when it is.

    It depends on the two alone, and on what people asked for, so the order in which payments become
    known makes no difference.

    Args:
        request_id: The prompt that was paid, where the provider names it and nothing else.
        newest_upgrade: The tenant's last charge for an upgrade: an older one sells what nobody
            wants any more.
    """
    if request_id is not None and charge.request_id not in {None, request_id}:
        return "request_differs"
    if payment.subtotal.currency != charge.amount.currency:
        return "currency_differs"
    if payment.subtotal.minor != charge.amount.minor:
        return "amount_differs"
    if charge.purpose is Purpose.UPGRADE and newest_upgrade != charge.id:
        return "superseded"
    return None


def payment_for(
    charge: Charge, payment: Payment, occurred_at: datetime, now: datetime
) -> TenantPayment:
    """
    The fact that a charge was paid.
    """
    starts_at, ends_at = charge.covers or (now, months_after(now, charge.months))
    return TenantPayment(
        id=derived_id("pay", charge.tenant_id, charge.provider, payment.reference),
        tenant_id=charge.tenant_id,
        reseller_id=charge.reseller_id,
        provider=charge.provider,
        reference=payment.reference,
        net=payment.subtotal,
        tax_minor=payment.total_minor - payment.subtotal.minor,
        covers_from=starts_at,
        covers_until=ends_at,
        collected_by=charge.collected_by,
        occurred_at=occurred_at,
        recorded_at=now,
        recorded_by=SYSTEM,
        left_minor=payment.subtotal.minor,
        cover_months=charge.months,
        begins=charge.purpose is Purpose.UPGRADE,
        terms=charge.terms,
    )


def paid(charge: Charge, payment_id: str) -> Charge:
    """
    The charge with a payment that came for it.
    """
    ids = tuple(sorted({*charge.payment_ids, payment_id}))
    return replace(charge, status=Status.PAID, payment_ids=ids, version=charge.version + 1)


def ended(charge: Charge, how: Literal["failed", "expired"]) -> Charge:
    """
    The charge when nothing came of it; one that was paid stays so, and expired is the last word.
    """
    status = Status(how)
    if charge.status is Status.PAID or _ENDS.index(charge.status) >= _ENDS.index(status):
        return charge
    return replace(charge, status=status, version=charge.version + 1)


_ENDS = [Status.ASKED, Status.OPEN, Status.FAILED, Status.EXPIRED]
"""Nothing goes back in this list, so that the order in which events come makes no difference."""


def _check(text: str) -> str:
    # Each place has a weight of its own, so that a swap is told.
    total = sum(place * ALPHABET.index(one) for place, one in enumerate(text, start=1))
    return ALPHABET[total % len(ALPHABET)]
