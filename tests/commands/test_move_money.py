"""
What a tenant pays around a move: the price it knows until its renewal, and nothing lost.
"""

from collections.abc import Iterator

import pytest

from tenantry.charges import refunding
from tenantry.charges.model import Charge
from tenantry.events import of_workspace
from tenantry.ids import TenantId
from tenantry.intervals import months_after
from tenantry.list_prices import commands as list_prices
from tenantry.money import Money
from tenantry.receiving.commands import apply
from tenantry.resellers.model import Reseller
from tenantry.subscribing import commands as subscribing
from tenantry.subscriptions.covering import paid_until
from tenantry.subscriptions.model import Status
from tenantry.tenants.model import Tenant
from tests import charging, pretending
from tests.acting import DAY, NOON, a_job, an_act, owner_of
from tests.builders import once, refusal_of
from tests.charging import (
    PRICE,
    an_event,
    an_upgrade,
    ask,
    paid,
    payment_of,
    subscription_of,
    suspended,
    tell,
)
from tests.commands.moving import MOVE_DAY, a_receiver, move, now_held, race
from tests.commands.owing import A_MONTH, settle
from tests.pretending import PretendProvider

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-RES-14")]

RENEWAL = months_after(NOON, 1)
DEARER = Money(19_00, "USD")


@pytest.fixture(autouse=True)
def provider() -> Iterator[PretendProvider]:
    with pretending.standing_in(PretendProvider("stripe")) as standing:
        yield standing


def a_seller(minor: int = DEARER.minor) -> Reseller:
    """
    A reseller that sells the plan `growth` for 19 dollars a month.
    """
    receiver = a_receiver()
    list_prices.set_price(receiver.id, A_MONTH, minor, an_act())
    return receiver


def a_moved_subscriber(receiver: Reseller) -> Tenant:
    """
    A tenant that is sold the plan for 15 dollars, moved a day later, and has paid nothing.
    """
    return move(charging.a_subscriber(), receiver)


def own_charge(tenant: Tenant) -> Charge:
    """
    A charge to the account of the tenant's reseller.
    """
    return ask(tenant, MOVE_DAY, provider="stripe", own_account=True)


def pay(tenant: Tenant, charge: Charge) -> TenantId:
    tell(paid(charge), now=MOVE_DAY)
    return tenant.id


def test_the_price_of_the_sale_holds_for_the_period_that_runs() -> None:
    tenant = a_moved_subscriber(a_seller())

    charge = ask(tenant, MOVE_DAY + DAY)

    assert (charge.amount, charge.covers) == (PRICE, (NOON, RENEWAL))
    assert subscription_of(tenant.id).price_until == RENEWAL


def test_the_renewal_is_at_the_new_resellers_list_price() -> None:
    tenant = a_moved_subscriber(a_seller())
    pay(tenant, ask(tenant, MOVE_DAY))

    charge = ask(tenant, RENEWAL)

    after = subscription_of(tenant.id)
    assert (charge.amount, charge.covers) == (DEARER, (RENEWAL, months_after(NOON, 2)))
    assert (after.terms, after.price_until) == (charge.terms, None)


def test_the_price_of_the_renewal_is_frozen_again() -> None:
    receiver = a_seller()
    tenant = a_moved_subscriber(receiver)
    pay(tenant, ask(tenant, MOVE_DAY))
    pay(tenant, ask(tenant, RENEWAL, key="renewal"))
    list_prices.set_price(receiver.id, A_MONTH, 99_00, an_act(now=RENEWAL))

    charge = ask(tenant, RENEWAL + DAY)

    assert charge.amount == DEARER


def test_what_is_paid_ahead_is_paid_for_at_the_price_of_the_sale() -> None:
    tenant = charging.a_subscriber()
    for key in ("one", "two"):
        pay(tenant, ask(tenant, MOVE_DAY, key=key))

    move(tenant, a_seller(), MOVE_DAY + DAY)

    assert paid_until(subscription_of(tenant.id)) == months_after(NOON, 2)
    assert ask(tenant, RENEWAL).amount == DEARER
    assert subscription_of(tenant.id).price_until is None


def test_where_the_new_reseller_does_not_sell_it_the_price_stays() -> None:
    tenant = a_moved_subscriber(a_receiver())
    pay(tenant, ask(tenant, MOVE_DAY))

    charge = ask(tenant, RENEWAL)

    assert charge.amount == PRICE


