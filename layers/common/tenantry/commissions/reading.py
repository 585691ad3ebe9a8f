"""
Reading what lines follow from: one way for statements, for previews, and for whoever checks them.

A tenant that has only paid costs one query of its payments.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tenantry.commissions import facts_store, store
from tenantry.commissions.agreements import counted_in, in_force
from tenantry.commissions.inputs import (
    Confirmed,
    Correction,
    Customer,
    Flag,
    Holding,
    MoneyFact,
    Paid,
    Partner,
)
from tenantry.fx.model import DayRates
from tenantry.fx.store import get_rates
from tenantry.ids import TenantId
from tenantry.ledger.facts import disputes_of, refunds_of
from tenantry.ledger.model import TenantPayment
from tenantry.ledger.store import payments_of


class RatesAsNeeded(Mapping[date, DayRates]):
    """
    The rates of any day: each is read when it is first needed, and remembered.
    """

    def __init__(self) -> None:
        self._known: dict[date, DayRates] = {}

    def __getitem__(self, day: date) -> DayRates:
        """
        The rates of a day; a day without any is empty.
        """
        if day not in self._known:
            self._known[day] = get_rates(day)
        return self._known[day]

    def __iter__(self) -> Iterator[date]:
        """
        The days that were needed so far.
        """
        return iter(self._known)

    def __len__(self) -> int:
        """
        How many were.
        """
        return len(self._known)


@dataclass(frozen=True, slots=True)
class Said:
    """
    What operators and the system said of a partner's lines, by tenant.
    """

    corrections: Mapping[TenantId, tuple[Correction, ...]] = field(default_factory=dict)
    flags: Mapping[TenantId, tuple[Flag, ...]] = field(default_factory=dict)


def partner_of(reseller_id: TenantId, currency: str | None = None) -> Partner:
    """
    What all lines of a partner follow from.

    Args:
        currency: Of its lines; None for that of its statements, or which was agreed last.
    """
    agreed = tuple(one.agreement for _, one in store.agreements_of(reseller_id, None, None))
    if currency is None:
        books = store.get_books(reseller_id)
        currency = books.currency if books else in_force(agreed, store.LAST_MONTH).currency
    return Partner(reseller_id, counted_in(agreed, currency), RatesAsNeeded())


def said_of(reseller_id: TenantId) -> Said:
    """
    What was said of any tenant of a partner, in two queries.
    """
    return Said(facts_store.corrections_of(reseller_id), facts_store.flags_of(reseller_id))


def customer_of(tenant_id: TenantId, holdings: tuple[Holding, ...], said: Said) -> Customer:
    """
    All that is known of a tenant, read consistently.

    Args:
        holdings: From when to when the partner held it.
        said: Of the partner's tenants.
    """
    payments = [payment for _, payment in payments_of(tenant_id, None, None)]
    return Customer(
        tenant_id,
        holdings,
        payments=tuple(Paid(payment, payment.terms) for payment in payments),
        money=tuple(fact for payment in payments for fact in _money_facts(payment)),
        confirmed=tuple(
            Confirmed(payment.id, payment.confirmed_at)
            for payment in payments
            if payment.confirmed_at is not None
        ),
        corrections=said.corrections.get(tenant_id, ()),
        flags=said.flags.get(tenant_id, ()),
    )


def _money_facts(payment: TenantPayment) -> Iterator[MoneyFact]:
    """
    What became known of a payment's money; only asked for where the payment tells of any.
    """
    if payment.refunds:
        yield from (fact for _, fact in refunds_of(payment, None, None))
    if payment.disputes:
        yield from (fact for _, fact in disputes_of(payment, None, None))
