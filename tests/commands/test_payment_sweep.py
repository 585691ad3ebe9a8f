"""
The nightly comparison of providers' own lists with what their webhooks told.
"""

from collections.abc import Iterator

import pytest

from payment_sweep.sweep import sweep_all
from tenantry.charges.model import Charge, Status
from tenantry.errors import Unavailable
from tenantry.payment_sweep import commands, store
from tenantry.payment_sweep.model import Difference, Kind, Outcome, Swept
from tenantry.payments.model import Payment
from tenantry.providers import secrets
from tenantry.providers.facts import ChargeEnded, ChargePaid, ProviderEvent
from tenantry.providers.parts import NAMES
from tenantry.receiving.commands import apply
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.tenants.model import Tenant
from tests import charging, pretending
from tests.acting import DAY, NOON, a_job
from tests.charging import (
    PRICE,
    an_event,
    ask,
    disputed,
    paid,
    payment_of,
    payments_of,
    refunded,
    stored,
    suspended,
)
from tests.commands.faults import meanwhile, tapped
from tests.pretending import PretendProvider
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-BIL-6")]

NIGHT = NOON + 2 * DAY


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


def sweep(name: str = "paystack") -> Swept:
    return commands.sweep(name, NIGHT, a_job(NIGHT))


def found() -> list[Difference]:
    return [one for _, one in store.differences_on(NIGHT.date(), None, None)]


def test_what_no_webhook_told_is_applied_and_listed(
    provider: PretendProvider, charge: Charge
) -> None:
    event = an_event(paid(charge))
    provider.listed.append(event)

    swept = sweep()

    assert (swept.listed, swept.missed, swept.repaired) == (1, 1, 1)
    assert (stored(charge).status, payment_of(charge).left_minor) == (Status.PAID, 15_00)
    [one] = found()
    assert (one.event_id, one.kind, one.refusal) == (event.id, Kind.MISSED, None)
    assert one.reference == charging.reference_of(charge)
    assert (one.day, one.found_at, one.event_type) == (NIGHT.date(), NIGHT, event.type)


def test_a_second_run_finds_nothing_and_keeps_what_the_first_found(
    provider: PretendProvider, charge: Charge
) -> None:
    provider.listed += [an_event(paid(charge)), an_event(refunded(charge, 1_00))]
    first, differences, written = sweep(), found(), events_written()

    again = sweep()

    assert (first.missed, again.missed, again.listed) == (2, 0, 2)
    assert (found(), events_written()) == (differences, written)


def test_what_webhooks_told_is_no_difference(provider: PretendProvider, charge: Charge) -> None:
    for fact in (paid(charge), refunded(charge, 1_00), disputed(charge, 1_00)):
        provider.listed.append(charging.tell(fact))
    provider.listed.append(charging.tell(ChargeEnded(charge.id, "expired")))

    swept = sweep()

    assert (swept.listed, swept.missed, found()) == (4, 0, [])


def test_a_payment_that_was_told_under_another_event_is_no_difference(
    provider: PretendProvider, charge: Charge
) -> None:
    charging.tell(paid(charge))
    provider.listed.append(an_event(paid(charge), "evt_of_the_list"))

    assert (sweep().missed, found()) == (0, [])
    assert len(payments_of(charge.tenant_id)) == 1


@pytest.mark.parametrize("call", range(4))
def test_what_a_webhook_tells_meanwhile_counts_once(
    provider: PretendProvider, charge: Charge, call: int
) -> None:
    event = an_event(paid(charge))
    provider.listed.append(event)

    with tapped({call: meanwhile(lambda: apply(event, a_job(NIGHT)))}):
        swept = sweep()

    assert swept.missed == swept.repaired <= 1
    assert payment_of(charge).left_minor == 15_00
    assert events_written().count("payment.received") == 1


def test_all_that_was_missed_of_one_tenant_is_applied_in_one_run(
    provider: PretendProvider, tenant: Tenant
) -> None:
    charges = [ask(tenant) for _ in range(2)]
    provider.listed += [an_event(paid(charge)) for charge in charges]
    provider.listed += [an_event(refunded(charge, 5_00)) for charge in charges]
    for reference in ("a", "b"):
        stray = ChargePaid(Payment(reference, PRICE, PRICE.minor), NOON)
        provider.listed.append(an_event(stray))

    swept = sweep()

    assert (swept.missed, swept.repaired) == (6, 6)
    assert [payment.left_minor for payment in payments_of(tenant.id)] == [10_00] * 2
    assert len(suspended()) == 2
    assert {one.refusal for one in found()} == {None}


