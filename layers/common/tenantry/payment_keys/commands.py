"""
Setting a reseller's own key, and taking it away.
"""

from collections.abc import Callable

from tenantry import events, settings
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.payment_keys import rules, store
from tenantry.payment_keys.model import STRIPE, PaymentKey, PaymentKeyNotFound
from tenantry.payment_keys.sealing import seal
from tenantry.resellers import commands as resellers
from tenantry.transactions import Writes, transaction

type Trial = Callable[[str], None]
"""Raises what is wrong with a key, as its provider says."""


def set_key(reseller_id: TenantId, key: str, act: Act, *, try_key: Trial) -> PaymentKey:
    """
    Shape 1. Keep a reseller's key, encrypted; the one that it had is gone (R-BIL-5).

    It is tried at the provider first, by a read that changes nothing there.

    Raises:
        Invalid, WrongMode: It is no secret key, or one of the other mode.
        ResellerNotFound: There is no such reseller.
        KeyRefused, KeyTooNarrow: The provider does not take it.
        ProviderUnavailable, Unavailable: The provider, or KMS, did not answer.
        Conflict: Another key was set at the same moment.
    """
    form = rules.read_form(key)
    rules.check_mode(form, is_production=settings.stage() == "prod")
    resellers.get(reseller_id)
    try_key(key)
    before = store.get_payment_key(reseller_id)
    after = PaymentKey(reseller_id, STRIPE, form, act.now)
    sealed = seal(reseller_id, key)
    with transaction() as writes:
        store.put(writes, before, after, sealed)
        _record(writes, act, "payment_key.set" if before is None else "payment_key.rotated", after)
    return after


def remove_key(reseller_id: TenantId, act: Act) -> PaymentKey:
    """
    Shape 1. Forget a reseller's key.

    Raises:
        PaymentKeyNotFound: It has set none.
        Conflict: Another key was set at the same moment.
    """
    before = get(reseller_id)
    with transaction() as writes:
        store.remove(writes, before)
        _record(writes, act, "payment_key.removed", before)
    return before


def get(reseller_id: TenantId) -> PaymentKey:
    """
    What may be shown of a reseller's key.

    Raises:
        PaymentKeyNotFound: It has set none.
    """
    found = store.get_payment_key(reseller_id)
    if found is None:
        message = "this reseller has set no payment key of its own"
        raise PaymentKeyNotFound(message)
    return found


def _record(writes: Writes, act: Act, kind: str, key: PaymentKey) -> None:
    events.record(
        writes,
        act,
        kind,
        tenant_id=key.reseller_id,
        reseller_id=key.reseller_id,
        provider=key.provider,
        scope=key.form.kind.value,
        mode=key.form.mode.value,
    )
