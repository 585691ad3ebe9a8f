"""
Asking providers what became of attempts, and having paid what nobody was asked to pay.
"""

from collections.abc import Callable
from datetime import timedelta

from tenantry.acts import Act
from tenantry.disbursements import attempts, sending, store
from tenantry.disbursements.model import Status
from tenantry.disbursements.rules import LEFT_ALONE
from tenantry.errors import TenantryError
from tenantry.ids import TenantId
from tenantry.observability import log

SENDING = timedelta(minutes=5)
"""Whoever has made a disbursement may still be sending it."""


def follow(attempt_id: str, act: Act) -> bool:
    """
    Shape 1. Ask what became of an attempt; whether that is known now.

    One that fails does not keep others waiting: it is asked about again.
    """
    return _left_on_refusal(lambda: sending.ask(attempt_id, act), attempt_id)


def send(reseller_id: TenantId, disbursement_id: str, act: Act) -> int:
    """
    Shape 3 for each. Have the parts of a disbursement paid that wait; how many were sent.
    """
    disbursement = store.get_disbursement(reseller_id, disbursement_id)
    if disbursement is None or disbursement.status is not Status.OPEN:
        return 0
    return sending.send_waiting(disbursement, act)


def follow_all(act: Act) -> dict[str, int]:
    """
    Follow every attempt that has not ended, then send what waits; how many there were of each.
    """
    unended = list(attempts.unended(act.now - LEFT_ALONE))
    ended = sum(follow(one, act.part(one)) for one in unended)
    waiting = list(store.waiting(act.now - SENDING))
    sent = sum(send(*one, act.part(f"send {one[1]}")) for one in waiting)
    return {"asked": len(unended), "ended": ended, "waiting": len(waiting), "sent": sent}


def _left_on_refusal(ask: Callable[[], bool], attempt_id: str) -> bool:
    try:
        return ask()
    except TenantryError as error:
        facts = {"code": error.code, "attempt": attempt_id}
        log.warning("an attempt stays open", extra=facts)
        return False
