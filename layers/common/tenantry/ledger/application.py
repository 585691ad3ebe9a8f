"""
Applying what a provider's event says of a tenant's payment after it was paid: once, in any order.
"""

from tenantry.acts import Act
from tenantry.ledger import facts, store
from tenantry.ledger.moving import write_known
from tenantry.payments.model import Dispute, KnownPayment, Refund
from tenantry.providers.facts import ProviderEvent
from tenantry.providers.noting import note
from tenantry.reads import get
from tenantry.transactions import transaction


def apply_money_back(
    event: ProviderEvent, thing: Refund | Dispute, known: KnownPayment, act: Act
) -> None:
    """
    Shape 1. Apply what an event says of a payment's refund or dispute.

    Raises:
        AlreadyApplied: It was applied before.
        ChangedMeanwhile: Somebody else wrote at the same moment.
    """
    assert known.paid_for is not None, "asked only for what is known to pay for something"
    before = store.get_payment(known.paid_for.owner, known.paid_for.id)
    assert before is not None, "what is known to pay for something was written with it"
    told = get(facts.kind_of(thing), facts.fact_key(before, thing))
    with transaction() as writes:
        note(writes, event, known, act.now)
        # Providers tell of one thing under several events.
        if told is None:
            write_known(writes, before, thing, act)
