"""
What Paystack's events say, where the conformance suite does not ask.
"""

import json
from typing import Any

import pytest

from tenantry.errors import Invalid
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus, RefundStatus
from tenantry.providers.facts import ChargePaid, PaymentDisputed, PaymentRefunded, ProviderEvent
from tenantry.providers.paystack.events import of_dispute, of_refund, of_transaction, read
from tests.unit.providers.conformance.case import CHARGE_ID, REFUND_ID, Sent, Told
from tests.unit.providers.conformance.case_paystack import dispute, event, refund, transaction

pytestmark = pytest.mark.requirement("R-BIL-2")

TOLD = Told(Money(150_050, "KES"))


def said(sent: Sent) -> ProviderEvent:
    told = read(sent.body, {})
    assert told is not None
    return told


METADATA: list[tuple[Any, str | None]] = [
    ({"charge_id": CHARGE_ID}, CHARGE_ID),
    (json.dumps({"charge_id": CHARGE_ID}), CHARGE_ID),
    ({"charge_id": 5}, None),
    ({}, None),
    ("", None),
    ("no json", None),
    ("[" * 100_000, None),
    ("[1]", None),
    (0, None),
    (None, None),
]


@pytest.mark.parametrize(("metadata", "charge_id"), METADATA)
def test_whatever_was_put_beside_a_transaction_it_is_read(
    metadata: object, charge_id: str | None
) -> None:
    other = transaction(TOLD, reference="made-by-hand", metadata=metadata)

    fact = said(event("charge.success", other)).fact

    assert isinstance(fact, ChargePaid)
    assert (fact.charge_id, fact.payment.reference) == (charge_id, "made-by-hand")


def test_our_reference_names_the_charge_whatever_stands_beside_it() -> None:
    fact = said(event("charge.success", transaction(TOLD, metadata={"charge_id": "chg_x"}))).fact

    assert isinstance(fact, ChargePaid)
    assert fact.charge_id == CHARGE_ID


@pytest.mark.parametrize(
    "changes",
    [
        {"domain": "sandbox"},
        {"status": "failed"},
        {"amount": 0},
        {"amount": -5},
        {"amount": 150.5},
        {"currency": "kes"},
        {"currency": "XOF", "amount": 50},
        {"paid_at": "2026-11-21T12:00:00"},
        {"paid_at": "yesterday"},
        {"id": True},
        {"reference": ""},
    ],
    ids=str,
)
def test_a_payment_that_contradicts_itself_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        read(event("charge.success", transaction(TOLD, **changes)).body, {})


def test_a_transaction_that_was_reversed_was_paid_before() -> None:
    paid = said(event("charge.success", transaction(TOLD)))

    reversed_since = of_transaction(transaction(TOLD, status="reversed"))

    assert (reversed_since.id, reversed_since.fact) == (paid.id, paid.fact)


REFUNDS = """
pending          pending
processing       pending
needs-attention  pending
processed        succeeded
failed           failed
something-new    pending
"""


@pytest.mark.parametrize("row", REFUNDS.strip().splitlines())
def test_a_refund_has_ended_only_when_paystack_says_so(row: str) -> None:
    word, status = row.split()

    fact = said(event(f"refund.{word}", refund(TOLD, status=word, refund_reference=None))).fact

    assert isinstance(fact, PaymentRefunded)
    assert (fact.refund.status, fact.refund.minor) == (RefundStatus(status), 150_050)


def test_a_refund_of_ours_is_known_by_its_note() -> None:
    row = {**refund(TOLD), "id": 3018284, "merchant_note": f"{REFUND_ID} by ada@example.com"}

    ours = of_refund(row, "chg-1")
    theirs = of_refund(row | {"merchant_note": "Refund for transaction T685312322670591"}, "chg-1")

    ids = [one.fact.refund.id for one in (ours, theirs) if isinstance(one.fact, PaymentRefunded)]
    assert ids == [REFUND_ID, "3018284"]
    assert ours.id == theirs.id == "refund:3018284:processed"


DISPUTES = """
awaiting-merchant-feedback  none               open
awaiting-bank-feedback      none               open
pending                     none               open
archived                    none               open
resolved                    declined           won
resolved                    merchant-accepted  lost
resolved                    auto-accepted      lost
"""


@pytest.mark.parametrize("row", DISPUTES.strip().splitlines())
def test_a_dispute_is_open_until_it_is_resolved(row: str) -> None:
    word, resolution, status = row.split()
    about = dispute(TOLD, status=word, resolution=None if resolution == "none" else resolution)

    fact = said(event("charge.dispute.resolve", about)).fact

    assert isinstance(fact, PaymentDisputed)
    assert fact.dispute.status is DisputeStatus(status)


def test_a_dispute_without_an_amount_is_about_all_that_was_paid() -> None:
    found = of_dispute(dispute(TOLD, refund_amount=None, currency=None))

    assert isinstance(found.fact, PaymentDisputed)
    assert found.fact.dispute.minor == 150_050


def test_a_reminder_says_nothing_new_and_the_list_says_the_same() -> None:
    told = [said(event(f"charge.dispute.{word}", dispute(TOLD))) for word in ("create", "remind")]

    ids = {one.id for one in told} | {of_dispute(dispute(TOLD)).id}

    assert len(ids) == 1
