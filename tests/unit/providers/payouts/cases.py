"""
All adapters for payouts, each with its stand-in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
import stripe as stripe_library

from infra.local.flutterwave.server import StandIn as Flutterwave
from infra.local.mpesa.server import StandIn as Mpesa
from infra.local.paystack.server import StandIn as Paystack
from infra.local.stripe.server import StandIn as Stripe
from tenantry.money import Money
from tenantry.providers.flutterwave import payouts as flutterwave
from tenantry.providers.mpesa import payout_results
from tenantry.providers.mpesa import payouts as mpesa
from tenantry.providers.payouts import PayoutAnswer, PayoutOrder, PayoutState
from tenantry.providers.paystack import payouts as paystack
from tenantry.providers.stripe import calls
from tenantry.providers.stripe import payouts as stripe
from tests.unit.providers.introducing import Clock, known
from tests.unit.providers.payouts.case import Case, Here

PAYSTACK_ACCOUNT = {
    "type": "nuban",
    "bank_code": "058",
    "account_number": "0123456789",
    "name": "Ada Lovelace",
}
FLUTTERWAVE_ACCOUNT = {"bank_code": "044", "account_number": "0123456789", "name": "Ada Lovelace"}
UNKNOWN = {"account_number": "0000000000"}


@contextmanager
def stripe_here(folder: Path) -> Iterator[Here]:
    """
    Stripe, whose library keeps one client for each process.
    """
    with (
        Stripe(folder) as running,
        known("stripe", running.base_url, running.secret()),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("TENANTRY_STRIPE_API_BASE", running.base_url)
        patch.setattr(stripe_library.HTTPClient, "INITIAL_DELAY", 0)
        patch.setattr(stripe_library.HTTPClient, "MAX_DELAY", 0)
        calls.platform_client.cache_clear()
        adapter = stripe.Payouts()
        yield Here(adapter, running.payouts, running.player, adapter.find)
    calls.platform_client.cache_clear()


@contextmanager
def paystack_here(folder: Path) -> Iterator[Here]:
    """
    Paystack.
    """
    with Paystack(folder) as running, known("paystack", running.base_url, running.secret()):
        running.payouts.let_wait(on=True)
        adapter = paystack.Payouts()
        yield Here(adapter, running.payouts, running.player, adapter.find)


@contextmanager
def flutterwave_here(folder: Path, version: Literal["v3", "v4"]) -> Iterator[Here]:
    """
    Flutterwave, in either version.
    """
    with (
        Flutterwave(folder, version=version) as running,
        known("flutterwave", running.base_url, running.secret()),
    ):
        running.payouts.let_wait(on=True)
        adapter = flutterwave.Payouts()
        yield Here(adapter, running.payouts, running.player, adapter.find)


@contextmanager
def mpesa_here(folder: Path) -> Iterator[Here]:
    """
    M-Pesa, whose answer to an asking is told later.
    """
    clock = Clock()
    with (
        Mpesa(folder, clock=clock) as running,
        known("mpesa", running.base_url, running.secret()),
    ):
        running.payouts.let_wait(on=True)
        adapter = mpesa.Payouts(clock)

        def ask(order: PayoutOrder) -> PayoutAnswer:
            before = len(running.notices())
            asked = adapter.find(order)
            if len(running.notices()) == before:
                return asked
            told = running.notices()[-1]
            subject = told.path.split("/")[3]
            heard = payout_results.read(told.body, {"subject": subject})
            assert heard is not None
            assert not heard.is_hint
            return heard.of(order.amount)

        yield Here(adapter, running.payouts, running.player, ask)


CASES = [
    Case(
        name="stripe",
        method="stripe_connect",
        opened=stripe_here,
        amount=Money(150_00, "USD"),
        destination={"account": "acct_1Nv0FGQ9RKHgCVdK"},
        unknown_account={"account": "acct_00000000"},
        wrong=(
            ({"account": "0123456789"}, "account"),
            ({}, "account"),
            ({"account": "acct_1Nv0FGQ9RKHgCVdK", "phone": "254712345678"}, "phone"),
        ),
        send_call="POST /v1/transfers",
        ask_call="GET /v1/transfers",
        at_once=PayoutState.PAID,
    ),
    Case(
        name="paystack",
        method="paystack",
        opened=paystack_here,
        amount=Money(150_00, "NGN"),
        destination=PAYSTACK_ACCOUNT,
        unknown_account=PAYSTACK_ACCOUNT | UNKNOWN,
        wrong=(
            (PAYSTACK_ACCOUNT | {"type": "card"}, "type"),
            (PAYSTACK_ACCOUNT | {"bank_code": "a bank!"}, "bank_code"),
            (PAYSTACK_ACCOUNT | {"account_number": "012345678"}, "account_number"),
            (PAYSTACK_ACCOUNT | {"name": " "}, "name"),
            (PAYSTACK_ACCOUNT | {"name": "A" * 101}, "name"),
        ),
        send_call="POST /transfer ",
        ask_call="GET /transfer",
        reference_of=str.lower,
    ),
    *(
        Case(
            name=f"flutterwave {version}",
            method="flutterwave",
            opened=lambda folder, version=version: flutterwave_here(folder, version),  # type: ignore[misc]
            amount=Money(150_50, "NGN"),
            destination=FLUTTERWAVE_ACCOUNT,
            unknown_account=FLUTTERWAVE_ACCOUNT | UNKNOWN,
            wrong=(
                (FLUTTERWAVE_ACCOUNT | {"bank_code": ""}, "bank_code"),
                (FLUTTERWAVE_ACCOUNT | {"bank_code": "a bank!"}, "bank_code"),
                (FLUTTERWAVE_ACCOUNT | {"account_number": "012/45"}, "account_number"),
                (FLUTTERWAVE_ACCOUNT | {"name": "A"}, "name"),
            ),
            send_call=call,
            ask_call=asked,
        )
        for version, call, asked in (
            ("v3", "POST /v3/transfers", "GET /v3/transfers"),
            ("v4", "POST /direct-transfers", "GET /transfers"),
        )
    ),
    Case(
        name="mpesa",
        method="mpesa_b2c",
        opened=mpesa_here,
        amount=Money(1_500_00, "KES"),
        destination={"phone": "254712345678"},
        unknown_account=None,
        wrong=(
            ({"phone": "255712345678"}, "phone"),
            ({"phone": "25471234567"}, "phone"),
            ({"account": "254712345678"}, "account"),
        ),
        send_call="POST /mpesa/b2c",
        ask_call="POST /mpesa/transactionstatus",
        never_sent=PayoutState.UNCLEAR,
    ),
]