def test_a_reminder_of_the_renewal_names_the_new_price() -> None:
    tenant = a_moved_subscriber(a_seller())
    pay(tenant, ask(tenant, MOVE_DAY))

    assert settle(tenant, RENEWAL + DAY) is None

    after = subscription_of(tenant.id)
    assert after.status is Status.PAST_DUE
    assert after.sold is not None
    assert after.sold.unit == DEARER


def test_what_is_suspended_stays_so_until_it_is_paid() -> None:
    tenant = charging.a_subscriber()
    assert settle(tenant, NOON + 9 * DAY) is None

    moved = move(tenant, a_seller(), NOON + 10 * DAY)

    assert moved.is_suspended
    assert subscription_of(tenant.id).suspended_at == NOON + 9 * DAY
    charge = ask(tenant, NOON + 11 * DAY)
    tell(paid(charge), now=NOON + 11 * DAY)
    assert subscription_of(tenant.id).status is Status.ACTIVE


def test_more_of_the_same_keeps_the_price_until_the_renewal() -> None:
    tenant = a_moved_subscriber(a_seller())
    act = an_act(now=MOVE_DAY + DAY)

    more = subscribing.change(tenant.id, {"quantity": 2}, act)

    assert more.sold is not None
    assert (more.sold.unit, more.price_until) == (PRICE, RENEWAL)


def test_a_payment_that_was_asked_for_before_the_move_still_counts() -> None:
    tenant = charging.a_subscriber()
    charge = ask(tenant, MOVE_DAY)
    receiver = a_seller()
    move(tenant, receiver, MOVE_DAY + DAY)

    tell(paid(charge), now=MOVE_DAY + 2 * DAY)

    assert paid_until(subscription_of(tenant.id)) == RENEWAL
    [(_, event)] = of_workspace(tenant.id, None, 1)
    assert (event.kind, event.reseller_id) == ("payment.received", receiver.id)


@pytest.mark.parametrize("is_late", [False, True])
def test_a_payment_and_a_move_at_one_instant_both_count(*, is_late: bool) -> None:
    tenant, receiver = charging.a_subscriber(), a_seller()
    event = an_event(paid(ask(tenant, MOVE_DAY)))
    acts = (lambda: apply(event, a_job(MOVE_DAY)), lambda: move(tenant, receiver))
    late, soon = acts if is_late else acts[::-1]

    refusal = race(late, soon)

    if refusal is not None:
        # The queue sends it again.
        late()
    after = subscription_of(tenant.id)
    assert now_held(tenant) == after.reseller_id == receiver.id
    assert paid_until(after) == RENEWAL


def test_an_upgrade_that_the_old_reseller_offered_waits_for_an_operator() -> None:
    tenant = charging.a_pilot()
    charge = ask(tenant, MOVE_DAY, upgrade=an_upgrade())
    move(tenant, a_seller(), MOVE_DAY + DAY)

    tell(paid(charge), now=MOVE_DAY + 2 * DAY)

    [waits] = suspended()
    assert (waits.charge_id, waits.why.value) == (charge.id, "superseded")
    assert subscription_of(tenant.id).status is Status.PILOT


def test_money_on_the_old_resellers_account_is_not_the_new_ones_to_pay_back(
    provider: PretendProvider,
) -> None:
    tenant, receiver = charging.a_subscriber(), a_seller()
    charging.open_account(tenant.held_by)
    charge = own_charge(tenant)
    tell(paid(charge), provider="stripe")
    move(tenant, receiver, MOVE_DAY + DAY)
    payment = payment_of(charge)
    act = an_act(owner_of(receiver.id), MOVE_DAY + DAY, once())

    refusal = refusal_of(lambda: refunding.give_back(tenant.id, payment.id, 1, act))

    assert (refusal, provider.refunds) == ("refund.operators_only", {})


def test_no_charge_to_the_old_resellers_account_is_begun_after_it_has_lost_the_tenant() -> None:
    tenant, receiver = charging.a_subscriber(), a_seller()
    charging.open_account(tenant.held_by)

    refusal = race(lambda: own_charge(tenant), lambda: move(tenant, receiver))

    assert refusal == "charge.no_own_account"
