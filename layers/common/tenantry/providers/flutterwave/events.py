"""
What Flutterwave's events and lists say, in our own words; types that say nothing to us are None.

Shapes: https://developer.flutterwave.com/docs/webhooks and /reference (version 3), and
https://flutterwaveinc.mintlify.app/v4-api-reference (version 4). Version 4's events have ids of
their own, which no list repeats: an event's id is made of what it is of and says, in both.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from tenantry.ids import CROCKFORD_CLASS
from tenantry.payments.model import Dispute, DisputeStatus, Payment, Refund, RefundStatus
from tenantry.providers.facts import (
    ChargeEnded,
    ChargePaid,
    Fact,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tenantry.providers.flutterwave.amounts import dispute_status, from_flutterwave, refund_status
from tenantry.providers.keeping import without_people
from tenantry.providers.reading import Json, form_of, from_zoned, parse

NAME = "flutterwave"
PAID, FAILED = frozenset({"successful", "succeeded"}), "failed"

_CHARGE = re.compile(f"chg_[{CROCKFORD_CLASS}]{{26}}")
_REFUND = re.compile(f"rfd_[{CROCKFORD_CLASS}]{{26}}")
_SECONDS_MAX = 10**11
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_KINDS = {"charge": "charge.completed", "refund": "refund", "chargeback": "chargeback"}


def read(body: str, path: Mapping[str, str]) -> ProviderEvent | None:
    """
    What a webhook says, if it says anything to us.

    No event says whether it is live. One of a refund or a chargeback names no currency: its amount
    is zero here until `client.Provider.confirm` has asked.

    Raises:
        Invalid: It is of a type that we read, and has not that type's form.
    """
    del path
    event = parse(body)
    kind = str(event.get("event") or event.get("type"))
    with form_of(kind):
        if kind in {"charge.completed", "charge.failed"}:
            return of_charge(event["data"], raw=event)
        if kind.startswith("refund."):
            refund = event["data"]
            return _hint_of_refund(refund["id"], refund["charge_id"], event)
        if kind.startswith("chargeback."):
            return _hint_of_chargeback(event["data"], event)
        if "AmountRefunded" in event:
            # Version 3 has no envelope around a refund, and sends it to who asked for it alone.
            return _hint_of_refund(event["id"], event["TransactionId"], event)
    return None


def of_charge(
    charge: Json, *, is_live: bool | None = None, raw: Json | None = None
) -> ProviderEvent | None:
    """
    A transaction of version 3 or a charge of version 4, as events, answers and lists have it.

    None while it is pending, and for one that failed and was not ours.

    Raises:
        ArithmeticError, LookupError, TypeError, ValueError: It has another form.
    """
    status, number = str(charge["status"]), identified(charge["id"])
    ours = _CHARGE.fullmatch(str(charge["tx_ref"] if "tx_ref" in charge else charge["reference"]))
    fact: Fact
    if status in PAID:
        amount = from_flutterwave(charge["amount"], charge["currency"])
        if amount.minor <= 0:
            raise ValueError(amount)
        payment = Payment(number, amount, amount.minor)
        fact = ChargePaid(payment, made_at(charge), ours[0] if ours else None)
    elif status == FAILED and ours:
        fact = ChargeEnded(ours[0], "failed")
    else:
        return None
    return _event(f"charge:{number}:{status}", fact, raw or charge, is_live=is_live)


def of_refund(refund: Json, currency: str, *, is_live: bool) -> ProviderEvent:
    """
    A refund as an answer or a list has it; its id is ours if its comments say so.

    Others' ids are marked as Flutterwave's: its own begin with `rfd_` too.

    Raises:
        ArithmeticError, LookupError, TypeError, ValueError: It has another form.
    """
    number, status = identified(refund["id"]), str(refund["status"])
    reference = identified(refund["tx_id"] if "tx_id" in refund else refund["charge_id"])
    minor = from_flutterwave(refund["amount_refunded"], currency).minor
    name = ours_in(refund) or _theirs(number)
    fact = PaymentRefunded(reference, Refund(name, minor, refund_status(status)))
    return _event(f"refund:{number}:{status}", fact, refund, is_live=is_live)


def of_chargeback(chargeback: Json, currency: str, *, is_live: bool) -> ProviderEvent:
    """
    A chargeback as an answer or a list has it.

    Raises:
        ArithmeticError, LookupError, TypeError, ValueError: It has another form.
    """
    number, status = identified(chargeback["id"]), str(chargeback["status"])
    minor = from_flutterwave(chargeback["amount"], currency).minor
    dispute = Dispute(_theirs(number), minor, dispute_status(status))
    fact = PaymentDisputed(charged_back(chargeback), dispute)
    return _event(f"chargeback:{number}:{status}:{minor}", fact, chargeback, is_live=is_live)


def charged_back(chargeback: Json) -> str:
    """
    The transaction or the charge that a chargeback is of.
    """
    is_v3 = "transaction_id" in chargeback
    return identified(chargeback["transaction_id" if is_v3 else "charge_id"])


def ours_in(refund: Json) -> str | None:
    """
    Our own id of a refund, which its comments carry; None for one that we did not ask for.
    """
    noted = _REFUND.search(str(refund.get("comments")))
    return noted[0] if noted else None


def identified(value: object) -> str:
    """
    An id as text: version 3 has numbers, and now and then spells them as texts.

    Raises:
        ValueError: It is no id.
    """
    # It comes from whoever knows the secret hash, and goes into a path.
    if isinstance(value, bool) or not isinstance(value, int | str) or not _ID.fullmatch(str(value)):
        raise ValueError(value)
    return str(value)


def asked_id(event: ProviderEvent) -> str:
    """
    Flutterwave's own id of what an event is of.
    """
    return event.id.split(":")[1]


def made_at(thing: Json) -> datetime:
    """
    When something was made; version 4 says it as text, or in seconds with decimals.

    Raises:
        ArithmeticError, LookupError, TypeError, ValueError: It does not say.
    """
    made = thing["created_at"] if "created_at" in thing else thing["created_datetime"]
    if isinstance(made, int | Decimal) and not isinstance(made, bool):
        if not 0 <= made < _SECONDS_MAX:
            raise ValueError(made)
        return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(made * 1_000_000))
    return from_zoned(made)


def _hint_of_refund(number: object, reference: object, raw: Json) -> ProviderEvent:
    named, status = identified(number), str((raw.get("data") or raw)["status"])
    refund = Refund(_theirs(named), 0, RefundStatus.PENDING)
    fact = PaymentRefunded(identified(reference), refund)
    return _event(f"refund:{named}:{status}", fact, raw)


def _hint_of_chargeback(chargeback: Json, raw: Json) -> ProviderEvent:
    number, status = identified(chargeback["id"]), str(chargeback["status"])
    dispute = Dispute(_theirs(number), 0, DisputeStatus.OPEN)
    fact = PaymentDisputed(charged_back(chargeback), dispute)
    return _event(f"chargeback:{number}:{status}", fact, raw)


def _theirs(number: str) -> str:
    return f"flutterwave-{number}"


def _event(event_id: str, fact: Fact, raw: Json, *, is_live: bool | None = None) -> ProviderEvent:
    kind = _KINDS[event_id.partition(":")[0]]
    return ProviderEvent(NAME, event_id, kind, fact, is_live, without_people(raw))
