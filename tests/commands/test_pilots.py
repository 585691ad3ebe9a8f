"""
Pilots: found when something is due, reminded of, expired, upgraded.
"""

from datetime import datetime, timedelta

import pytest

from pilot_expiry.find import find
from tenantry.clock import FOREVER, month_of
from tenantry.funnel.model import Stage
from tenantry.funnel.store import get_funnel
from tenantry.pilots import commands as pilots
from tenantry.pilots.due import find_due
from tenantry.plans import commands as plans
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.subscriptions.model import PILOT, Status, Subscription, Terms
from tenantry.subscriptions.store import get_subscription
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import Tenant
from tests.acting import DAY, NOON, SECOND, a_job, an_act
from tests.builders import GROWTH, bring_in, make_plan, make_reseller, refusal_of, tenant_in_table
from tests.commands.faults import Fault, ProcessDied, dies_after, dies_before, meanwhile, tapped
from tests.reading import events_written, items_of, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-TEN-5")]

HOUR = timedelta(hours=1)
ENDS_AT = NOON + PILOT


def subscription_of(tenant: Tenant) -> Subscription:
    subscription = get_subscription(tenant.id)
    assert subscription is not None
    return subscription


def run_job(now: datetime) -> int:
    """
    A run of the hourly job, with the work that it queued done.
    """
    last = runs.finished_before(Job.PILOT_EXPIRY, now)
    due = find_due(last, now)
    for tenant_id in sorted(due):
        pilots.settle(tenant_id, a_job(now))
    finish(now)
    return len(due)


def finish(now: datetime) -> None:
    """
    A run that had nothing to do.
    """
    runs.finish(Job.PILOT_EXPIRY, now, "test")


def settled() -> list[str]:
    return [kind for kind in events_written() if kind in {"pilot.ending", "pilot.expired"}]


def test_a_pilot_is_reminded_of_twice_and_then_expired_by_an_hourly_job() -> None:
    tenant = bring_in(make_reseller())
    finish(ENDS_AT - 7 * DAY - 2 * HOUR)

    for lead in (7 * DAY, DAY, timedelta(0)):
        for hour in (-HOUR, timedelta(0), HOUR, 2 * HOUR):
            run_job(ENDS_AT - lead + hour + SECOND)

    assert settled() == ["pilot.ending", "pilot.ending", "pilot.expired"]
    facts = [one["facts"] for one in items_of("Event") if one["name"] == "pilot.ending"]
    assert sorted(facts) == ['{"days": 1}', '{"days": 7}']
    assert subscription_of(tenant).status is Status.EXPIRED


@pytest.mark.parametrize(
    ("missed", "expected"),
    [
        (DAY, ["pilot.ending"]),
        (6 * DAY + HOUR, ["pilot.ending"]),
        (8 * DAY, ["pilot.expired"]),
        (25 * DAY, ["pilot.expired"]),
    ],
)
def test_missed_runs_are_caught_up_by_the_next_one(missed: timedelta, expected: list[str]) -> None:
    bring_in(make_reseller())
    last = ENDS_AT - 7 * DAY - HOUR
    finish(last)

    run_job(last + missed + HOUR)

    assert settled() == expected


def test_a_pilot_that_the_index_showed_late_is_found_by_the_next_run() -> None:
    tenant = bring_in(make_reseller())

    assert find_due(ENDS_AT + HOUR, ENDS_AT + 2 * HOUR) == {tenant.id}
    assert find_due(ENDS_AT + HOUR + SECOND, ENDS_AT + 2 * HOUR) == set()


def test_without_any_run_before_everything_is_found_that_can_be_due() -> None:
    reseller = make_reseller()
    for age in range(5):
        bring_in(reseller, f"{age}@shop.example", NOON - age * 10 * DAY)

    due = find_due(None, NOON + 25 * DAY)

    # They began 0 to 40 days before noon; one is due to be reminded of, three have ended.
    assert len(due) == 4


@pytest.mark.parametrize("again", [ENDS_AT - 7 * DAY, ENDS_AT - DAY, ENDS_AT, NOON])
def test_a_run_for_a_past_day_does_no_harm(again: datetime) -> None:
    tenant = bring_in(make_reseller())
    finish(NOON - HOUR)
    for now in (ENDS_AT - 7 * DAY, ENDS_AT - DAY, ENDS_AT):
        finish(now - SECOND)
        pilots.settle(tenant.id, a_job(now))
    before = settled(), items_of("Subscription"), items_of("Tenant")

    run_job(again)

    assert (settled(), items_of("Subscription"), items_of("Tenant")) == before


def test_a_message_that_comes_ten_times_takes_effect_once() -> None:
    tenant = bring_in(make_reseller())

    for _ in range(10):
        pilots.settle(tenant.id, a_job(ENDS_AT))

    assert settled() == ["pilot.expired"]


@pytest.mark.parametrize("dies", [dies_before, dies_after])
@pytest.mark.parametrize("call", [0, 1])
def test_a_settling_that_dies_is_finished_by_the_next_try(dies: Fault, call: int) -> None:
    tenant = bring_in(make_reseller())

    with tapped({call: dies}), pytest.raises(ProcessDied):
        pilots.settle(tenant.id, a_job(ENDS_AT))
    pilots.settle(tenant.id, a_job(ENDS_AT))

    assert settled() == ["pilot.expired"]
    assert subscription_of(tenant).status is Status.EXPIRED


