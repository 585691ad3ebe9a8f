"""
Asking what became of charges and refunds of which nobody has told the end.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from charges.sweep import LEFT_ALONE, sweep
from tenantry.charges import refunding, store
from tenantry.charges.commands import PAGE_LASTS
from tenantry.charges.model import Charge, Status
from tenantry.intervals import months_after
from tenantry.payment_keys import commands as payment_keys
from tenantry.payments.model import RefundStatus
from tenantry.providers.facts import ChargeEnded
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.subscriptions.covering import paid_until
from tenantry.tenants.model import Tenant
from tests import charging, pretending
from tests.acting import DAY, NOON, SECOND, a_job, an_act
from tests.builders import once, refusal_of
from tests.charging import (
    PAY_DAY,
    an_event,
    ask,
    paid,
    payment_of,
    payments_of,
    stored,
    subscription_of,
    suspended,
    tell,
)
from tests.commands.faults import meanwhile, tapped
from tests.pretending import PretendProvider
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-BIL-6")]


@pytest.fixture
def provider() -> Iterator[PretendProvider]:
    with pretending.standing_in(PretendProvider()) as standing:
        yield standing


@pytest.fixture
def tenant(provider: PretendProvider, catalogue: None) -> Tenant:
    del provider, catalogue
    return charging.a_subscriber()


@pytest.fixture
def charge(tenant: Tenant) -> Charge:
    return ask(tenant)


def run(after: timedelta = LEFT_ALONE) -> dict[str, int]:
    """
    What the sweep says that it did, so long after the charge.
    """
    return dict(sweep(a_job(PAY_DAY + after)))


def waiting() -> list[str]:
    return list(store.waiting(PAY_DAY + 100 * DAY))


def test_what_was_paid_is_found(provider: PretendProvider, charge: Charge) -> None:
    provider.outcomes[charge.id] = an_event(paid(charge))

    said = run()

    assert (said["charges"], said["settled"], waiting()) == (1, 1, [])
    assert stored(charge).status is Status.PAID
    assert paid_until(subscription_of(charge.tenant_id)) == months_after(NOON, 1)
    assert runs.last_finished(Job.CHARGE_SWEEP) is not None


@pytest.mark.parametrize("how", ["failed", "expired"])
def test_what_has_ended_is_found(provider: PretendProvider, charge: Charge, how: str) -> None:
    fact = ChargeEnded(charge.id, "failed" if how == "failed" else "expired")
    provider.outcomes[charge.id] = an_event(fact)

    run()

    assert (stored(charge).status.value, waiting()) == (how, [])


def test_a_charge_is_left_alone_at_first(provider: PretendProvider, charge: Charge) -> None:
    provider.outcomes[charge.id] = an_event(paid(charge))

    said = run(LEFT_ALONE - SECOND)

    assert (said["charges"], waiting()) == (0, [charge.id])


def test_a_charge_of_which_nothing_comes_expires_after_three_days(charge: Charge) -> None:
    early, stayed = run(PAGE_LASTS - SECOND), waiting()
    late = run(PAGE_LASTS)

    assert (early["settled"], stayed) == (0, [charge.id])
    assert (late["settled"], waiting(), stored(charge).status) == (1, [], Status.EXPIRED)


def test_the_charges_of_one_tenant_expire_in_one_run(tenant: Tenant) -> None:
    charges = [ask(tenant) for _ in range(3)]

    said = run(PAGE_LASTS)

    assert (said["settled"], waiting()) == (3, [])
    assert {stored(charge).status for charge in charges} == {Status.EXPIRED}
    assert events_written().count("charge.expired") == 3


def test_the_payments_of_one_tenant_are_found_in_one_run(
    provider: PretendProvider, tenant: Tenant
) -> None:
    for charge in (ask(tenant), ask(tenant)):
        provider.outcomes[charge.id] = an_event(paid(charge))

    said = run()

    assert (said["settled"], len(payments_of(tenant.id))) == (2, 2)


def test_a_charge_that_expired_may_be_paid_late(charge: Charge) -> None:
    run(PAGE_LASTS)

    tell(paid(charge), now=PAY_DAY + 9 * DAY)

    assert stored(charge).status is Status.PAID
    assert payment_of(charge).left_minor == 15_00


def test_money_that_came_as_a_charge_expired_is_its_own(charge: Charge) -> None:
    with tapped({2: meanwhile(lambda: tell(paid(charge)))}) as line:
        run(PAGE_LASTS)

    assert len(line.calls) > 2
    assert stored(charge).status is Status.PAID


def test_a_charge_whose_money_is_held_does_not_wait_for_ever(
    provider: PretendProvider, charge: Charge
) -> None:
    provider.outcomes[charge.id] = an_event(paid(charge, 14_99), "evt_held")

    first, last = run(), run(PAGE_LASTS)

    assert (first["settled"], last["settled"]) == (0, 1)
    assert (waiting(), stored(charge).status) == ([], Status.EXPIRED)
    assert [one.charge_id for one in suspended()] == [charge.id]


def test_one_that_fails_keeps_none_waiting(tenant: Tenant) -> None:
    silent = PretendProvider("stripe", is_silent=False)
    answering = PretendProvider("paystack")
    with pretending.standing_in(answering, silent):
        charges = [ask(tenant, provider=name) for name in ("stripe", "paystack")]
        for charge, provider in zip(charges, (silent, answering), strict=True):
            event = an_event(paid(charge), provider=provider.name)
            provider.outcomes[charge.id] = event
        silent.is_silent = True

        said = run()

    assert (said["charges"], said["settled"]) == (2, 1)
    assert [stored(charge).status for charge in charges] == [Status.OPEN, Status.PAID]


@pytest.mark.requirement("R-BIL-5")
def test_a_charge_whose_key_is_gone_does_not_wait_for_ever(tenant: Tenant) -> None:
    charging.open_account(tenant.held_by)
    charge = ask(tenant, provider="stripe", own_account=True)
    payment_keys.remove_key(tenant.held_by, an_act())

    first, last = run(), run(PAGE_LASTS)

    assert (first["settled"], last["settled"]) == (0, 1)
    assert stored(charge).status is Status.EXPIRED


def test_the_end_of_a_refund_is_found(provider: PretendProvider, charge: Charge) -> None:
    tell(paid(charge))
    payment = payment_of(charge)
    act = an_act(now=PAY_DAY, once=once())
    refunding.give_back(payment.tenant_id, payment.id, 15_00, act)
    provider.refund_status = RefundStatus.FAILED

    said, again = run(), run()

    assert (said["refunds"], said["returned"], again["refunds"]) == (1, 1, 0)
    assert payment_of(charge).left_minor == 15_00


def test_a_silent_provider_leaves_refunds_and_charges_open(
    provider: PretendProvider, tenant: Tenant
) -> None:
    charge = ask(tenant)
    tell(paid(charge))
    payment = payment_of(charge)
    later = ask(tenant)
    provider.is_silent = True
    act = an_act(now=PAY_DAY, once=once())
    refusal_of(lambda: refunding.give_back(payment.tenant_id, payment.id, 15_00, act))

    said = run(PAGE_LASTS)

    assert (said["charges"], said["settled"], said["refunds"], said["returned"]) == (1, 0, 1, 0)
    assert waiting() == [later.id]
    assert len(provider.refunds) == 1
