"""
What Paddle is asked for to pay something back.

Shapes: https://developer.paddle.com/build/transactions/create-transaction-adjustments.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tenantry.money import Money
from tenantry.providers.model import ProviderRefused, RefundOrder
from tenantry.providers.paddle.amounts import from_paddle, to_paddle
from tenantry.providers.reading import form_of

type Json = Mapping[str, Any]

_COUNTED = frozenset({"pending_approval", "approved"})
"""Adjustments in these states take from what is left; the others have left all as it was."""


def adjustment_for(
    order: RefundOrder, transaction: Json, adjustments: Sequence[Json]
) -> dict[str, Any]:
    """
    What `POST /adjustments` is sent. Its reason carries our id, which nothing else can carry.

    Args:
        transaction: What was paid, as Paddle has it; read for a part only.
        adjustments: All of it so far.

    Raises:
        Invalid: The transaction or an adjustment has not its form.
        ProviderRefused: Less is left of the payment than is to go back.
    """
    asked: dict[str, Any] = {
        "action": "refund",
        "transaction_id": order.payment_reference,
        "reason": f"Refund {order.id}",
    }
    if order.is_whole:
        return {**asked, "type": "full"}
    return {**asked, "type": "partial", "items": _items(order.amount, transaction, adjustments)}


def _items(amount: Money, transaction: Json, adjustments: Sequence[Json]) -> list[dict[str, str]]:
    """
    A part of what was paid, taken from its lines in their order, as far as each goes.
    """
    items = []
    left = amount
    with form_of("transaction"):
        for line_id, there in _left_of_lines(transaction, adjustments, amount.currency).items():
            taken = min(left.minor, there)
            if taken > 0:
                part = Money(taken, amount.currency)
                items.append({"item_id": line_id, "type": "partial", "amount": to_paddle(part)})
                left -= part
    if left.minor:
        message = "less is left of the payment than is to go back"
        raise ProviderRefused(message)
    return items


def _left_of_lines(transaction: Json, adjustments: Sequence[Json], currency: str) -> dict[str, int]:
    left = {
        str(line["id"]): from_paddle(line["totals"]["total"], currency).minor
        for line in transaction["details"]["line_items"]
    }
    for adjustment in adjustments:
        if adjustment["action"] == "refund" and adjustment["status"] in _COUNTED:
            for item in adjustment["items"]:
                taken = from_paddle(item["totals"]["total"], currency).minor
                left[item["item_id"]] = left.get(item["item_id"], 0) - taken
    return left