def test_two_workers_with_the_same_message_expire_once() -> None:
    tenant = bring_in(make_reseller())
    write = 1

    with tapped({write: meanwhile(lambda: pilots.settle(tenant.id, a_job(ENDS_AT)))}):
        refused = refusal_of(lambda: pilots.settle(tenant.id, a_job(ENDS_AT)))

    assert (refused, settled()) == ("conflict", ["pilot.expired"])


def test_the_pilot_of_a_deleted_tenant_is_neither_reminded_of_nor_expired() -> None:
    tenant = bring_in(make_reseller())
    tenants.delete(tenant.id, an_act())

    for now in (ENDS_AT - 7 * DAY, ENDS_AT - DAY, ENDS_AT):
        pilots.settle(tenant.id, a_job(now))

    assert settled() == []


def test_an_upgrade_opens_the_gate_for_good() -> None:
    tenant = bring_in(make_reseller())
    plans.create("scale", "Scale", (), an_act())

    upgraded = pilots.upgrade(tenant.id, Terms("scale"), an_act(now=NOON + DAY))

    assert (upgraded.status, upgraded.plan_code) == (Status.ACTIVE, "scale")
    assert subscription_of(tenant) == upgraded
    assert tenant_in_table(tenant.id).records_until == FOREVER
    assert find_due(ENDS_AT - HOUR, ENDS_AT) == set()


def test_an_expired_pilot_can_still_be_upgraded() -> None:
    tenant = bring_in(make_reseller())
    pilots.settle(tenant.id, a_job(ENDS_AT))

    upgraded = pilots.upgrade(tenant.id, Terms(GROWTH), an_act(now=ENDS_AT + DAY))

    assert (upgraded.status, upgraded.starts_at) == (Status.ACTIVE, ENDS_AT + DAY)
    assert tenant_in_table(tenant.id).records_until == FOREVER


def test_upgrading_twice_to_one_plan_is_once_and_to_another_is_refused() -> None:
    tenant = bring_in(make_reseller())
    plans.create("scale", "Scale", (), an_act())
    first = pilots.upgrade(tenant.id, Terms(GROWTH), an_act())

    assert pilots.upgrade(tenant.id, Terms(GROWTH), an_act(now=NOON + DAY)) == first
    assert refusal_of(lambda: pilots.upgrade(tenant.id, Terms("scale"), an_act())) == (
        "subscription.not_a_pilot"
    )
    assert events_written().count("pilot.upgraded") == 1


def test_what_cannot_be_upgraded() -> None:
    tenant = bring_in(make_reseller())

    assert (
        refusal_of(lambda: pilots.upgrade(tenant.id, Terms("none"), an_act())) == "plan.not_found"
    )
    tenants.delete(tenant.id, an_act())
    before = snapshot()
    assert (
        refusal_of(lambda: pilots.upgrade(tenant.id, Terms(GROWTH), an_act())) == "tenant.deleted"
    )
    assert snapshot() == before


def test_an_inactive_tenants_gate_stays_shut_when_it_is_upgraded() -> None:
    tenant = bring_in(make_reseller())
    tenants.deactivate(tenant.id, an_act())

    pilots.upgrade(tenant.id, Terms(GROWTH), an_act())

    assert tenant_in_table(tenant.id).records_until.year == 1970
    tenants.reactivate(tenant.id, an_act())
    assert tenant_in_table(tenant.id).records_until == FOREVER


@pytest.mark.requirement("R-OPS-3")
def test_the_job_queues_what_is_due_and_writes_down_that_it_has_finished() -> None:
    reseller = make_reseller()
    for number in range(12):
        bring_in(reseller, f"{number}@shop.example")
    finish(ENDS_AT - HOUR)

    queued = [find(a_job(ENDS_AT + late))["queued"] for late in (0 * HOUR, 2 * HOUR, 4 * HOUR)]

    # An hour is looked at twice, since an index may show a pilot late.
    assert queued == [12, 12, 0]
    assert runs.last_finished(Job.PILOT_EXPIRY) == ENDS_AT + 4 * HOUR


def test_a_run_that_died_before_its_end_is_done_again_by_the_next() -> None:
    bring_in(make_reseller())
    finish(ENDS_AT - HOUR)

    with tapped({2: dies_before}), pytest.raises(ProcessDied):
        find(a_job(ENDS_AT))

    assert runs.last_finished(Job.PILOT_EXPIRY) == ENDS_AT - HOUR
    assert find(a_job(ENDS_AT + 5 * HOUR)) == {"queued": 1}


@pytest.mark.requirement("R-TEN-4")
def test_the_funnel_counts_by_the_month_in_which_it_happened() -> None:
    make_plan("scale")
    reseller = make_reseller()
    ended, upgraded = bring_in(reseller), bring_in(reseller, "ben@shop.example")
    pilots.upgrade(upgraded.id, Terms(GROWTH), an_act(now=NOON + 15 * DAY))
    pilots.settle(ended.id, a_job(ENDS_AT))

    november = get_funnel(reseller.id, month_of(NOON)).counts
    december = get_funnel(reseller.id, month_of(ENDS_AT)).counts

    assert november == {
        Stage.INVITED: 2,
        Stage.ACCEPTED: 2,
        Stage.CONVERTED: 0,
        Stage.EXPIRED: 0,
    }
    assert december == {
        Stage.INVITED: 0,
        Stage.ACCEPTED: 0,
        Stage.CONVERTED: 1,
        Stage.EXPIRED: 1,
    }
