"""
Paddle Checkout for what tenants pay, and what goes back of it.

Shapes: https://developer.paddle.com/api-reference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tenantry import settings
from tenantry.payments.model import RefundStatus
from tenantry.providers.facts import ProviderEvent
from tenantry.providers.model import (
    Asked,
    ChargeOrder,
    NotOffered,
    ProviderRefused,
    ProviderUnavailable,
    RefundOrder,
    Requested,
)
from tenantry.providers.paddle.amounts import CURRENCIES, LARGEST, UNSURE, is_as_ours, to_paddle
from tenantry.providers.paddle.events import NAME, of_transaction, read_event, refund_of
from tenantry.providers.paddle.refunding import adjustment_for
from tenantry.providers.reading import form_of, from_zoned
from tenantry.providers.secrets import provider_secrets
from tenantry.providers.web import Api

type Json = Mapping[str, Any]

VERSION = "1"
PAGE = 200
"""The most events that one page has."""
NAME_MAX = 150
"""Of a price, in characters."""
DISORDER = timedelta(hours=1)
"""By how much an event may be listed after one that happened before it."""


class Provider:
    """
    Paddle Billing, which adds and pays the tax itself.

    Nothing at Paddle takes an idempotency key. A page that is opened twice is harmless; before a
    refund is made, it is looked for.
    """

    name = NAME
    currencies = CURRENCIES
    prompts = False

    def largest(self, currency: str) -> int:
        """
        Ten digits, whatever the currency.
        """
        del currency
        return LARGEST

    def request(self, order: ChargeOrder) -> Requested:
        """
        Open a transaction with one item that is in no catalogue, and give its page.

        A lost answer leaves a draft whose page nobody has seen, so another one is opened; who calls
        stores the id before anybody is sent to the page. Paddle cannot be asked for the
        transactions of a charge.

        Raises:
            NotOffered: Paddle does not charge in this currency, or counts it otherwise than we do.
            ProviderRefused: Paddle says no, or has no address for the page.
            ProviderUnavailable: It did not answer.
        """
        self._check(order.amount.currency)
        asked = transaction_parameters(order)
        opened = _content(_api().post("/transactions", asked, is_safe_to_repeat=True))
        with form_of("transaction"):
            url = (opened["checkout"] or {}).get("url")
        if not url:
            message = "Paddle has no default payment link, so there is no page to pay on"
            raise ProviderRefused(message)
        return Requested(str(opened["id"]), str(url))

    def find(self, asked: Asked, now: datetime) -> ProviderEvent | None:
        """
        Read the transaction; without its id nobody has seen a page of it, and nothing was paid.
        """
        del now
        if asked.request_id is None:
            return None
        found = of_transaction(_content(_api().get(f"/transactions/{asked.request_id}")))
        return None if found is None else _of_our_mode(found)

    def confirm(self, event: ProviderEvent, now: datetime) -> ProviderEvent:
        """
        The event as it is: Paddle signs what it sends.
        """
        del now
        return event

    def refund(self, order: RefundOrder) -> RefundStatus:
        """
        Ask for a refund, which is mostly pending until Paddle has approved it.

        It is looked for before: asked again with the same id, the same refund. A lost answer is
        never tried anew.

        Raises:
            ProviderRefused: Paddle says no, or not so much is left of the payment.
            ProviderUnavailable: It did not answer: the refund may have been made.
        """
        adjustments = self._adjustments(order)
        found = _status_of(order, adjustments)
        if found is not None:
            return found
        transaction: Json = {}
        if not order.is_whole:
            transaction = _content(_api().get(f"/transactions/{order.payment_reference}"))
        made = _content(
            _api().post("/adjustments", adjustment_for(order, transaction, adjustments))
        )
        status = _status_of(order, [made])
        if status is None:
            raise _unclear()
        return status

    def find_refund(self, order: RefundOrder) -> RefundStatus | None:
        """
        Look for it among the refunds of its payment, by the id in its reason.
        """
        return _status_of(order, self._adjustments(order))

    def list_since(self, since: datetime, until: datetime) -> Iterator[ProviderEvent]:
        """
        Paddle's own list of events, newest first, which it keeps for 90 days.

        It is asked for in the order of its ids, and not by time: a filter that Paddle does not know
        would leave out nothing, or everything.
        """
        for event in _pages("/events", {"order_by": "id[DESC]", "per_page": str(PAGE)}):
            with form_of("an event's list"):
                occurred_at = from_zoned(event["occurred_at"])
            if occurred_at < since - DISORDER:
                return
            read = read_event(event) if since <= occurred_at < until else None
            if read is not None:
                yield _of_our_mode(read)

    def _adjustments(self, order: RefundOrder) -> list[Json]:
        wanted = {"transaction_id": order.payment_reference}
        return list(_pages("/adjustments", wanted))

    def _check(self, currency: str) -> None:
        """
        Charge in no currency whose digits Paddle counts otherwise.
        """
        if currency in CURRENCIES - UNSURE:
            return
        if currency in UNSURE:
            for listed in _pages("/currencies", {}):
                digits = listed.get("decimal_places")
                if listed.get("code") == currency and is_as_ours(currency, digits):
                    return
        message = f"Paddle does not charge in {currency}"
        raise NotOffered(message, currency=currency)


def transaction_parameters(order: ChargeOrder) -> dict[str, Any]:
    """
    What `POST /transactions` is sent.

    Tax comes on top of our price, as Paddle finds it where the payer lives.
    """
    currency = order.amount.currency
    price = {
        "description": order.id,
        "name": order.description[:NAME_MAX],
        "unit_price": {"amount": to_paddle(order.amount), "currency_code": currency},
        "tax_mode": "external",
        "quantity": {"minimum": 1, "maximum": 1},
        "product": {"name": order.description[:NAME_MAX], "tax_category": "saas"},
    }
    return {
        "items": [{"quantity": 1, "price": price}],
        "currency_code": currency,
        "collection_mode": "automatic",
        "custom_data": {"charge_id": order.id, "tenant_id": order.tenant_id},
    }


def _of_our_mode(event: ProviderEvent) -> ProviderEvent:
    """
    The same event, live where our account is: Paddle's objects do not say.
    """
    return replace(event, is_live=provider_secrets(NAME).get("mode") == "live")


def _status_of(order: RefundOrder, adjustments: list[Json]) -> RefundStatus | None:
    for adjustment in adjustments:
        with form_of("adjustment"):
            refund = refund_of(adjustment)
        if refund is not None and refund.id == order.id:
            return refund.status
    return None


def _pages(path: str, wanted: Mapping[str, str]) -> Iterator[Json]:
    """
    All things of a list, each page named by the one before.
    """
    fields: Mapping[str, str] | None = wanted
    while fields is not None:
        page = _api().get(path, fields)
        things = page.get("data") if isinstance(page, Mapping) else None
        if not isinstance(things, list):
            raise _unclear()
        yield from things
        with form_of("a page of a list"):
            paging = page["meta"]["pagination"]
            # Only what the next page's address asks for: all calls go to the address that we know.
            following = dict(parse_qsl(urlsplit(str(paging["next"])).query))
            fields = following if paging["has_more"] and following != fields else None


def _content(answer: object) -> Json:
    content = answer.get("data") if isinstance(answer, Mapping) else None
    if not isinstance(content, Mapping) or "id" not in content:
        raise _unclear()
    return content


def _unclear() -> ProviderUnavailable:
    message = "the payment provider did not answer clearly; repeat the request"
    return ProviderUnavailable(message, retry_after=5)


def _api() -> Api:
    key = provider_secrets(NAME)["api_key"]
    headers = {"Authorization": f"Bearer {key}", "Paddle-Version": VERSION}
    return Api(settings.provider_url(NAME), headers)
