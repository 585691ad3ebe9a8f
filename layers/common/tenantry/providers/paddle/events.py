"""
What Paddle's events say, in our own words; types that say nothing to us are None.

Shapes: https://developer.paddle.com/api-reference/transactions and .../adjustments. An event's id
is Paddle's own. Whether it is live it does not say: test and live are accounts of their own.

A transaction is paid for us when it is `completed`: `paid` comes before its fees are known. It is
what `grand_total` says: `total` less what Paddle took from credit, which is no money that comes. A
try that failed (`payment_failed`) can be followed by another one on the same page, so it ends
nothing; only `canceled` does.

Every other movement is an adjustment (https://developer.paddle.com/api-reference/adjustments):

| action             | pending_approval | approved  | rejected | reversed |
|--------------------|------------------|-----------|----------|----------|
| refund             | pending          | succeeded | failed   | failed   |
| chargeback         | open             | open      | won      | won      |
| chargeback_warning | open             | open      | won      | won      |
| all others         | -                | -         | -        | -        |

A chargeback has taken the money, and Paddle contests it and tells of a win only, never of a loss;
for us a loss is the last word, so what can still be won is open. It is won when Paddle makes its
adjustment `reversed`; the `..._reverse` adjustment beside it does not name the one that it
reverses, and says nothing to us. A `credit` moves no money either: it lowers what a later
transaction takes, and that one's `grand_total`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tenantry.ids import CROCKFORD_CLASS
from tenantry.money import Money
from tenantry.payments.model import Dispute, DisputeStatus, Payment, Refund, RefundStatus
from tenantry.providers.facts import (
    ChargeEnded,
    ChargePaid,
    Fact,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tenantry.providers.keeping import without_people
from tenantry.providers.paddle.amounts import from_paddle
from tenantry.providers.reading import form_of, from_zoned, parse

type Json = Mapping[str, Any]

NAME = "paddle"

_ID = re.compile(r"[a-z]{3,10}_[A-Za-z0-9]{1,60}")
_CHARGE = re.compile(rf"chg_[{CROCKFORD_CLASS}]{{26}}")
_REFUND = re.compile(rf"rfd_[{CROCKFORD_CLASS}]{{26}}")
_OURS = frozenset({"api", "web"})
"""
Origins of what we asked for. Paddle copies `custom_data` to the subscription that is made of a
transaction, and from there to each later one: those are not the charge's own
(https://developer.paddle.com/build/transactions/custom-data).
"""


def read(body: str, path: Mapping[str, str]) -> ProviderEvent | None:  # noqa: ARG001 - others' paths say something
    """
    What a webhook says, if it says anything to us.

    Raises:
        Invalid: It is of a type that we read, and has not that type's form.
    """
    return read_event(parse(body))


def read_event(event: Json) -> ProviderEvent | None:
    """
    What an event says, from a webhook or from Paddle's list of events.

    Raises:
        Invalid: It is of a type that we read, and has not that type's form.
    """
    kind = str(event.get("event_type"))
    reader = _READERS.get(kind)
    if reader is None:
        return None
    with form_of(kind):
        fact = reader(event["data"])
        if fact is None:
            return None
        return ProviderEvent(NAME, _id(event["event_id"]), kind, fact, None, _kept(event))


def of_transaction(transaction: Json) -> ProviderEvent | None:
    """
    What a transaction says when it is asked for; None while it can still be paid.

    Its id is built of the transaction's and its status: it is not that of any webhook.

    Raises:
        Invalid: It has not the form of a transaction.
    """
    with form_of("transaction"):
        status = transaction["status"]
        kind = f"transaction.{status}"
        reader = _READERS.get(kind)
        fact = reader(transaction) if reader else None
        if fact is None:
            return None
        event_id = f"{_id(transaction['id'])}-{status}"
        return ProviderEvent(NAME, event_id, kind, fact, None, without_people(transaction))


def refund_of(adjustment: Json) -> Refund | None:
    """
    What a refund's adjustment says; None for an adjustment of another kind.

    A refund of ours has our id in its `reason`, where we put it; another one has the adjustment's.

    Raises:
        ArithmeticError, AttributeError, LookupError, TypeError, ValueError: It has another form.
    """
    if adjustment["action"] != "refund":
        return None
    ours = _REFUND.search(str(adjustment.get("reason")))
    refund_id = ours[0] if ours else _id(adjustment["id"])
    return Refund(refund_id, _adjusted(adjustment).minor, _REFUNDS[adjustment["status"]])


def _completed(transaction: Json) -> Fact:
    totals, currency = transaction["details"]["totals"], transaction["currency_code"]
    total = from_paddle(totals["grand_total"], currency)
    subtotal = total - from_paddle(_tax(totals), currency)
    if subtotal.minor < 0:
        raise ValueError(totals)
    reference = _id(transaction["id"])
    return ChargePaid(
        Payment(reference, subtotal, total.minor),
        _paid_at(transaction),
        _charge_id(transaction),
        reference if transaction["origin"] in _OURS else None,
    )


def _tax(totals: Json) -> object:
    """
    The tax in the grand total; totals from before it was told say that of the total.
    """
    if totals.get("grand_total_tax") is not None:
        return totals["grand_total_tax"]
    if totals["grand_total"] != totals["total"]:
        raise ValueError(totals)
    return totals["tax"]


def _paid_at(transaction: Json) -> datetime:
    """
    When the money was taken; a transaction that costs nothing has its bill's time.
    """
    captured = [
        from_zoned(payment["captured_at"])
        for payment in transaction["payments"]
        if payment["status"] == "captured"
    ]
    return max(captured) if captured else from_zoned(transaction["billed_at"])


def _canceled(transaction: Json) -> Fact | None:
    charge_id = _charge_id(transaction)
    return None if charge_id is None else ChargeEnded(charge_id, "failed")


def _charge_id(transaction: Json) -> str | None:
    """
    The charge that we asked for; None for all else, such as what was sold by hand.
    """
    said = transaction.get("custom_data") or {}
    charge_id = str(said.get("charge_id"))
    is_ours = transaction["origin"] in _OURS and _CHARGE.fullmatch(charge_id)
    return charge_id if is_ours else None


def _adjustment(adjustment: Json) -> Fact | None:
    reference = _id(adjustment["transaction_id"])
    refund = refund_of(adjustment)
    if refund is not None:
        return PaymentRefunded(reference, refund)
    if adjustment["action"] not in _DISPUTED:
        return None
    status = _DISPUTES[adjustment["status"]]
    minor = _adjusted(adjustment).minor
    return PaymentDisputed(reference, Dispute(_id(adjustment["id"]), minor, status))


def _adjusted(adjustment: Json) -> Money:
    return from_paddle(adjustment["totals"]["total"], adjustment["currency_code"])


def _kept(event: Json) -> Mapping[str, Any]:
    """
    What is kept, less the reason of an adjustment: whoever made it may have named somebody.
    """
    kept = without_people(event)
    kept["data"].pop("reason", None)
    return kept


def _id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError(value)
    return value


_REFUNDS = {
    "pending_approval": RefundStatus.PENDING,
    "approved": RefundStatus.SUCCEEDED,
    "rejected": RefundStatus.FAILED,
    "reversed": RefundStatus.FAILED,
}
_DISPUTED = frozenset({"chargeback", "chargeback_warning"})
_DISPUTES = {
    "pending_approval": DisputeStatus.OPEN,
    "approved": DisputeStatus.OPEN,
    "rejected": DisputeStatus.WON,
    "reversed": DisputeStatus.WON,
}
_READERS: dict[str, Callable[[Json], Fact | None]] = {
    "transaction.completed": _completed,
    "transaction.canceled": _canceled,
    "adjustment.created": _adjustment,
    "adjustment.updated": _adjustment,
}
