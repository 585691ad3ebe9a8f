"""
What providers tell at the same moment, and while the subscription changes: all of it counts, once.
"""

from collections.abc import Iterator

import pytest

from tenantry.charges.model import Charge
from tenantry.payments.model import DisputeStatus, RefundStatus
from tenantry.providers.facts import Fact, ProviderEvent
from tenantry.receiving import commands
from tenantry.subscribing import commands as subscribing
from tenantry.tenants import commands as tenants
from tests import charging, pretending
from tests.acting import DAY, a_job, an_act
from tests.charging import (
    PAY_DAY,
    an_event,
    ask,
    disputed,
    paid,
    payment_of,
    payments_of,
    refunded,
    subscription_of,
    tell,
)
from tests.commands.faults import meanwhile, tapped
from tests.pretending import PretendProvider
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-BIL-2")]

APPLY_CALLS = range(3)
"""An event's reads, and its one transaction."""


@pytest.fixture
def charge(catalogue: None) -> Iterator[Charge]:
    del catalogue
    with pretending.standing_in(PretendProvider()):
        yield ask(charging.a_subscriber())


def event_of(charge: Charge, kind: str) -> ProviderEvent:
    fact: dict[str, Fact] = {
        "paid": paid(charge),
        "again": paid(charge, reference="ref-again"),
        "pending": refunded(charge, 5_00, RefundStatus.PENDING),
        "refunded": refunded(charge, 5_00),
        "lost": disputed(charge, 10_00, DisputeStatus.LOST),
    }
    return an_event(fact[kind], f"evt {kind}")


@pytest.mark.parametrize("call", APPLY_CALLS)
@pytest.mark.parametrize("one", ["paid", "refunded", "lost", "again", "pending"])
@pytest.mark.parametrize("is_paid", [True, False])
def test_two_events_of_one_payment_at_the_same_moment_both_count(
    charge: Charge, call: int, one: str, is_paid: bool
) -> None:
    first, second = event_of(charge, one), event_of(charge, "refunded")
    if is_paid:
        tell(paid(charge), "evt paid")

    with tapped({call: meanwhile(lambda: commands.apply(second, a_job(PAY_DAY)))}):
        commands.apply(first, a_job(PAY_DAY))
    commands.apply(second, a_job(PAY_DAY))
    commands.apply(event_of(charge, "paid"), a_job(PAY_DAY))

    left = {payment.reference: payment.left_minor for payment in payments_of(charge.tenant_id)}
    again = {"ref-again": 15_00} if one == "again" else {}
    assert left == {charging.reference_of(charge): 0 if one == "lost" else 10_00, **again}


@pytest.mark.parametrize("call", APPLY_CALLS)
def test_one_event_twice_at_the_same_moment_counts_once(charge: Charge, call: int) -> None:
    event = an_event(paid(charge))

    with tapped({call: meanwhile(lambda: commands.apply(event, a_job(PAY_DAY)))}):
        commands.apply(event, a_job(PAY_DAY))

    assert payment_of(charge).left_minor == 15_00
    assert events_written().count("payment.received") == 1


@pytest.mark.parametrize("call", APPLY_CALLS)
def test_one_payment_in_two_events_at_the_same_moment_counts_once(
    charge: Charge, call: int
) -> None:
    with tapped({call: meanwhile(lambda: tell(paid(charge)))}):
        tell(paid(charge))

    assert payment_of(charge).left_minor == 15_00
    assert events_written().count("payment.received") == 1


@pytest.mark.parametrize("call", APPLY_CALLS)
@pytest.mark.parametrize("change", ["cancel", "more", "delete"])
def test_money_is_counted_while_its_subscription_changes(
    charge: Charge, call: int, change: str
) -> None:
    act = an_act(now=PAY_DAY)
    do = {
        "cancel": lambda: subscribing.cancel(charge.tenant_id, act, at_once=False),
        "more": lambda: subscribing.change(charge.tenant_id, {"quantity": 5}, act),
        "delete": lambda: tenants.delete(charge.tenant_id, act),
    }[change]

    with tapped({call: meanwhile(do)}):
        tell(paid(charge), now=PAY_DAY + DAY)

    assert payment_of(charge).left_minor == 15_00
    subscription = subscription_of(charge.tenant_id)
    assert [cover.payment_id for cover in subscription.covers] == [payment_of(charge).id]
    assert (subscription.quantity == 5) is (change == "more")
