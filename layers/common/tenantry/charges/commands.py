"""
Asking tenants for money.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from tenantry.acts import Act
from tenantry.charges import rules, store
from tenantry.charges.accounts import provider_for
from tenantry.charges.intents import begin, record
from tenantry.charges.model import (
    WAITING,
    Charge,
    ChargeChanged,
    ChargeNotFound,
    NewCharge,
    OutcomeUnknown,
    Status,
)
from tenantry.errors import Invalid
from tenantry.ids import TenantId, derived_id
from tenantry.principals import Principal
from tenantry.providers.facts import ProviderEvent
from tenantry.providers.model import Asked, ChargeOrder, Payer, PaymentProvider, ProviderRefused
from tenantry.tenants import commands as tenants
from tenantry.transactions import transaction, worked_out_anew

PROMPT_LASTS = timedelta(minutes=5)
"""Longer than a prompt stays on a phone: M-Pesa's ends within two minutes."""
PAGE_LASTS = timedelta(days=3)
"""Longer than any provider keeps a page open: the longest is a day."""


def ask(tenant_id: TenantId, new: NewCharge, act: Act) -> Charge:
    """
    Shape 3. Ask a tenant for money; the same request again is the same charge (R-BIL-1).

    Raises:
        TenantNotFound, TenantDeleted: There is none that the principal may see, or it is gone.
        ProviderNotFound, NotOffered, TooMuch: The provider cannot charge this.
        NothingDue, NotAPilot, NotForSale, RateMissing: There is nothing to pay, or no price.
        BilledByHand, NoOwnAccount: It is not the platform, or not this account, that bills.
        Invalid: The provider needs to know how to reach the payer.
        OutcomeUnknown: The payer may have been prompted a moment ago.
        ProviderRefused, ProviderUnavailable: The provider says no, or did not answer; the charge
            stays, and a repeat of the request goes on with it.
    """
    assert act.once is not None, "its route takes an Idempotency-Key"
    charge_id = derived_id("chg", tenant_id, act.principal.person_id, act.once.key)
    charge, is_new = worked_out_anew(lambda: begin(tenant_id, charge_id, new, act))
    if charge.status is not Status.ASKED:
        return charge
    provider = provider_for(charge)
    if provider.prompts and not is_new:
        return _after_prompt(charge, act)
    return _request(charge, provider, Payer(new.email, new.phone), act)


def get(tenant_id: TenantId, charge_id: str, principal: Principal) -> Charge:
    """
    Read a charge.

    Raises:
        TenantNotFound, ChargeNotFound: There is none that the principal may see.
    """
    tenant = tenants.read(tenant_id, principal)
    charge = store.get_charge(charge_id)
    if charge is None or charge.tenant_id != tenant.id:
        message = "the tenant has no such charge"
        raise ChargeNotFound(message)
    return charge


def find(charge: Charge, now: datetime) -> ProviderEvent | None:
    """
    What the provider says became of a charge; None while nothing has.

    Raises:
        ProviderUnavailable: It did not answer, or not clearly.
    """
    asked = Asked(charge.id, charge.request_id, charge.amount, charge.asked_at, charge.reference)
    return provider_for(charge).find(asked, now)


def give_up(charge: Charge, act: Act) -> Charge:
    """
    Shape 1. End a charge of which nothing came for longer than anybody can pay it.

    Money that comes all the same is still its own.
    """
    if charge.status not in WAITING or act.now - charge.asked_at < PAGE_LASTS:
        return charge
    return _move(charge, rules.ended(charge, "expired"), act)


def _request(charge: Charge, provider: PaymentProvider, payer: Payer, act: Act) -> Charge:
    """
    Ask the provider, and write its answer down.
    """
    order = ChargeOrder(
        id=charge.id,
        tenant_id=charge.tenant_id,
        amount=charge.amount,
        description=f"{charge.terms.plan_code} {charge.reference}",
        billing_reference=charge.reference,
        payer=payer,
    )
    try:
        requested = provider.request(order)
    except (Invalid, ProviderRefused):
        # Nobody can pay it: another request is another charge.
        _move(charge, rules.ended(charge, "failed"), act)
        raise
    opened = replace(
        charge,
        status=Status.OPEN,
        request_id=requested.request_id,
        url=requested.url,
        version=charge.version + 1,
    )
    return _move(charge, opened, act)


def _after_prompt(charge: Charge, act: Act) -> Charge:
    """
    A repeat of a request whose answer was lost: the payer is not prompted again.
    """
    if act.now - charge.asked_at < PROMPT_LASTS:
        message = "the payer may have been prompted; wait for the payment, or for five minutes"
        raise OutcomeUnknown(message)
    return _move(charge, rules.ended(charge, "failed"), act)


def _move(before: Charge, after: Charge, act: Act) -> Charge:
    """
    Write what became of a charge, unless somebody was faster: it may have been paid by now.
    """
    if after is before:
        return before
    try:
        with transaction() as writes:
            store.replace(writes, before, after)
            record(writes, after, after.status.value, act)
    except ChargeChanged:
        return _read(before)
    return after


def _read(charge: Charge) -> Charge:
    found = store.get_charge(charge.id)
    assert found is not None, "charges are never deleted"
    return found
