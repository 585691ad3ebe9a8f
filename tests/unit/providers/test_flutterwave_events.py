"""
What Flutterwave's webhooks are worth and say, where the conformance suite does not ask.
"""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tenantry.errors import Invalid
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus, RefundStatus
from tenantry.providers.facts import ChargePaid, PaymentRefunded
from tenantry.providers.flutterwave.amounts import dispute_status, refund_status
from tenantry.providers.flutterwave.events import of_refund, read
from tenantry.providers.flutterwave.signature import judge
from tenantry.providers.webhook import Trust, Webhook
from tests.acting import NOON
from tests.unit.providers.conformance.case import REFUND_ID, Told
from tests.unit.providers.conformance.case_flutterwave import (
    FLUTTERWAVE3,
    FLUTTERWAVE4,
    charge,
    event3,
    event4,
    transaction,
)

pytestmark = pytest.mark.requirement("R-BIL-2")

TOLD = Told(Money(150_050, "KES"))
KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"

TRUST = """
v3  copied           hint
v3  signed           signed
v3  both             signed
v3  copied-unsigned  none
v4  copied           none
v4  signed           signed
v4  both             signed
v4  copied-unsigned  none
"""


@pytest.mark.parametrize("row", TRUST.strip().splitlines())
def test_a_copy_of_the_secret_counts_for_version_3_alone_and_never_beside_a_signature(
    row: str,
) -> None:
    version, how, trust = row.split()
    sent = FLUTTERWAVE3.paid(TOLD)
    good = FLUTTERWAVE4.sign(sent, KEY, NOON).headers["flutterwave-signature"]
    headers = {
        "copied": {"verif-hash": KEY},
        "signed": {"flutterwave-signature": good},
        "both": {"flutterwave-signature": good, "verif-hash": "other"},
        "copied-unsigned": {"verif-hash": KEY, "flutterwave-signature": KEY},
    }[how]

    judged = judge(
        Webhook(sent.body.encode(), headers), {"version": version, "secret_hashes": [KEY]}, NOON
    )

    assert judged == (None if trust == "none" else Trust(trust))


def test_a_secret_of_any_characters_is_compared() -> None:
    secrets = {"version": "v3", "secret_hashes": ["clé"]}

    judged = [judge(Webhook(b"", {"verif-hash": one}), secrets, NOON) for one in ("clé", "cle")]

    assert judged == [Trust.HINT, None]


@pytest.mark.parametrize(
    "made", ["2026-11-21T12:00:00Z", "2026-11-21T15:00:00.000000000+03:00", 1_795_262_400.0]
)
def test_version_4_says_moments_in_two_ways(made: object) -> None:
    event = read(event4("charge.completed", TOLD, charge(TOLD, created_datetime=made)).body, {})

    assert event is not None
    assert isinstance(event.fact, ChargePaid)
    assert event.fact.occurred_at == datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("made", [True, -1, 1e300, "2026-11-21T12:00:00", None, []])
def test_a_moment_that_is_none_is_refused(made: object) -> None:
    with pytest.raises(Invalid):
        read(event4("charge.completed", TOLD, charge(TOLD, created_datetime=made)).body, {})


@pytest.mark.parametrize("number", ["../transfers", "1/verify", "", " ", 1.5, True, None, "x" * 65])
def test_an_id_that_could_lead_elsewhere_is_refused(number: object) -> None:
    with pytest.raises(Invalid):
        read(event3(transaction(TOLD, id=number)).body, {})


def test_a_number_too_large_to_write_out_is_refused() -> None:
    body = event3(transaction(Told(TOLD.amount, spelt="$"))).body

    for huge in ("1e999999999", "-1e-999999999", "9" * 4_000):
        with pytest.raises(Invalid):
            read(body.replace('"$"', huge), {})


def test_what_is_pending_or_failed_elsewhere_says_nothing() -> None:
    pending = transaction(TOLD, status="pending")
    not_ours = transaction(TOLD, status="failed", tx_ref="Links-616626414629")

    assert [read(event3(one).body, {}) for one in (pending, not_ours)] == [None, None]


def test_money_that_nobody_asked_for_is_money_all_the_same() -> None:
    paid = read(event3(transaction(TOLD, tx_ref="Links-616626414629")).body, {})

    assert paid is not None
    assert isinstance(paid.fact, ChargePaid)
    assert (paid.fact.charge_id, paid.fact.payment.subtotal) == (None, TOLD.amount)


def test_a_refund_of_ours_is_known_by_its_comments() -> None:
    row = {"id": 1, "tx_id": 2, "amount_refunded": Decimal("50.50"), "status": "completed-mpgs"}

    told = [
        of_refund(row | comments, "KES", is_live=True).fact
        for comments in ({"comments": f"{REFUND_ID}."}, {"comments": None}, {})
    ]

    ids = [fact.refund.id for fact in told if isinstance(fact, PaymentRefunded)]
    assert ids == [REFUND_ID, "flutterwave-1", "flutterwave-1"]


STATUSES = """
refund   completed        succeeded
refund   completed-momo   succeeded
refund   succeeded        succeeded
refund   new              pending
refund   pending-momo     pending
refund   processing       pending
refund   failed           failed
refund   disburse-failed  failed
dispute  initiated        open
dispute  declined         open
dispute  pending          open
dispute  won              won
dispute  accepted         lost
dispute  lost             lost
"""


@pytest.mark.parametrize("row", STATUSES.strip().splitlines())
def test_nothing_has_ended_before_flutterwave_says_so(row: str) -> None:
    kind, word, status = row.split()

    if kind == "refund":
        assert refund_status(word) is RefundStatus(status)
    else:
        assert dispute_status(word) is DisputeStatus(status)
