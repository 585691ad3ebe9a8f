"""
What Stripe's events say, read from real objects of Stripe's with the fields of a case put in.

The objects are those of stripe/openapi's fixtures, in the folder that TENANTRY_TEST_DATA names.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import stripe

from tenantry.errors import Invalid
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.payments.model import Dispute, DisputeStatus, Payment, Refund, RefundStatus
from tenantry.providers.facts import (
    CheckoutEnded,
    CheckoutPaid,
    Fact,
    PaymentDisputed,
    PaymentRefunded,
)
from tenantry.providers.stripe.events import read_event
from tests.stripe_events import event, signature

pytestmark = pytest.mark.requirement("R-BIL-2")

type Json = dict[str, Any]

OURS = {"purchase_id": "lic_1", "reseller_id": "ten_1"}
PLACE = (TenantId("ten_1"), "lic_1")
PAID: Json = {
    "payment_status": "paid",
    "status": "complete",
    "metadata": OURS,
    "amount_subtotal": 20_000,
    "amount_total": 21_600,
    "currency": "usd",
    "payment_intent": "pi_1",
}
BACK: Json = {"payment_intent": "pi_1", "amount": 500, "currency": "usd"}


@pytest.fixture(scope="session")
def objects(test_data: Path) -> dict[str, Json]:
    """
    One real example of each of Stripe's resources.
    """
    read: Json = json.loads((test_data / "stripe" / "fixtures3.json").read_text())
    return dict(read["resources"])


def said(kind: str, about: Json, **changes: object) -> Fact | None:
    read = read_event(event(kind, about | changes))
    return None if read is None else read.fact


def session_event(name: str) -> str:
    return f"checkout.session.{name}"


@pytest.mark.parametrize("name", ["completed", "async_payment_succeeded"])
def test_a_paid_session_says_what_was_paid_before_and_with_tax(
    objects: dict[str, Json], name: str
) -> None:
    fact = said(session_event(name), objects["checkout.session"], **PAID)

    assert fact == CheckoutPaid(*PLACE, Payment("pi_1", Money(20_000, "USD"), 21_600))


def test_a_session_that_costs_nothing_has_its_own_id_for_a_reference(
    objects: dict[str, Json],
) -> None:
    free = PAID | {"payment_status": "no_payment_required", "payment_intent": None}

    fact = said(session_event("completed"), objects["checkout.session"], **free)

    assert isinstance(fact, CheckoutPaid)
    assert fact.payment.reference == objects["checkout.session"]["id"]


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("completed", "complete"),
        ("async_payment_failed", "failed"),
        ("expired", "expired"),
    ],
)
def test_a_session_without_payment_says_how_it_ended(
    objects: dict[str, Json], name: str, how: str
) -> None:
    fact = said(session_event(name), objects["checkout.session"], metadata=OURS)

    assert isinstance(fact, CheckoutEnded)
    assert ((fact.reseller_id, fact.purchase_id), fact.how) == (PLACE, how)


AMOUNTS = """
usd   20000   20000
jpy   20000   20000
krw     500     500
kwd   12340   12340
ugx   50000     500
isk 1000000   10000
mga     500   50000
"""


@pytest.mark.parametrize("row", AMOUNTS.strip().splitlines())
def test_amounts_are_read_in_each_currencys_own_units(objects: dict[str, Json], row: str) -> None:
    currency, sent, minor = row.split()
    amounts = {"amount_subtotal": int(sent), "amount_total": int(sent), "currency": currency}

    fact = said(session_event("completed"), objects["checkout.session"], **PAID | amounts)

    amount = Money(int(minor), currency.upper())
    assert fact == CheckoutPaid(*PLACE, Payment("pi_1", amount, int(minor)))


@pytest.mark.parametrize("name", ["completed", "expired"])
def test_the_example_itself_is_no_checkout_of_ours(objects: dict[str, Json], name: str) -> None:
    assert said(session_event(name), objects["checkout.session"]) is None
    assert said(session_event(name), objects["checkout.session"], metadata=None) is None


@pytest.mark.parametrize("mode", ["subscription", "setup"])
def test_a_session_that_sells_something_else_says_nothing(
    objects: dict[str, Json], mode: str
) -> None:
    assert said(session_event("completed"), objects["checkout.session"], mode=mode) is None


REFUNDS = """
refund.created  pending    pending
refund.created  succeeded  succeeded
refund.updated  canceled   failed
refund.failed   failed     failed
"""


@pytest.mark.parametrize("row", REFUNDS.strip().splitlines())
def test_a_refund_made_at_stripe_has_stripes_id_and_no_quantity(
    objects: dict[str, Json], row: str
) -> None:
    kind, word, status = row.split()

    fact = said(kind, objects["refund"], **BACK, status=word)

    refund = Refund(objects["refund"]["id"], 500, RefundStatus(status))
    assert fact == PaymentRefunded("pi_1", refund)


@pytest.mark.requirement("R-LIC-3")
def test_a_refund_of_ours_has_our_id(objects: dict[str, Json]) -> None:
    fact = said("refund.updated", objects["refund"], **BACK, metadata={"refund_id": "ret_1"})

    assert fact == PaymentRefunded("pi_1", Refund("ret_1", 500, RefundStatus.SUCCEEDED))


DISPUTES = """
created           needs_response          open
created           warning_needs_response  open
updated           under_review            open
updated           warning_under_review    open
updated           appeal_under_review     open
closed            won                     won
closed            warning_closed          won
closed            prevented               won
closed            lost                    lost
funds_withdrawn   needs_response          open
funds_reinstated  won                     won
"""


@pytest.mark.parametrize("row", DISPUTES.strip().splitlines())
def test_a_dispute_is_open_until_it_is_won_or_lost(objects: dict[str, Json], row: str) -> None:
    name, word, status = row.split()

    fact = said(f"charge.dispute.{name}", objects["dispute"], **BACK, status=word)

    dispute = Dispute(objects["dispute"]["id"], 500, DisputeStatus(status))
    assert fact == PaymentDisputed("pi_1", dispute)


@pytest.mark.parametrize(
    ("kind", "name"), [("refund.created", "refund"), ("charge.dispute.created", "dispute")]
)
def test_money_of_an_old_charge_without_a_payment_says_nothing(
    objects: dict[str, Json], kind: str, name: str
) -> None:
    assert objects[name]["payment_intent"] is None
    assert said(kind, objects[name]) is None


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("checkout.session.completed", "checkout.session"),
        ("refund.created", "refund"),
        ("charge.dispute.created", "dispute"),
    ],
)
def test_an_object_that_lacks_what_is_read_has_not_its_form(
    objects: dict[str, Json], kind: str, name: str
) -> None:
    whole = objects[name] | (PAID if name == "checkout.session" else BACK)
    read = {"currency", "payment_intent"} | (whole.keys() & {"amount", "amount_subtotal", "mode"})

    for field in read:
        lacking = {key: value for key, value in whole.items() if key != field}
        with pytest.raises(Invalid):
            read_event(event(kind, lacking))


def test_every_other_event_says_nothing(objects: dict[str, Json]) -> None:
    kinds = ["account", "charge", "customer", "invoice", "payment_intent", "payout", "product"]

    told = [said(f"{kind}.updated", objects[kind]) for kind in kinds]

    assert told == [None] * len(kinds)
    assert read_event(objects["event"]) is None


def test_the_library_reads_these_events_as_we_do(objects: dict[str, Json]) -> None:
    told = event(session_event("completed"), objects["checkout.session"] | PAID)
    body = json.dumps(told).encode()
    construct: Any = stripe.Webhook.construct_event

    session = construct(body, signature(body), "whsec_new").data.object

    payment = Payment(
        session.payment_intent, Money(session.amount_subtotal, "USD"), session.amount_total
    )
    assert said(told["type"], told["data"]["object"]) == CheckoutPaid(*PLACE, payment)
