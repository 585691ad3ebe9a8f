"""
Asking for money: one charge and one order, whatever is repeated and whatever answer gets lost.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tenantry.charges import commands, store
from tenantry.charges.model import Charge, Purpose, Status
from tenantry.intervals import Interval, months_after
from tenantry.list_prices import commands as list_prices
from tenantry.list_prices.model import Article
from tenantry.money import Money
from tenantry.receiving.following import follow
from tenantry.tenants.model import Tenant
from tests import charging, pretending
from tests.acting import NOON, SECOND, a_job, an_act
from tests.builders import GROWTH, refusal_of
from tests.charging import PAY_DAY, PRICE, an_event, ask, paid, payments_of, stored, tell
from tests.commands.faults import meanwhile, tapped
from tests.commands.packs import deaths, die_and_repeat
from tests.pretending import PretendProvider
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-BIL-1")]

ASK_CALLS = 8
"""The tenant, the charge, the subscription, the billing, the intent; and its opening."""


@pytest.fixture
def provider() -> Iterator[PretendProvider]:
    with pretending.standing_in(PretendProvider()) as standing:
        yield standing


@pytest.fixture
def prompting(provider: PretendProvider) -> PretendProvider:
    provider.prompts = True
    return provider


@pytest.fixture
def tenant(provider: PretendProvider, catalogue: None) -> Tenant:
    del provider, catalogue
    return charging.a_subscriber()


def charges_of(tenant: Tenant) -> list[Charge]:
    return [charge for _, charge in store.charges_of(tenant.id)]


def test_the_next_period_is_asked_for(provider: PretendProvider, tenant: Tenant) -> None:
    charge = ask(tenant)

    [order] = provider.orders
    assert (charge.amount, charge.covers) == (PRICE, (NOON, months_after(NOON, 1)))
    assert (charge.status, charge.purpose) == (Status.OPEN, Purpose.PERIOD)
    assert charge.url == f"https://pay.example/{charge.id}"
    assert (order.id, order.amount) == (charge.id, PRICE)
    assert (order.billing_reference, order.payer.email) == (charge.reference, "kofi@shop.example")


@pytest.mark.requirement("R-API-1")
def test_a_request_that_comes_again_is_the_same_charge(
    provider: PretendProvider, tenant: Tenant
) -> None:
    charges = {ask(tenant, PAY_DAY + day * SECOND, key="one") for day in range(3)}

    assert charges == set(charges_of(tenant))
    assert len(provider.orders) == 1
    written = [kind for kind in events_written() if kind.startswith("charge.")]
    assert sorted(written) == ["charge.begun", "charge.open"]


@pytest.mark.requirement("R-API-1")
@pytest.mark.parametrize(
    "other",
    [
        {"quantity": 2},
        {"interval": Interval.YEAR},
        {"currency": "KES"},
        {"plan_code": "other"},
    ],
)
def test_a_key_is_for_one_upgrade_only(provider: PretendProvider, other: dict[str, Any]) -> None:
    pilot = charging.a_pilot()
    list_prices.set_price(pilot.held_by, Article(GROWTH, "USD", Interval.YEAR), 150_00, an_act())
    ask(pilot, key="one", upgrade=charging.an_upgrade())

    refused = refusal_of(lambda: ask(pilot, key="one", upgrade=charging.an_upgrade(**other)))

    assert refused == "idempotency.key_reused"
    assert len(provider.orders) == 1


@pytest.mark.requirement("R-API-1")
@pytest.mark.parametrize("other", [{"provider": "stripe"}, {"own_account": True}])
def test_a_key_is_for_one_account_only(
    provider: PretendProvider, tenant: Tenant, other: dict[str, Any]
) -> None:
    charging.open_account(tenant.held_by)
    ask(tenant, key="one")

    assert refusal_of(lambda: ask(tenant, key="one", **other)) == "idempotency.key_reused"
    assert len(provider.orders) == 1


def test_a_repeat_goes_on_with_a_page_whose_answer_was_lost(
    provider: PretendProvider, tenant: Tenant
) -> None:
    provider.is_silent = True
    assert refusal_of(lambda: ask(tenant, key="one")) == "provider.unavailable"
    [begun] = charges_of(tenant)
    provider.is_silent = False

    charge = ask(tenant, PAY_DAY + SECOND, key="one")

    assert (begun.status, charge.status) == (Status.ASKED, Status.OPEN)
    assert {order.id for order in provider.orders} == {begun.id} == {charge.id}
    assert {order.billing_reference for order in provider.orders} == {begun.reference}


@pytest.mark.parametrize("later", [0 * SECOND, SECOND, commands.PROMPT_LASTS - SECOND])
def test_a_payer_who_may_have_been_prompted_is_not_prompted_again(
    prompting: PretendProvider, tenant: Tenant, later: timedelta
) -> None:
    prompting.is_silent = True
    refusal_of(lambda: ask(tenant, key="one"))
    prompting.is_silent = False

    refused = refusal_of(lambda: ask(tenant, PAY_DAY + later, key="one"))

    assert refused == "charge.outcome_unknown"
    assert len(prompting.orders) == 1


def test_a_prompt_of_which_nothing_is_heard_fails_and_its_late_money_counts(
    prompting: PretendProvider, tenant: Tenant
) -> None:
    prompting.is_silent = True
    refusal_of(lambda: ask(tenant, key="one"))
    prompting.is_silent = False

    failed = ask(tenant, PAY_DAY + commands.PROMPT_LASTS, key="one")
    tell(paid(failed))

    assert (failed.status, stored(failed).status) == (Status.FAILED, Status.PAID)
    assert len(prompting.orders) == len(payments_of(tenant.id)) == 1


def test_a_prompt_that_is_paid_as_it_is_given_up_is_paid(
    prompting: PretendProvider, tenant: Tenant
) -> None:
    prompting.is_silent = True
    refusal_of(lambda: ask(tenant, key="one"))
    [begun] = charges_of(tenant)

    with tapped({2: meanwhile(lambda: tell(paid(begun)))}):
        answer = ask(tenant, PAY_DAY + commands.PROMPT_LASTS, key="one")

    assert answer.status is Status.PAID


def test_what_is_paid_before_we_know_of_its_page_is_paid(
    provider: PretendProvider, tenant: Tenant
) -> None:
    del provider

    with tapped() as line:
        charge_id = ask(tenant, key="probe").id
    last = len(line.calls) - 1
    with tapped({last: meanwhile(lambda: tell(paid(charges_of(tenant)[0])))}):
        charge = ask(tenant, PAY_DAY + SECOND, key="one")

    assert charge.id != charge_id
    assert (charge.status, len(charge.payment_ids)) == (Status.PAID, 1)


def test_what_the_provider_refuses_has_failed(provider: PretendProvider, tenant: Tenant) -> None:
    provider.refuses = True

    refused = refusal_of(lambda: ask(tenant, key="one"))
    provider.refuses = False
    again = ask(tenant, PAY_DAY + SECOND, key="one")

    assert refused == "provider.refused"
    assert (again.status, provider.orders) == (Status.FAILED, [])
    assert events_written().count("charge.failed") == 1


def test_a_process_that_dies_while_it_asks_leaves_one_charge(
    provider: PretendProvider, tenant: Tenant
) -> None:
    for number, (call, dies) in enumerate(deaths(ASK_CALLS)):
        do = partial(ask, tenant, key=f"key {number}")

        charge, _ = die_and_repeat(do, call, dies)

        assert charge.status is Status.OPEN
        assert {order.id for order in provider.orders} == {charge.id}
        assert len(charges_of(tenant)) == number + 1
        provider.orders.clear()


def test_a_process_that_dies_while_it_prompts_prompts_at_most_once(
    prompting: PretendProvider, tenant: Tenant
) -> None:
    for number, (call, dies) in enumerate(deaths(ASK_CALLS)):
        do, begun = partial(ask, tenant, key=f"key {number}"), len(prompting.orders)

        refusal_of(partial(die_and_repeat, do, call, dies))
        refusal_of(partial(do, PAY_DAY + SECOND))

        assert len(prompting.orders) <= begun + 1
        assert len(charges_of(tenant)) == number + 1


def test_the_sweep_finds_what_became_of_a_charge_whose_process_died(
    prompting: PretendProvider, tenant: Tenant
) -> None:
    prompting.is_silent = True
    refusal_of(lambda: ask(tenant))
    prompting.is_silent = False
    [begun] = charges_of(tenant)
    prompting.outcomes[begun.id] = an_event(paid(begun))

    assert follow(begun.id, a_job(PAY_DAY + commands.PROMPT_LASTS))

    assert stored(begun).status is Status.PAID
    assert [one.net for one in payments_of(tenant.id)] == [Money(15_00, "USD")]


def test_two_requests_at_the_same_moment_prompt_once(
    prompting: PretendProvider, tenant: Tenant
) -> None:
    refusals: list[str | None] = []

    def another() -> None:
        refusals.append(refusal_of(lambda: ask(tenant, key="one")))

    with tapped({5: meanwhile(another)}):
        refusals.append(refusal_of(lambda: ask(tenant, key="one")))

    assert len(prompting.orders) == len(charges_of(tenant)) == 1
    assert sorted(refusals, key=str) == [None, "charge.outcome_unknown"]
