"""
A payment provider of this process, and how it takes the places of the real ones.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from unittest.mock import patch

from tenantry.charges import accounts
from tenantry.errors import TenantryError
from tenantry.payment_sweep import commands as payment_sweep
from tenantry.payments.model import RefundStatus
from tenantry.providers import registry
from tenantry.providers.facts import ProviderEvent
from tenantry.providers.model import (
    Asked,
    ChargeOrder,
    NotConfirmed,
    ProviderRefused,
    ProviderUnavailable,
    RefundOrder,
    Requested,
)


@dataclass
class PretendProvider:
    """
    A provider of this process.

    Args:
        is_silent: It does what it is asked for, and its answers get lost.
        refuses: It says no.
        refuses_questions: It says no to whoever asks, and not to who wants something done.
        opened_with: The keys of resellers' own accounts that it was used with.
        outcomes: What it says became of charges, by their ids.
        refunds: Refunds that it made, by id.
        listed: What it lists, oldest first, and knows of when it is asked.
        confirmed: What it was asked about and knew of.
        breaks_off: It falls silent at the end of its list.
        error: What every question meets.
        spans: What it was asked to list.
    """

    name: str = "paystack"
    currencies: frozenset[str] = frozenset({"USD", "KES"})
    prompts: bool = False
    largest_minor: int = 99_999_99
    is_silent: bool = False
    refuses: bool = False
    refuses_questions: bool = False
    opened_with: list[str] = field(default_factory=list)
    refund_status: RefundStatus = RefundStatus.PENDING
    orders: list[ChargeOrder] = field(default_factory=list)
    outcomes: dict[str, ProviderEvent] = field(default_factory=dict)
    refunds: dict[str, RefundOrder] = field(default_factory=dict)
    listed: list[ProviderEvent] = field(default_factory=list)
    confirmed: list[ProviderEvent] = field(default_factory=list)
    breaks_off: bool = False
    error: TenantryError | None = None
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)

    def largest(self, currency: str) -> int:
        del currency
        return self.largest_minor

    def request(self, order: ChargeOrder) -> Requested:
        self._may_refuse()
        self.orders.append(order)
        self._answer()
        url = None if self.prompts else f"https://pay.example/{order.id}"
        return Requested(f"req_{order.id}", url)

    def find(self, asked: Asked, now: datetime) -> ProviderEvent | None:
        del now
        self._answer()
        return self.outcomes.get(asked.charge_id)

    def confirm(self, event: ProviderEvent, now: datetime) -> ProviderEvent:
        del now
        self._answer()
        if event not in self.listed:
            message = "the provider knows nothing of it"
            raise NotConfirmed(message)
        self.confirmed.append(event)
        return event

    def refund(self, order: RefundOrder) -> RefundStatus:
        self._may_refuse()
        assert order.id not in self.refunds, "paid back twice"
        self.refunds[order.id] = order
        self._answer()
        return self.refund_status

    def find_refund(self, order: RefundOrder) -> RefundStatus | None:
        if self.refuses_questions:
            message = "the provider says no"
            raise ProviderRefused(message)
        self._answer()
        return self.refund_status if order.id in self.refunds else None

    def list_since(self, since: datetime, until: datetime) -> Iterator[ProviderEvent]:
        self.spans.append((since, until))
        self._answer()
        yield from self.listed
        if self.breaks_off:
            message = "no answer"
            raise ProviderUnavailable(message)

    def _may_refuse(self) -> None:
        if self.refuses:
            message = "the provider says no"
            raise ProviderRefused(message)

    def _answer(self) -> None:
        if self.error is not None:
            raise self.error
        if self.is_silent:
            message = "no answer"
            raise ProviderUnavailable(message)


@contextmanager
def standing_in(*providers: PretendProvider) -> Iterator[PretendProvider]:
    """
    Put providers of this process in the places of those of their names; the first, of all others.
    """
    first, by_name = providers[0], {provider.name: provider for provider in providers}

    def made(name: str) -> PretendProvider:
        return by_name.get(name, first)

    def opened(name: str, _: str) -> Callable[[str], PretendProvider]:
        def open_with(key: str) -> PretendProvider:
            made(name).opened_with.append(key)
            return made(name)

        return open_with

    with (
        patch.object(accounts, "provider", made),
        patch.object(accounts, "part", opened),
        patch.object(payment_sweep, "provider", made),
        patch.object(registry, "provider", made),
    ):
        yield first
