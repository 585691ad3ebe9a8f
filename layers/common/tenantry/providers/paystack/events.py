"""
What Paystack's events and lists say, in our own words; types that say nothing to us are None.

Shapes: https://paystack.com/docs/payments/webhooks, /docs/payments/refunds and /docs/api. An event
has no id and no time of its own, and one without a charge's outcome does not exist: a charge that
failed is found by asking.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from tenantry.ids import CROCKFORD_CLASS
from tenantry.payments.model import Dispute, Payment, Refund
from tenantry.providers.facts import (
    ChargeEnded,
    ChargePaid,
    Fact,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tenantry.providers.keeping import without_people
from tenantry.providers.paystack.amounts import dispute_status, from_paystack, refund_status
from tenantry.providers.reading import Json, form_of, from_zoned, parse

NAME = "paystack"
CAME = frozenset({"success", "reversed"})
"""A transaction that was reversed was paid before; what went back is told of by itself."""

_LIVE = {"live": True, "test": False}
_CHARGE = re.compile(f"chg-[{CROCKFORD_CLASS}]{{26}}")
_REFUND = re.compile(f"rfd_[{CROCKFORD_CLASS}]{{26}}")


def reference_of(charge_id: str) -> str:
    """
    A charge's reference at Paystack, which takes no underscore.

    Example:
        >>> reference_of("chg_01M7XPE6000000000000000000")
        'chg-01M7XPE6000000000000000000'
    """
    return charge_id.replace("_", "-", 1)


def read(body: str, path: Mapping[str, str]) -> ProviderEvent | None:
    """
    What a webhook says, if it says anything to us.

    A refund's event names its payment and its amount, and neither itself nor what we called it:
    its id here holds until `client.Provider.confirm` has found out which one it is.

    Raises:
        Invalid: It is of a type that we read, and has not that type's form.
    """
    del path
    event = parse(body)
    kind = str(event.get("event"))
    with form_of(kind):
        if kind == "charge.success":
            return of_transaction(event["data"], event)
        if kind.startswith("charge.dispute."):
            return of_dispute(event["data"], event)
        if kind.startswith("refund."):
            return _hint_of_refund(kind, event["data"], event)
    return None


def of_transaction(transaction: Json, raw: Json | None = None) -> ProviderEvent:
    """
    A transaction that was paid, as an event, the verification and the list have it.

    Raises:
        LookupError, TypeError, ValueError: It has another form.
    """
    reference = _text(transaction["reference"])
    amount = from_paystack(transaction["amount"], transaction["currency"])
    if transaction["status"] not in CAME or amount.minor <= 0:
        raise ValueError(transaction["status"])
    paid_at = from_zoned(transaction.get("paid_at") or transaction["paidAt"])
    payment = Payment(reference, amount, amount.minor)
    fact = ChargePaid(payment, paid_at, _charge_id(reference, transaction.get("metadata")))
    event_id = f"charge.success:{_number(transaction['id'])}:success"
    return _event(event_id, "charge.success", fact, transaction, raw=raw)


def of_ended(transaction: Json) -> ProviderEvent:
    """
    A transaction that failed or was abandoned, as the verification has it; no event says so.

    Raises:
        LookupError, TypeError, ValueError: It has another form.
    """
    status = _text(transaction["status"])
    reference = _text(transaction["reference"])
    charge_id = _charge_id(reference, transaction.get("metadata"))
    if charge_id is None:
        raise ValueError(reference)
    fact = ChargeEnded(charge_id, "failed" if status == "failed" else "expired")
    event_id = f"charge.{status}:{_number(transaction['id'])}:{status}"
    return _event(event_id, f"charge.{status}", fact, transaction)


def of_refund(refund: Json, payment_reference: str) -> ProviderEvent:
    """
    A refund as Paystack's list has it; its id is ours if we asked for it, else Paystack's.

    Raises:
        LookupError, TypeError, ValueError: It has another form.
    """
    status, number = _text(refund["status"]), _number(refund["id"])
    minor = from_paystack(refund["amount"], refund["currency"]).minor
    found = Refund(ours_in(refund) or number, minor, refund_status(status))
    fact = PaymentRefunded(payment_reference, found)
    return _event(f"refund:{number}:{status}", f"refund.{status}", fact, refund)


def ours_in(refund: Json) -> str | None:
    """
    Our own id of a refund, which its note carries; None for one that we did not ask for.
    """
    noted = _REFUND.search(str(refund.get("merchant_note")))
    return noted[0] if noted else None


def of_dispute(dispute: Json, raw: Json | None = None) -> ProviderEvent:
    """
    A dispute, as events and the list have it.

    Reminders say nothing new: an event's id is made of what it says.

    Raises:
        LookupError, TypeError, ValueError: It has another form.
    """
    transaction, status = dispute["transaction"], _text(dispute["status"])
    # The list has disputes without an amount: they are about all that was paid.
    asked = dispute["refund_amount"]
    amount = transaction["amount"] if asked is None else asked
    minor = from_paystack(amount, dispute.get("currency") or transaction["currency"]).minor
    number = _number(dispute["id"])
    became = dispute_status(status, dispute["resolution"])
    fact = PaymentDisputed(_text(transaction["reference"]), Dispute(number, minor, became))
    kind = "charge.dispute" if raw is None else str(raw["event"])
    return _event(f"charge.dispute:{number}:{status}:{minor}", kind, fact, dispute, raw=raw)


def _hint_of_refund(kind: str, refund: Json, raw: Json) -> ProviderEvent:
    status, reference = _text(refund["status"]), _text(refund["transaction_reference"])
    minor = from_paystack(refund["amount"], refund["currency"]).minor
    named = str(refund.get("refund_reference") or minor)
    fact = PaymentRefunded(reference, Refund(named, minor, refund_status(status)))
    return _event(f"{kind}:{reference}:{named}:{status}", kind, fact, refund, raw=raw)


def _event(
    event_id: str, kind: str, fact: Fact, about: Json, *, raw: Json | None = None
) -> ProviderEvent:
    kept = without_people({"event": kind, "data": about} if raw is None else raw)
    return ProviderEvent(NAME, event_id, kind, fact, _LIVE[about["domain"]], kept)


def _charge_id(reference: str, metadata: object) -> str | None:
    """
    Our own id of a charge; None for money that we did not ask for.
    """
    if _CHARGE.fullmatch(reference):
        return reference.replace("-", "_", 1)
    named = _metadata(metadata).get("charge_id")
    return named if isinstance(named, str) else None


def _metadata(metadata: object) -> Mapping[str, Any]:
    """
    What was put beside a transaction: an object, its text, 0, "" or null.
    """
    if isinstance(metadata, str):
        try:
            metadata = json.loads(metadata)
        except (ValueError, RecursionError):
            return {}
    return metadata if isinstance(metadata, dict) else {}


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(value)
    return value


def _number(value: object) -> str:
    """
    An id of 64 bits, as digits.
    """
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdecimal():
        raise TypeError(value)
    return str(value)
