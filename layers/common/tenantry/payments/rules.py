"""
What is known of a refund or a dispute, whatever came first.
"""

from collections.abc import Mapping
from dataclasses import replace

from tenantry.payments.model import Dispute, DisputeStatus, Refund, RefundStatus


def learn_refund(known: Mapping[str, Refund], refund: Refund) -> dict[str, Refund]:
    """
    The refunds, of which one is at least as far as *refund* says.

    What has ended stays so, but for a refund that had succeeded and fails late, which banks do; its
    amount is the one that came with this status first. A quantity that was named is kept, whatever
    a provider's later event leaves out.
    """
    before = known.get(refund.id)
    if before is not None:
        quantity = before.quantity if refund.quantity is None else refund.quantity
        furthest = max(before, refund, key=lambda one: _PROGRESS.index(one.status))
        refund = replace(furthest, quantity=quantity)
    return {**known, refund.id: refund}


def learn_dispute(known: Mapping[str, Dispute], dispute: Dispute) -> dict[str, Dispute]:
    """
    The disputes, of which one is at least as far as *dispute* says; a loss is the last word.
    """
    before = known.get(dispute.id)
    if before is not None:
        dispute = max(before, dispute, key=lambda one: _DISPUTE_PROGRESS.index(one.status))
    return {**known, dispute.id: dispute}


_PROGRESS = [RefundStatus.PENDING, RefundStatus.SUCCEEDED, RefundStatus.FAILED]
_DISPUTE_PROGRESS = [DisputeStatus.OPEN, DisputeStatus.WON, DisputeStatus.LOST]
"""Nothing goes back in these lists, so that the order in which events come makes no difference."""
