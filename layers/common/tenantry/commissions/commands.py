"""
Making agreements, and telling what would be earned.
"""

from datetime import datetime

from tenantry import events
from tenantry.acts import Act
from tenantry.clock import Month
from tenantry.commissions import agreements, previewing, reading, store
from tenantry.commissions.agreements import Agreed, Books, changed_meanwhile
from tenantry.commissions.earning import is_held_at_the_end
from tenantry.commissions.inputs import Customer, Holding, Partner
from tenantry.commissions.model import Agreement
from tenantry.commissions.previewing import TENANTS_MAX, EarnsNone, Preview, TooManyTenants
from tenantry.fx.model import RateMissing
from tenantry.fx.store import get_rates
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers
from tenantry.transactions import transaction


def agree(reseller_id: TenantId, agreement: Agreement, act: Act) -> Agreed:
    """
    Shape 1. Say what a reseller earns from a month on, until another agreement begins (R-COM-1).

    A month has one; it can be replaced until the month begins. Once there is a statement, the
    currency stays; what the partner's statements are kept in is held as it was read.

    Raises:
        ResellerNotFound: There is no such reseller.
        Invalid: The month is over, or the agreement breaks a rule.
        AgreementBegun: The month has begun under another agreement of its own.
        AgreementChanged: Somebody changed the month's agreement at the same moment.
    """
    reseller = resellers.get(reseller_id)
    books = store.get_books(reseller.id)
    agreements.check_agreement(agreement, books)
    before = store.get_agreement(reseller.id, agreement.effective_from)
    after = agreements.agreed(agreement, before, act.now)
    if after is before:
        return after
    with transaction() as writes:
        if before is None:
            store.create(writes, reseller.id, after)
        else:
            store.replace(writes, reseller.id, before, after)
        last = None if books is None else books.last_statement
        change = (books, Books(agreement.currency, last))
        store.put_books(writes, reseller.id, change, changed_meanwhile)
        events.record(
            writes,
            act,
            "agreement.set",
            tenant_id=reseller.id,
            reseller_id=reseller.id,
            month=agreement.effective_from,
            rate=str(agreement.rate),
            basis=agreement.basis.value,
            minimum_minor=agreement.minimum.minor,
            currency=agreement.currency,
            hold_days=agreement.hold_days,
            method=agreement.method.value,
        )
    return after


def preview(reseller_id: TenantId, month: Month, now: datetime) -> Preview:
    """
    What a reseller would earn for a month by what is known now; nothing is stored (R-COM-4).

    Raises:
        ResellerNotFound: There is no such reseller.
        EarnsNone: It is prepaid.
        Invalid: The month has not begun.
        TooManyTenants: It held more than 1,000 tenants at the month's end.
        RateMissing: A payment cannot be converted.
    """
    reseller = resellers.get(reseller_id)
    if reseller.is_prepaid:
        message = "a prepaid reseller bills its customers itself, and earns no commission"
        raise EarnsNone(message)
    previewing.check_begun(month, now)
    said = reading.said_of(reseller.id)
    held = _held(reseller.id, month)
    customers = [reading.customer_of(one, (holding,), said) for one, holding in held]
    return _at_last_rates(reading.partner_of(reseller.id), customers, month, now)


def _held(reseller_id: TenantId, month: Month) -> list[tuple[TenantId, Holding]]:
    """
    The tenants that a reseller holds at the month's end.
    """
    found = []
    for tenant_id, holding in store.holdings_of(reseller_id):
        if is_held_at_the_end([holding], month):
            found.append((tenant_id, holding))
        if len(found) > TENANTS_MAX:
            message = f"commission is previewed for at most {TENANTS_MAX} tenants"
            raise TooManyTenants(message, most=TENANTS_MAX)
    return found


def _at_last_rates(
    partner: Partner, customers: list[Customer], month: Month, now: datetime
) -> Preview:
    """
    The preview at the rates of the last day that has all that are needed: one day for all lines.
    """
    days = previewing.days_of(month, now)
    reason: RateMissing | None = None
    for day in days:
        rates = previewing.fresh(get_rates(day), days[0])
        try:
            return previewing.preview(partner, customers, month, rates, as_of=now)
        except RateMissing as error:
            # The first reason names the day that was asked for.
            reason = reason or error
    assert reason is not None, "every day was tried"
    raise reason
