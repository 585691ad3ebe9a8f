"""
Packs of licences in function tests: quoted and bought over HTTP, and paid by an event of Stripe's.
"""

from typing import Any

import pytest

from billing_webhooks.apply import handler as apply
from licenses import purchase, sweep
from tests import stripe_events
from tests.calling import CONTEXT, call
from tests.functions.cast import Json, made
from tests.functions.lambdas import failed_in, messages
from tests.licensing import PretendProvider


def pay_here(monkeypatch: pytest.MonkeyPatch, provider: PretendProvider) -> None:
    """
    Put a provider of this process where the handlers make Stripe's.
    """
    for module in (purchase, sweep):
        monkeypatch.setattr(module, "Stripe", lambda: provider)


def a_quote(secret: str, reseller: Json, quantity: int = 10) -> Json:
    """
    A quote.
    """
    path = f"/v1/resellers/{reseller['id']}/license-quotes"
    return made(call("POST", path, body={"quantity": quantity}, secret=secret))


def a_purchase(owner: str, reseller: Json, quantity: int = 10) -> Json:
    """
    A purchase that waits to be paid; the provider of this process must stand in.
    """
    body = {"quote_id": a_quote(owner, reseller, quantity)["id"]}
    return made(call("POST", at(reseller), body=body, secret=owner))


def a_paid_purchase(owner: str, reseller: Json, quantity: int = 10, **session: Any) -> Json:
    """
    A purchase, paid as it was asked for unless the session says something else.
    """
    bought = a_purchase(owner, reseller, quantity)
    tell(stripe_events.completed(bought, **session))
    return bought


def set_prices(operator: str, starts_at: str, **changes: object) -> Json:
    """
    A price list with one tier.
    """
    tiers = [{"first": 1, "unit_price_minor": 2_000}]
    body = {"starts_at": starts_at, "currency": "USD", "tiers": tiers} | changes
    return made(call("POST", "/v1/license-prices", body=body, secret=operator))


def tell(*events: Json) -> None:
    """
    Apply what Stripe tells, as the webhook queue brings it.
    """
    assert failed_in(apply(messages(*map(stripe_events.queued, events)), CONTEXT)) == []


def at(reseller: Json, pack: Json | None = None) -> str:
    """
    The path of a reseller's purchases, or of one of them.
    """
    path = f"/v1/resellers/{reseller['id']}/license-purchases"
    return path if pack is None else f"{path}/{pack['id']}"


def pool_of(secret: str, reseller: Json) -> Json:
    """
    How many licences a reseller has.
    """
    return made(call("GET", f"/v1/resellers/{reseller['id']}/licenses", secret=secret), 200)


def read(secret: str, reseller: Json, pack: Json) -> Json:
    """
    A purchase as it stands now.
    """
    return made(call("GET", at(reseller, pack), secret=secret), 200)
