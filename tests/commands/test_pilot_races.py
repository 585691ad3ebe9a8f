"""
An upgrade and the expiry of the same pilot at the same instant, in every order of their calls.
"""

from collections.abc import Callable

import pytest

from tenantry.clock import FOREVER, month_of
from tenantry.funnel.model import Stage
from tenantry.funnel.store import get_funnel
from tenantry.pilots import commands as pilots
from tenantry.subscriptions.model import PILOT, Status, Terms
from tenantry.subscriptions.store import get_subscription
from tenantry.tenants.model import Tenant
from tests.acting import NOON, a_job, an_act
from tests.builders import GROWTH, bring_in, make_reseller, refusal_of, tenant_in_table
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-TEN-2")]

ENDS_AT = NOON + PILOT
CALLS_OF_AN_UPGRADE, CALLS_OF_AN_EXPIRY = 4, 2


def upgrade(tenant: Tenant) -> str | None:
    return refusal_of(lambda: pilots.upgrade(tenant.id, Terms(GROWTH), an_act(now=ENDS_AT)))


def expire(tenant: Tenant) -> str | None:
    return refusal_of(lambda: pilots.settle(tenant.id, a_job(ENDS_AT)))


def check_one_of_the_two_consistent_states(tenant: Tenant) -> Status:
    """
    Upgraded with an open gate, or expired with a shut one; and the funnel says what was written.
    """
    subscription, stands = get_subscription(tenant.id), tenant_in_table(tenant.id)
    assert subscription is not None
    counts, written = get_funnel(tenant.held_by, month_of(ENDS_AT)).counts, events_written()
    is_upgraded = subscription.status is Status.ACTIVE
    assert is_upgraded or subscription.status is Status.EXPIRED
    assert stands.records_until == (FOREVER if is_upgraded else ENDS_AT)
    assert counts[Stage.CONVERTED] == written.count("pilot.upgraded") == is_upgraded
    assert counts[Stage.EXPIRED] == written.count("pilot.expired") <= 1
    return subscription.status


def test_the_calls_are_as_many_as_these_tests_break_into() -> None:
    tenant = bring_in(make_reseller())

    with tapped() as expiry:
        expire(tenant)
    with tapped() as upgrading:
        upgrade(tenant)

    assert (len(expiry.calls), len(upgrading.calls)) == (CALLS_OF_AN_EXPIRY, CALLS_OF_AN_UPGRADE)


@pytest.mark.parametrize("call", range(CALLS_OF_AN_UPGRADE))
def test_an_expiry_within_an_upgrade(call: int) -> None:
    tenant = bring_in(make_reseller())

    with tapped({call: meanwhile(lambda: expire(tenant))}):
        refused = upgrade(tenant)

    assert refused in {None, "conflict"}
    expected = Status.ACTIVE if refused is None else Status.EXPIRED
    assert check_one_of_the_two_consistent_states(tenant) is expected

    assert upgrade(tenant) is None
    assert check_one_of_the_two_consistent_states(tenant) is Status.ACTIVE


@pytest.mark.parametrize("call", range(CALLS_OF_AN_EXPIRY))
def test_an_upgrade_within_an_expiry(call: int) -> None:
    tenant = bring_in(make_reseller())

    with tapped({call: meanwhile(lambda: upgrade(tenant))}):
        refused = expire(tenant)

    assert refused == (None if call == 0 else "conflict")
    assert check_one_of_the_two_consistent_states(tenant) is Status.ACTIVE

    # The queue sends the message again.
    assert expire(tenant) is None
    assert check_one_of_the_two_consistent_states(tenant) is Status.ACTIVE


@pytest.mark.parametrize("order", [(upgrade, expire), (expire, upgrade)])
def test_one_after_the_other(order: tuple[Callable[[Tenant], str | None], ...]) -> None:
    tenant = bring_in(make_reseller())

    refused = [do(tenant) for do in order]

    assert refused == [None, None]
    assert check_one_of_the_two_consistent_states(tenant) is Status.ACTIVE


@pytest.mark.parametrize("call", range(CALLS_OF_AN_UPGRADE))
def test_two_upgrades_at_the_same_instant_are_one(call: int) -> None:
    tenant = bring_in(make_reseller())

    with tapped({call: meanwhile(lambda: upgrade(tenant))}):
        refused = upgrade(tenant)

    assert refused == ("conflict" if call == CALLS_OF_AN_UPGRADE - 1 else None)
    assert check_one_of_the_two_consistent_states(tenant) is Status.ACTIVE
