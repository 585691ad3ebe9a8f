"""
Any order of what providers tell, with repeats and at the same moment, ends in the same books.
"""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenantry.charges.model import Charge
from tenantry.dunning import commands as dunning
from tenantry.ids import TenantId
from tenantry.ledger import facts
from tenantry.ledger.model import TenantPayment
from tenantry.payments import store as payments
from tenantry.payments.model import Dispute, Refund
from tenantry.providers.facts import ProviderEvent
from tenantry.receiving.commands import apply
from tenantry.subscriptions.covering import paid_until
from tenantry.subscriptions.model import DunningSchedule, Status
from tenantry.subscriptions.paying import dun
from tests import charging, pretending
from tests.acting import a_job
from tests.builders import make_plan
from tests.charging import PAY_DAY, ask, payments_of, stored, subscription_of, suspended
from tests.commands.faults import meanwhile, tapped
from tests.pretending import PretendProvider
from tests.properties.paying import PROVIDERS, History, Outcome, events_of, expected, histories
from tests.properties.recounting import recounted
from tests.reading import Snapshot, restore, snapshot

pytestmark = pytest.mark.requirement("R-BIL-2")

type Town = tuple[list[Charge], Snapshot]

SELDOM = settings(
    max_examples=12,
    deadline=None,
    # To explain a failure, Hypothesis traces every line, moto's too: that takes gigabytes.
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
LONG = settings(SELDOM, max_examples=120)
OFTEN = settings(max_examples=300)


@pytest.fixture
def town(world: None) -> Iterator[Town]:
    """
    A tenant, past due, that was asked for its first period by each provider; and the table then.
    """
    del world
    make_plan()
    with pretending.standing_in(PretendProvider()):
        tenant = charging.a_subscriber()
        charges = [ask(tenant, provider=name) for name in PROVIDERS]
        dunning.settle(tenant.id, a_job(PAY_DAY))
        assert subscription_of(tenant.id).status is Status.PAST_DUE
        yield charges, snapshot()


def known_of(payment: TenantPayment) -> frozenset[tuple[str, str, int]]:
    told: list[tuple[str, facts.Fact]] = [
        *facts.refunds_of(payment, None, None),
        *facts.disputes_of(payment, None, None),
    ]
    return frozenset((fact.id, fact.status.value, fact.amount.minor) for _, fact in told)


def heard_of(provider: str, reference: str) -> frozenset[Refund | Dispute]:
    return frozenset(payments.known_among(provider, [reference])[reference].heard)


def look(tenant_id: TenantId, charges: list[Charge]) -> Outcome:
    """
    What the table says is left.
    """
    now, subscription = [stored(charge) for charge in charges], subscription_of(tenant_id)
    return Outcome(
        ledger={one.reference: (one.left_minor, known_of(one)) for one in payments_of(tenant_id)},
        suspended={
            one.payment.reference: heard_of(one.provider, one.payment.reference)
            for one in suspended()
        },
        charges=tuple((charge.status.value, len(charge.payment_ids)) for charge in now),
        paid_until=paid_until(subscription),
        status=dun(subscription, DunningSchedule(), PAY_DAY).status.value,
    )


def tell_all(events: list[ProviderEvent], chance: Random) -> None:
    """
    Apply events in this order; now and then one comes in the middle of the one before it.
    """
    left = events[::-1]
    while left:
        event = left.pop()
        between = left.pop() if left and chance.random() < 0.5 else None
        call = chance.randrange(4)
        if between is None:
            apply(event, a_job(PAY_DAY))
            continue
        with tapped({call: meanwhile(lambda one=between: apply(one, a_job(PAY_DAY)))}) as line:  # type: ignore[misc]
            apply(event, a_job(PAY_DAY))
        if call >= len(line.calls):
            apply(between, a_job(PAY_DAY))


def check_in_table(town: Town, history: History, chance: Random) -> None:
    charges, before = town
    told = events_of(history, charges)
    order = chance.sample(told, len(told)) + chance.choices(told, k=2)
    chance.shuffle(order)
    restore(before)

    tell_all(order, chance)

    assert look(charges[0].tenant_id, charges) == expected(history)


@SELDOM
@given(history=histories(), chance=st.randoms(use_true_random=False))
def test_any_order_in_the_table_leaves_what_must_be_left(
    town: Town, history: History, chance: Random
) -> None:
    check_in_table(town, history, chance)


@pytest.mark.deep
@LONG
@given(history=histories(), chance=st.randoms(use_true_random=False))
def test_many_more_orders_in_the_table_leave_what_must_be_left(
    town: Town, history: History, chance: Random
) -> None:
    check_in_table(town, history, chance)


@OFTEN
@given(history=histories(), chance=st.randoms(use_true_random=False))
def test_any_order_in_the_rules_leaves_what_must_be_left(history: History, chance: Random) -> None:
    repeated = [*range(100), *range(100)]

    assert recounted(history, chance.sample(repeated, len(repeated))) == expected(history)
