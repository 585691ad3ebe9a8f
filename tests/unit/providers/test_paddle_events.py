"""
What Paddle's events say, read from Paddle's own examples with the fields of a case put in.

The examples are those of PaddleHQ/paddle-python-sdk, in the folder that TENANTRY_TEST_DATA names.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tenantry.errors import Invalid
from tenantry.money import Money
from tenantry.payments.model import Dispute, DisputeStatus, Payment, Refund, RefundStatus
from tenantry.providers.facts import ChargeEnded, ChargePaid, Fact, PaymentDisputed, PaymentRefunded
from tenantry.providers.paddle.events import of_transaction, read

pytestmark = pytest.mark.requirement("R-BIL-2")

type Json = dict[str, Any]

CHARGE_ID = "chg_01M7XPE6000000000000000000"
REFUND_ID = "rfd_01M7XPE6000000000000000000"
OURS: Json = {"origin": "api", "custom_data": {"charge_id": CHARGE_ID, "tenant_id": "ten_1"}}
TRANSACTION, PAID_AT = (
    "txn_01hv8wptq8987qeep44cyrewp9",
    datetime(2024, 4, 12, 10, 18, 47, 635_628, UTC),
)


@pytest.fixture(scope="session")
def examples(test_data: Path) -> dict[str, Json]:
    """
    The object of each type of notification.
    """
    files = sorted((test_data / "paddle").glob("*.json"))
    return {file.stem: json.loads(file.read_text()) for file in files}


def event(kind: str, about: Json, **changes: object) -> str:
    told = {"event_id": "evt_01hv8x29", "event_type": kind, "occurred_at": "2024-04-12T10:18:50Z"}
    return json.dumps(told | {"data": about | changes})


def said(kind: str, about: Json, **changes: object) -> Fact | None:
    told = read(event(kind, about, **changes), {})
    return None if told is None else told.fact


def test_a_completed_transaction_says_what_was_paid_before_and_with_tax(
    examples: dict[str, Json],
) -> None:
    fact = said("transaction.completed", examples["transaction.completed"], **OURS)

    payment = Payment(TRANSACTION, Money(59_900, "USD"), 65_215)
    assert fact == ChargePaid(payment, PAID_AT, CHARGE_ID, TRANSACTION)


def test_the_example_itself_is_no_charge_of_ours(examples: dict[str, Json]) -> None:
    fact = said("transaction.completed", examples["transaction.completed"])

    assert isinstance(fact, ChargePaid)
    assert (fact.charge_id, fact.request_id) == (None, TRANSACTION)


@pytest.mark.parametrize(
    "origin", ["subscription_recurring", "subscription_charge", "subscription_update", "new"]
)
def test_what_a_subscription_takes_is_not_the_charge_whose_id_it_has(
    examples: dict[str, Json], origin: str
) -> None:
    about = examples["transaction.completed"] | OURS

    fact = said("transaction.completed", about, origin=origin)

    assert isinstance(fact, ChargePaid)
    assert (fact.charge_id, fact.request_id) == (None, None)
    assert said("transaction.canceled", about, origin=origin) is None


@pytest.mark.parametrize("said_id", [None, "", 5, "chg_", f"{CHARGE_ID}0", f"x{CHARGE_ID}"])
def test_what_only_looks_like_a_charge_is_none(examples: dict[str, Json], said_id: object) -> None:
    about = OURS | {"custom_data": {"charge_id": said_id}}

    fact = said("transaction.completed", examples["transaction.completed"], **about)

    assert isinstance(fact, ChargePaid)
    assert fact.charge_id is None


def test_credit_is_no_money_that_comes(examples: dict[str, Json]) -> None:
    about = examples["transaction.completed"] | OURS
    totals = about["details"]["totals"]
    less = totals | {"credit": "5215", "grand_total": "60000", "grand_total_tax": "4890"}

    fact = said("transaction.completed", about, details={"totals": less})

    assert isinstance(fact, ChargePaid)
    assert fact.payment == Payment(TRANSACTION, Money(55_110, "USD"), 60_000)


def test_without_the_grand_totals_tax_it_is_the_totals(examples: dict[str, Json]) -> None:
    about = examples["transaction.completed"] | OURS
    totals = dict(about["details"]["totals"])
    del totals["grand_total_tax"]

    fact = said("transaction.completed", about, details={"totals": totals})

    assert isinstance(fact, ChargePaid)
    assert fact.payment.subtotal == Money(59_900, "USD")
    with pytest.raises(Invalid):
        said("transaction.completed", about, details={"totals": totals | {"grand_total": "1"}})


def test_a_transaction_that_costs_nothing_is_paid_when_it_is_billed(
    examples: dict[str, Json],
) -> None:
    totals = {"total": "0", "grand_total": "0", "tax": "0", "grand_total_tax": "0"}
    about = OURS | {"details": {"totals": totals}, "payments": []}

    fact = said("transaction.completed", examples["transaction.completed"], **about)

    assert isinstance(fact, ChargePaid)
    assert fact.payment == Payment(TRANSACTION, Money(0, "USD"), 0)
    assert fact.occurred_at == datetime(2024, 4, 12, 10, 18, 48, 294_633, UTC)


def test_a_cancelled_transaction_ends_its_charge(examples: dict[str, Json]) -> None:
    about = examples["transaction.canceled"]

    assert said("transaction.canceled", about, **OURS) == ChargeEnded(CHARGE_ID, "failed")
    assert said("transaction.canceled", about) is None


def test_every_other_event_says_nothing(examples: dict[str, Json]) -> None:
    read_kinds = {"transaction.completed", "transaction.canceled"}
    others = {kind for kind in examples if not kind.startswith("adjustment")} - read_kinds

    told = {kind: said(kind, examples[kind] | OURS) for kind in others}

    assert len(told) == 17
    assert set(told.values()) == {None}


ADJUSTMENTS = """
refund                      pending_approval  refund pending
refund                      approved          refund succeeded
refund                      rejected          refund failed
refund                      reversed          refund failed
chargeback                  pending_approval  dispute open
chargeback                  approved          dispute open
chargeback                  rejected          dispute won
chargeback                  reversed          dispute won
chargeback_warning          approved          dispute open
chargeback_warning          reversed          dispute won
chargeback_reverse          approved          nothing -
chargeback_warning_reverse  approved          nothing -
credit                      approved          nothing -
credit                      reversed          nothing -
credit_reverse              approved          nothing -
"""


@pytest.mark.parametrize("kind", ["adjustment.created", "adjustment.updated"])
@pytest.mark.parametrize("row", ADJUSTMENTS.strip().splitlines())
def test_an_adjustment_is_a_refund_or_a_dispute_or_neither(
    examples: dict[str, Json], kind: str, row: str
) -> None:
    action, word, what, status = row.split()
    about = examples[kind]

    fact = said(kind, about, action=action, status=word)

    expected: Fact | None = None
    if what == "refund":
        refund = Refund(about["id"], 100, RefundStatus(status))
        expected = PaymentRefunded(about["transaction_id"], refund)
    elif what == "dispute":
        dispute = Dispute(about["id"], 100, DisputeStatus(status))
        expected = PaymentDisputed(about["transaction_id"], dispute)
    assert fact == expected


@pytest.mark.parametrize("reason", [REFUND_ID, f"Refund {REFUND_ID}", f"Dear\n{REFUND_ID}, x"])
def test_a_refund_of_ours_is_known_by_its_reason(examples: dict[str, Json], reason: str) -> None:
    told = read(event("adjustment.created", examples["adjustment.created"], reason=reason), {})

    assert told is not None
    assert isinstance(told.fact, PaymentRefunded)
    assert told.fact.refund.id == REFUND_ID
    assert "reason" not in told.kept["data"]


@pytest.mark.parametrize("change", [{"status": "new"}, {"totals": {}}, {"currency_code": "KES"}])
def test_an_adjustment_that_we_do_not_understand_is_refused(
    examples: dict[str, Json], change: Json
) -> None:
    with pytest.raises(Invalid):
        said("adjustment.created", examples["adjustment.created"], **change)


STATUSES = ["draft", "ready", "billed", "paid", "past_due", "created", "payment_failed"]


@pytest.mark.parametrize("status", STATUSES)
def test_a_transaction_that_is_asked_for_is_open_until_it_has_ended(
    examples: dict[str, Json], status: str
) -> None:
    about = examples["transaction.completed"] | OURS

    assert of_transaction(about | {"status": status}) is None


def test_a_transaction_that_is_asked_for_says_what_its_event_says(
    examples: dict[str, Json],
) -> None:
    about = examples["transaction.completed"] | OURS

    found = of_transaction(about)

    assert found is not None
    assert found.id == f"{TRANSACTION}-completed"
    assert found.fact == said("transaction.completed", about)
