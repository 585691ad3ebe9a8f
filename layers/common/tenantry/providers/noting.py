"""
Noting that an event was applied, in the transaction of its effect.
"""

from datetime import datetime

from tenantry.payments import store as payments
from tenantry.payments.model import KnownPayment
from tenantry.providers.facts import ProviderEvent
from tenantry.transactions import Writes


def note(writes: Writes, event: ProviderEvent, known: KnownPayment, now: datetime) -> None:
    """
    Mark an event as applied, and keep what it said of a payment, without what names people.

    Raises (when the transaction commits):
        AlreadyApplied: It was applied before.
    """
    payments.mark_applied(writes, event.provider, event.id, event.type, now=now)
    payments.keep(writes, known, event_id=event.id, event_type=event.type, kept=event.kept, now=now)
