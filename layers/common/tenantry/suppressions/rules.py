"""
When an address is suppressed, and who may lift that.
"""

import unicodedata
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr

from tenantry.ids import TenantId
from tenantry.suppressions.model import (
    LIFTS_MAX,
    RESELLERS_MAX,
    Cause,
    LiftedByOperatorsOnly,
    LiftedTooOften,
    Status,
    Suppression,
)


def normalised(address: str) -> str:
    """
    The form under which an address is suppressed: no name, no brackets, upper and lower case alike.

    Example:
        >>> normalised('"Kofi, Shop" <Kofi@Shop.Example>')
        'kofi@shop.example'
    """
    bare = parseaddr(address)[1] or address
    return unicodedata.normalize("NFC", bare.strip()).casefold()


def masked(address: str) -> str:
    """
    What people recognise an address by, when they know it.

    Example:
        >>> masked("Kofi@Shop.Example")
        'k***@shop.example'
    """
    local, _, domain = normalised(address).rpartition("@")
    return f"{local[:1]}***@{domain}"


def heard(
    before: Suppression | None, new: Suppression, reseller_id: TenantId | None
) -> Suppression:
    """
    What is known of an address after word of a bounce or a complaint, in whatever order they come.

    What happened before the address was lifted counts no more, except a complaint that nobody knew
    of when a bounce was lifted.

    Args:
        before: What was known; None for an address that nothing is known of.
        new: What the word alone makes of it.
        reseller_id: Whose mail it was; None for the platform's own.

    Returns:
        *before* itself, when the word changes nothing.
    """
    if before is None:
        return replace(new, resellers=() if reseller_id is None else (reseller_id,))
    if not before.holds and _is_settled(before, new):
        return before
    if before.holds:
        graver = Cause.COMPLAINT if Cause.COMPLAINT in {before.cause, new.cause} else Cause.BOUNCE
        told = replace(before, cause=graver, heard_at=max(before.heard_at, new.heard_at))
    else:
        # Those of the time before it was lifted have nothing to do with it any more.
        told = replace(
            before,
            cause=new.cause,
            heard_at=new.heard_at,
            status=Status.SUPPRESSED,
            resellers=(),
        )
    told = replace(told, resellers=_with(told.resellers, reseller_id))
    return before if told == before else replace(told, version=before.version + 1)


def concerning(before: Suppression, reseller_id: TenantId | None) -> Suppression:
    """
    The same after mail of one more reseller was withheld for it.
    """
    resellers = _with(before.resellers, reseller_id)
    if resellers == before.resellers:
        return before
    return replace(before, resellers=resellers, version=before.version + 1)


def lifted(before: Suppression, now: datetime, *, by_operator: bool) -> Suppression:
    """
    The same address, to be mailed again.

    Raises:
        LiftedByOperatorsOnly: A reseller may not lift a complaint.
        LiftedTooOften: It came back after resellers had lifted it `LIFTS_MAX` times.
    """
    if not by_operator and before.cause is Cause.COMPLAINT:
        message = "whoever reads mail at this address called it spam; an operator can lift that"
        raise LiftedByOperatorsOnly(message)
    if not by_operator and before.lifts >= LIFTS_MAX:
        message = "mail to this address came back again each time; an operator can lift that"
        raise LiftedTooOften(message, lifts=before.lifts)
    return replace(
        before,
        status=Status.LIFTED,
        lifted_at=now,
        lifted_cause=before.cause,
        lifts=before.lifts + (0 if by_operator else 1),
        version=before.version + 1,
    )


def _is_settled(before: Suppression, new: Suppression) -> bool:
    assert before.lifted_at is not None, "what does not hold was lifted"
    if new.heard_at > before.lifted_at:
        return False
    return new.cause is Cause.BOUNCE or before.lifted_cause is Cause.COMPLAINT


def _with(resellers: tuple[TenantId, ...], reseller_id: TenantId | None) -> tuple[TenantId, ...]:
    if reseller_id is None or reseller_id in resellers or len(resellers) == RESELLERS_MAX:
        return resellers
    return (*resellers, reseller_id)
