"""
Stripe Checkout for what tenants pay, and what goes back of it (https://docs.stripe.com/api).
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from stripe import StripeClient

from tenantry.payments.model import RefundStatus
from tenantry.providers.facts import ProviderEvent
from tenantry.providers.model import Asked, ChargeOrder, RefundOrder, Requested
from tenantry.providers.reading import form_of
from tenantry.providers.stripe.amounts import CURRENCIES, MINOR_MAX
from tenantry.providers.stripe.calls import call, client_with, platform_client
from tenantry.providers.stripe.events import NAME, READ_TYPES, of_session, read_event
from tenantry.providers.stripe.licenses import Stripe
from tenantry.providers.stripe.parameters import session_parameters

PAGE = 100
TYPES_MAX = 20
"""How many types of events one list names (`types`, https://docs.stripe.com/api/events/list)."""


class Provider:
    """
    Stripe for the payments of tenants.

    Args:
        api_key: A reseller's own; the platform's account where none is given.
    """

    name = NAME
    currencies = CURRENCIES
    prompts = False

    def __init__(self, api_key: str | None = None) -> None:
        self._api_key = api_key
        self._refunds = Stripe(api_key)

    def largest(self, currency: str) -> int:
        """
        Eight digits, whatever the currency.
        """
        del currency
        return MINOR_MAX

    def request(self, order: ChargeOrder) -> Requested:
        """
        Open a Checkout Session; asked again within a day, the same session.
        """
        metadata = {"charge_id": order.id, "tenant_id": order.tenant_id}
        session = call(
            self._client().v1.checkout.sessions.create,
            session_parameters(order.id, metadata, order.description, order.amount),
            {"idempotency_key": f"checkout-{order.id}"},
        )
        return Requested(session.id, session.url)

    def find(self, asked: Asked, now: datetime) -> ProviderEvent | None:
        """
        Read the session; without its id nobody has seen a page of it, and nothing was paid.
        """
        del now
        if asked.request_id is None:
            return None
        expanded = {"expand": ["payment_intent.latest_charge"]}
        retrieve = self._client().v1.checkout.sessions.retrieve
        session = call(retrieve, asked.request_id, expanded).to_dict()
        with form_of("checkout.session"):
            intent = session["payment_intent"]
            paid_at = session["created"]
            if intent is not None:
                session["payment_intent"] = intent["id"]
                charge = intent["latest_charge"]
                paid_at = paid_at if charge is None else charge["created"]
            fact = of_session(session, datetime.fromtimestamp(paid_at, UTC))
            if fact is None:
                return None
            event_id = f"{session['id']}-{session['status']}-{session['payment_status']}"
            is_live = session["livemode"] is True
            return ProviderEvent(NAME, event_id, "checkout.session", fact, is_live)

    def confirm(self, event: ProviderEvent, now: datetime) -> ProviderEvent:
        """
        The event as it is: Stripe signs what it sends.
        """
        del now
        return event

    def refund(self, order: RefundOrder) -> RefundStatus:
        """
        Refund a part; asked again within a day with the same id, the same refund.
        """
        return self._refunds.refund(order.id, order.payment_reference, order.amount)

    def find_refund(self, order: RefundOrder) -> RefundStatus | None:
        """
        Look for it among the refunds of its payment.
        """
        return self._refunds.find_refund(order.id, order.payment_reference)

    def list_since(self, since: datetime, until: datetime) -> Iterator[ProviderEvent]:
        """
        Stripe's own list of events, which it keeps for 30 days.
        """
        assert len(READ_TYPES) <= TYPES_MAX, "one list names them all"
        wanted: Any = {
            "types": READ_TYPES,
            "created": {"gte": int(since.timestamp()), "lt": int(until.timestamp())},
            "limit": PAGE,
        }
        # The pages behind the first one are calls too.
        listed = call(lambda: list(self._client().v1.events.list(wanted).auto_paging_iter()))
        for event in listed:
            read = read_event(event.to_dict())
            if read is not None:
                yield read

    def _client(self) -> StripeClient:
        return platform_client() if self._api_key is None else client_with(self._api_key)
