"""
Setting a partner's payout account, and reading it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.clock import month_of, stamp
from tenantry.commissions.model import Method
from tenantry.commissions.store import agreements_of
from tenantry.errors import invalid_field
from tenantry.fx.model import QUOTED
from tenantry.ids import TenantId
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.payment_keys.sealing import seal, unseal
from tenantry.payout_accounts import rules, store
from tenantry.payout_accounts.model import (
    NewAccount,
    PayoutAccount,
    PayoutAccountNotFound,
)
from tenantry.providers import payouts
from tenantry.resellers import commands as resellers
from tenantry.server_key import mac
from tenantry.transactions import transaction

PURPOSE = "payout_account"


def set_account(reseller_id: TenantId, new: NewAccount, act: Act) -> PayoutAccount:
    """
    Shape 1. Say where a partner's money goes, in place of what was said before (R-COM-3).

    Nothing is paid for 7 days after a change, of which the contact before it is told; the first
    account does not pause. The same account once more changes nothing.

    Raises:
        ResellerNotFound: There is no such reseller.
        MethodNotAgreed: Its agreement says another method.
        Invalid: A field breaks a rule of the method, or the method does not pay in the currency.
        Unavailable: KMS did not answer.
        Conflict: Another account was set at the same moment.
    """
    reseller = resellers.get(reseller_id)
    agreed = [one.agreement for _, one in agreements_of(reseller.id, None, None)]
    rules.check_method(new.method, agreed, month_of(act.now))
    destination = _checked(new)
    before = store.get_account(reseller.id)
    after = rules.succeeding(_made(reseller.id, new, destination, act), before, act.now)
    if after is before:
        return after
    sealed = seal(reseller.id, rules.written(destination), PURPOSE)
    kind = "payout_account.set" if before is None else "payout_account.changed"
    told: dict[str, Any] = {
        "method": after.method.value,
        "currency": after.currency,
        "paused_until": None if after.paused_until is None else stamp(after.paused_until),
        "former_version": None if before is None else before.version,
    }
    with transaction() as writes:
        store.put(writes, before, after, sealed)
        if before is not None:
            notice = Notification(act.new_id("ntf"), reseller.id, kind, act.now, told)
            notifications.put(writes, notice)
        events.record(writes, act, kind, tenant_id=reseller.id, reseller_id=reseller.id, **told)
    return after


def get(reseller_id: TenantId) -> PayoutAccount:
    """
    What may be shown of a partner's account.

    Raises:
        PayoutAccountNotFound: It has set none.
    """
    return get_sealed(reseller_id)[0]


def get_sealed(reseller_id: TenantId) -> tuple[PayoutAccount, bytes]:
    """
    A partner's account, with its destination as KMS encrypted it.

    Raises:
        PayoutAccountNotFound: It has set none.
    """
    found = store.get_sealed(reseller_id)
    if found is None:
        message = "this partner has set no payout account"
        raise PayoutAccountNotFound(message)
    return found


def sharing(
    reseller_id: TenantId, after: str | None, limit: int | None
) -> Iterator[tuple[str, PayoutAccount]]:
    """
    All partners that are paid to the same account, this one included (R-COM-8).

    Raises:
        PayoutAccountNotFound: It has set none.
    """
    return store.sharing(get(reseller_id).identity, after, limit)


def open_destination(reseller_id: TenantId, sealed: bytes) -> dict[str, str]:
    """
    The destination itself, for the function that pays; it keeps it in memory alone.

    Raises:
        Unavailable: KMS did not answer.
    """
    return rules.read(unseal(reseller_id, sealed, PURPOSE))


def _checked(new: NewAccount) -> dict[str, str]:
    """
    The destination in the form that its method takes.
    """
    if new.method is Method.BANK_TRANSFER:
        _check_currency(new, QUOTED)
        return rules.check_bank_transfer(new.destination)
    provider = payouts.provider_of(new.method.value)
    _check_currency(new, provider.currencies)
    return provider.check_destination(new.destination)


def _check_currency(new: NewAccount, payable: frozenset[str]) -> None:
    if new.currency not in payable:
        rule = f"cannot be paid out by {new.method.value}"
        raise invalid_field("currency", rule, possible=sorted(payable & QUOTED))


def _made(
    reseller_id: TenantId, new: NewAccount, destination: Mapping[str, str], act: Act
) -> PayoutAccount:
    source = (new.method.value, rules.written(destination))
    return PayoutAccount(
        reseller_id=reseller_id,
        method=new.method,
        currency=new.currency,
        shown=rules.masked(destination),
        contact_email=new.contact_email,
        fingerprint=mac("payout destination", *source).hex(),
        identity=mac("payout number", rules.number_of(destination)).hex(),
        set_at=act.now,
        set_by=act.principal.person_id,
    )