@pytest.mark.parametrize(("minor", "tax"), [(15_01, 0), (15_00, 1), (14_99, 0)])
def test_another_amount_is_listed_and_not_touched(
    provider: PretendProvider, charge: Charge, minor: int, tax: int
) -> None:
    event = charging.tell(paid(charge))
    before = payment_of(charge)
    listed = paid(charge, minor, tax_minor=tax)
    provider.listed.append(an_event(listed, event.id))

    swept = sweep()

    [one] = found()
    assert (swept.missed, swept.repaired) == (1, 0)
    assert (one.kind, one.refusal) == (Kind.AMOUNT_DIFFERS, "payment.amount_differs")
    assert (payment_of(charge), suspended()) == (before, [])


def test_what_cannot_be_applied_is_listed_with_the_reason_and_tried_again(
    provider: PretendProvider, charge: Charge
) -> None:
    event = an_event(paid(charge))
    live = ProviderEvent(event.provider, event.id, event.type, event.fact, is_live=True)
    provider.listed.append(live)
    first, refusals = sweep(), [one.refusal for one in found()]
    provider.listed[:] = [event]

    again = sweep()

    assert (first.repaired, refusals) == (0, ["provider_event.wrong_mode"])
    assert (again.repaired, [one.refusal for one in found()]) == (1, [None])


def test_one_that_cannot_be_applied_keeps_none_waiting(
    provider: PretendProvider, tenant: Tenant
) -> None:
    charges = [ask(tenant) for _ in range(3)]
    provider.listed += [an_event(paid(charge)) for charge in charges]
    bad = provider.listed[0]
    provider.listed[0] = ProviderEvent(bad.provider, bad.id, bad.type, bad.fact, is_live=True)

    swept = sweep()

    assert (swept.missed, swept.repaired, len(payments_of(tenant.id))) == (3, 2, 2)


def test_more_than_one_read_holds_is_compared_too(
    provider: PretendProvider, charge: Charge
) -> None:
    ended = [ChargeEnded(f"chg_OTHERS{number}", "expired") for number in range(commands.TOGETHER)]
    provider.listed += [an_event(fact) for fact in ended]
    provider.listed.append(an_event(paid(charge)))

    swept = sweep()

    assert (swept.listed, swept.repaired) == (commands.TOGETHER + 1,) * 2
    assert stored(charge).status is Status.PAID


def test_two_days_are_listed_but_for_the_last_minutes(
    provider: PretendProvider, charge: Charge
) -> None:
    del charge

    swept = sweep()

    assert provider.spans == [(NIGHT - commands.SPAN, NIGHT - commands.SETTLING)]
    assert (swept.since, swept.until) == provider.spans[0]
    assert list(store.swept_on(NIGHT.date())) == [swept]


def test_a_silent_provider_leaves_the_run_unfinished_and_the_others_swept(tenant: Tenant) -> None:
    silent, answering = PretendProvider("paystack", is_silent=True), PretendProvider("stripe")
    charge = ask(tenant, provider="stripe")
    answering.listed.append(an_event(paid(charge), provider="stripe"))
    others = [PretendProvider(name) for name in ("flutterwave", "mpesa", "paddle")]

    with pretending.standing_in(silent, answering, *others):
        with pytest.raises(Unavailable, match="paystack"):
            sweep_all(a_job(NIGHT))
        unfinished = runs.last_finished(Job.PAYMENT_SWEEP)
        silent.is_silent = False
        said = sweep_all(a_job(NIGHT))

    assert (unfinished, runs.last_finished(Job.PAYMENT_SWEEP)) == (None, NIGHT)
    assert (stored(charge).status, said["missed"]) == (Status.PAID, 0)
    assert {one.provider: one.outcome for one in store.swept_on(NIGHT.date())} == dict.fromkeys(
        NAMES, Outcome.FINISHED
    )


def test_what_a_provider_told_before_it_fell_silent_is_applied(
    provider: PretendProvider, charge: Charge
) -> None:
    ended = [ChargeEnded(f"chg_OTHERS{number}", "expired") for number in range(commands.TOGETHER)]
    provider.listed += [an_event(paid(charge)), *(an_event(fact) for fact in ended)]
    provider.breaks_off = True

    swept = sweep()

    assert (swept.outcome, swept.listed) == (Outcome.UNAVAILABLE, commands.TOGETHER)
    assert stored(charge).status is Status.PAID


def test_a_provider_without_an_account_is_said_to_have_none() -> None:
    silent = PretendProvider("paystack")
    silent.error = secrets.NotConfigured("no account", retry_after=60)
    others = [PretendProvider(name) for name in NAMES if name != "paystack"]

    with pretending.standing_in(silent, *others):
        sweep_all(a_job(NIGHT))

    outcomes = {one.provider: one.outcome for one in store.swept_on(NIGHT.date())}
    assert outcomes["paystack"] is Outcome.NOT_CONFIGURED
    assert set(outcomes.values()) == {Outcome.NOT_CONFIGURED, Outcome.FINISHED}
    assert runs.last_finished(Job.PAYMENT_SWEEP) == NIGHT
