"""
What a charge is to be, written down before any provider is asked.
"""

from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.assortment import commands as assortment
from tenantry.assortment.model import Choice
from tenantry.billing import store as billing
from tenantry.charges import rules, store
from tenantry.charges.accounts import provider_for
from tenantry.charges.model import Charge, NewCharge, Purpose, Upgrade
from tenantry.idempotency import key_reused
from tenantry.ids import TenantId
from tenantry.ledger.model import CollectedBy
from tenantry.list_prices.sales import terms_for_sale
from tenantry.subscribing.renewing import renewed
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import NotAPilot, Subscription, Terms
from tenantry.subscriptions.model import Status as Subscribed
from tenantry.tenants import commands as tenants
from tenantry.tenants import store as tenant_store
from tenantry.tenants.model import Tenant
from tenantry.tenants.rules import check_not_gone
from tenantry.transactions import Writes, transaction


def begin(tenant_id: TenantId, charge_id: str, new: NewCharge, act: Act) -> tuple[Charge, bool]:
    """
    The charge with this id, and whether it is begun now; else it was begun before.

    Raises:
        As `commands.ask`, but for what a provider says.
    """
    tenant = tenants.read(tenant_id, act.principal)
    begun = store.get_charge(charge_id)
    if begun is not None:
        _check_same(begun, new)
        return begun, False
    check_not_gone(tenant)
    before = _subscription(tenant.id)
    # A tenant that was moved renews at its present reseller's price.
    subscription = renewed(before, act.now) if new.upgrade is None else before
    charge, choice = _intended(tenant, subscription, charge_id, new, act=act)
    rules.check_offered(charge, provider_for(charge))
    with transaction() as writes:
        store.create(writes, charge)
        if subscription is not before:
            subscriptions.replace(writes, before, subscription, act.now)
        # Whoever has left the reseller meanwhile is not sent to its account.
        tenant_store.check_held(writes, tenant)
        if not new.own_account:
            billing.check_provider(writes, billing.get_billing(tenant.id, tenant.held_by))
        if choice is not None:
            assortment.check_may_sell(writes, tenant.held_by, choice, act.now)
        record(writes, charge, "begun", act)
    return charge, True


def record(writes: Writes, charge: Charge, what: str, act: Act) -> None:
    """
    Write the event that something happened to a charge.
    """
    events.record(
        writes,
        act,
        f"charge.{what}",
        tenant_id=charge.tenant_id,
        reseller_id=charge.reseller_id,
        # One act may move a charge twice (it is begun, and opened), and many charges of a tenant.
        purpose=f"{charge.id} {what}",
        charge_id=charge.id,
        provider=charge.provider,
        amount_minor=charge.amount.minor,
        currency=charge.amount.currency,
        charged_for=charge.purpose.value,
    )


def _subscription(tenant_id: TenantId) -> Subscription:
    subscription = subscriptions.get_subscription(tenant_id)
    assert subscription is not None, f"{tenant_id} has no subscription"
    return subscription


def _intended(
    tenant: Tenant, subscription: Subscription, charge_id: str, new: NewCharge, *, act: Act
) -> tuple[Charge, Choice | None]:
    common: dict[str, Any] = {
        "id": charge_id,
        "tenant_id": tenant.id,
        "reseller_id": tenant.held_by,
        "provider": new.provider,
        "reference": rules.reference_of(charge_id),
        "collected_by": CollectedBy.RESELLER if new.own_account else CollectedBy.PLATFORM,
        "asked_at": act.now,
    }
    if new.upgrade is None:
        covers, price = rules.next_period(subscription)
        return Charge(
            **common,
            purpose=Purpose.PERIOD,
            amount=price,
            terms=subscription.terms,
            covers=covers,
        ), None
    terms, choice = _sold(tenant, subscription, new.upgrade, act)
    amount = rules.price_of(terms)
    charge = Charge(**common, purpose=Purpose.UPGRADE, amount=amount, terms=terms, covers=None)
    return charge, choice


def _sold(
    tenant: Tenant, subscription: Subscription, upgrade: Upgrade, act: Act
) -> tuple[Terms, Choice]:
    if subscription.status not in {Subscribed.PILOT, Subscribed.EXPIRED}:
        message = "only a pilot can be upgraded; this tenant is subscribed already"
        raise NotAPilot(message, plan_code=subscription.plan_code)
    choice = assortment.get_offered(tenant.held_by, upgrade.plan_code)
    terms = terms_for_sale(
        tenant.held_by,
        upgrade.plan_code,
        upgrade.interval,
        quantity=upgrade.quantity,
        currency=upgrade.currency,
        at=act.now,
    )
    return terms, choice


def _check_same(begun: Charge, new: NewCharge) -> None:
    asked, terms = new.upgrade, begun.terms
    was_asked = Upgrade(terms.plan_code, terms.interval, terms.quantity, begun.amount.currency)
    is_own = begun.collected_by is CollectedBy.RESELLER
    same = (
        begun.provider == new.provider
        and is_own is new.own_account
        and asked == (was_asked if begun.purpose is Purpose.UPGRADE else None)
    )
    if not same:
        raise key_reused()
