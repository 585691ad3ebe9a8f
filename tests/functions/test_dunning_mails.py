"""
What a customer is written when it has not paid, in its language, and not when that is past.
"""

from collections.abc import Callable
from datetime import datetime

import pytest

from tenantry import events
from tenantry.delivery.commands import deliver
from tenantry.dunning import commands as dunning
from tenantry.ids import TenantId
from tenantry.subscriptions.model import DunningSchedule
from tenantry.tenants import commands as tenants
from tenantry.transactions import transaction
from tests.acting import DAY, NOON, SECOND, a_job, an_act
from tests.functions.cast import Json, a_reseller
from tests.functions.lambdas import Mailed, mailed, new_events, on_the_bus
from tests.functions.owing import an_owing_tenant, pay, subscription_of
from tests.reading import snapshot

pytestmark = pytest.mark.requirement("R-BIL-4")


@pytest.fixture
def reseller(operator: str) -> Json:
    branding = {"display_name": "Savanna"}
    return a_reseller(operator, type="commission", initial_licenses=0, branding=branding)


@pytest.fixture
def tenant_id(reseller: Json) -> TenantId:
    """
    A customer that owes 30 dollars a month from noon on.
    """
    return an_owing_tenant(reseller, NOON, quantity=2)


def mails_of(
    action: Callable[[], object], now: datetime, before_it_is_sent: Callable[[], object] = snapshot
) -> list[Mailed]:
    """
    What is mailed at *now* of the events of *action*.
    """
    before, already = snapshot(), len(mailed())
    action()
    happened = on_the_bus(new_events(before))
    before_it_is_sent()
    for event in happened:
        deliver(event["detail"], a_job(now))
    return mailed()[already:]


def step(tenant_id: TenantId, day: int, late: Callable[[], object] = snapshot) -> list[Mailed]:
    """
    What is mailed of the night so many days after noon.
    """
    now = NOON + day * DAY
    return mails_of(lambda: dunning.settle(tenant_id, a_job(now)), now, late)


def test_the_first_night_mails_nobody(tenant_id: TenantId) -> None:
    assert step(tenant_id, 0) == []


@pytest.mark.parametrize(("day", "words"), [(1, "1 day"), (3, "3 days"), (7, "7 days")])
def test_a_reminder_says_what_is_due_since_when_and_what_comes(
    tenant_id: TenantId, day: int, words: str
) -> None:
    [mail] = step(tenant_id, day)

    assert mail.subject.endswith(f"is overdue by {words}")
    said = [
        "30.00 USD",
        "Growth",
        "21 November 2026, 12:00 UTC",
        "29 November 2026, 12:00 UTC",
        "purchase orders, sales orders or shipments",
    ]
    assert [part for part in said if part not in mail.html] == []
    assert "Savanna" in mail.sender
    assert mail.links == ["/workspace"]


def test_a_reminder_names_the_days_that_the_reseller_set(
    reseller: Json, tenant_id: TenantId
) -> None:
    schedule = DunningSchedule((2,), 14)
    dunning.set_schedule(TenantId(reseller["id"]), schedule, an_act())

    [mail] = step(tenant_id, 2)

    assert "5 December 2026, 12:00 UTC" in mail.html


def test_a_suspension_says_since_when_and_that_nothing_is_lost(tenant_id: TenantId) -> None:
    [mail] = step(tenant_id, 8)

    assert "suspended until the payment arrives" in mail.subject
    said = ["30.00 USD", "21 November 2026", "29 November 2026", "Your data is kept"]
    assert [part for part in said if part not in mail.html] == []


def test_whoever_paid_is_thanked(tenant_id: TenantId) -> None:
    step(tenant_id, 8)
    now = NOON + 9 * DAY

    [mail] = mails_of(lambda: settled(tenant_id, now), now)

    assert mail.subject.startswith("Your payment for Pilot")
    assert "21 December 2026, 12:00 UTC" in mail.html


def settled(tenant_id: TenantId, now: datetime) -> None:
    """
    A payment, and its event.
    """
    paid = pay(tenant_id, now)
    with transaction() as writes:
        events.record(
            writes,
            an_act(now=now),
            "subscription.settled",
            tenant_id=tenant_id,
            reseller_id=paid.reseller_id,
            plan_code=paid.plan_code,
        )


@pytest.mark.parametrize("day", [3, 8])
def test_what_was_paid_before_the_mail_goes_out_is_not_asked_for(
    tenant_id: TenantId, day: int
) -> None:
    assert step(tenant_id, day, lambda: pay(tenant_id, NOON + day * DAY)) == []


@pytest.mark.parametrize("day", [3, 8])
def test_nobody_is_written_to_about_a_tenant_that_is_gone(tenant_id: TenantId, day: int) -> None:
    assert step(tenant_id, day, lambda: tenants.delete(tenant_id, an_act())) == []


def test_a_reminder_that_a_suspension_overtook_is_not_sent(tenant_id: TenantId) -> None:
    suspend = NOON + 8 * DAY

    assert step(tenant_id, 7, lambda: dunning.settle(tenant_id, a_job(suspend))) == []


def test_thanks_come_late_or_not_at_all_when_the_next_period_is_past_due(
    tenant_id: TenantId,
) -> None:
    step(tenant_id, 8)
    now = NOON + 9 * DAY
    december = NOON + 30 * DAY

    mails = mails_of(
        lambda: settled(tenant_id, now),
        now,
        lambda: dunning.settle(tenant_id, a_job(december + SECOND)),
    )

    assert mails == []
    assert subscription_of(tenant_id).status == "past_due"


def test_the_same_event_again_is_mailed_once(tenant_id: TenantId) -> None:
    before, already = snapshot(), len(mailed())
    dunning.settle(tenant_id, a_job(NOON + DAY))

    for event in on_the_bus(new_events(before)) * 3:
        deliver(event["detail"], a_job(NOON + DAY))

    assert len(mailed()) == already + 1
