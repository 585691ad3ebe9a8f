"""
Asking what became of a charge, where nobody told.
"""

from tenantry.acts import Act
from tenantry.charges import commands, store
from tenantry.charges.model import WAITING, Charge, NoOwnAccount
from tenantry.errors import TenantryError
from tenantry.observability import log
from tenantry.providers.facts import ProviderEvent
from tenantry.receiving.commands import apply


def follow(charge_id: str, act: Act) -> bool:
    """
    Shape 1. Ask the provider what became of a charge, and apply it; whether that is known now.

    One charge that fails does not keep others waiting: its error is what it stays open for.
    """
    charge = store.get_charge(charge_id)
    if charge is None or charge.status not in WAITING:
        return True
    try:
        event = _find(charge, act)
        if event is not None:
            apply(event, act)
            charge = store.get_charge(charge_id) or charge
        # Money that is held for an operator has left the charge as it was.
        return commands.give_up(charge, act).status not in WAITING
    except TenantryError as error:
        log.warning("charge stays open", extra={"code": error.code, "charge_id": charge_id})
        return False


def _find(charge: Charge, act: Act) -> ProviderEvent | None:
    try:
        return commands.find(charge, act.now)
    except NoOwnAccount:
        # Nobody can ask any more: its time runs out as if nothing had come.
        return None
