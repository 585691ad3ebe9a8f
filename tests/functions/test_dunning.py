"""
The nightly job over its queue, and what the API says of who has not paid.
"""

import json
from collections import Counter
from datetime import datetime

import pytest

from dunning.find import handler as find
from dunning.settle import handler as settle
from tenantry import queue_settings
from tenantry.clock import stamp
from tenantry.ids import TenantId
from tenantry.principals import Role
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tests.acting import DAY, NOON
from tests.calling import CONTEXT, Answer, call
from tests.functions import cast
from tests.functions.cast import Json, a_reseller, made
from tests.functions.lambdas import at, failed_in, messages, received
from tests.functions.owing import an_owing_tenant, pay
from tests.reading import events_written

pytestmark = pytest.mark.requirement("R-BIL-4")

SINCE = NOON - 30 * DAY
"""Before anything that a handler does, since these read the real clock."""
USUAL = {"reminder_days": [1, 3, 7], "suspend_after": 8}


@pytest.fixture
def reseller(operator: str) -> Json:
    received(queue_settings.dunning_queue_url())
    return a_reseller(operator, type="commission", initial_licenses=0)


@pytest.fixture
def tenant_id(reseller: Json) -> TenantId:
    return an_owing_tenant(reseller, SINCE, quantity=2)


def night(moment: datetime) -> list[str]:
    """
    Which events came of the job as it runs at *moment*, and of its queue worked.
    """
    before = events_written()
    find(at(moment), CONTEXT)
    queued = received(queue_settings.dunning_queue_url())
    assert failed_in(settle(messages(*queued), CONTEXT)) == []
    return sorted((Counter(events_written()) - Counter(before)).elements())


def record(secret: str, tenant_id: str, reference: str) -> Answer:
    order = {"kind": "shipment", "reference": reference}
    return call("POST", f"/v1/tenants/{tenant_id}/records", body=order, secret=secret)


def set_days(secret: str, reseller: Json, body: object) -> Answer:
    return call("PUT", f"/v1/resellers/{reseller['id']}/dunning", body=body, secret=secret)


@pytest.mark.usefixtures("tenant_id")
def test_each_night_takes_the_step_of_its_day() -> None:
    days = [night(SINCE + day * DAY) for day in (-1, 0, 1, 2, 3, 7, 8, 9)]

    assert [kind for kinds in days for kind in kinds] == [
        "subscription.past_due",
        *["subscription.payment_reminder"] * 3,
        "subscription.suspended",
    ]


@pytest.mark.requirement("R-OPS-3")
def test_the_queue_carries_who_and_when_and_the_run_is_written_down(tenant_id: TenantId) -> None:
    answer = find(at(SINCE + DAY), CONTEXT)

    assert answer == {"queued": 1}
    [told] = [json.loads(body) for body in received(queue_settings.dunning_queue_url())]
    assert told.keys() == {"tenant_id", "now", "correlation_id"}
    assert (told["tenant_id"], told["now"]) == (tenant_id, stamp(SINCE + DAY))
    assert runs.last_finished(Job.DUNNING) == SINCE + DAY


@pytest.mark.requirement("R-OPS-3")
@pytest.mark.usefixtures("tenant_id")
def test_the_same_night_again_and_a_night_of_before_do_nothing_more() -> None:
    first = night(SINCE + 3 * DAY)

    again = [night(SINCE + day * DAY) for day in (3, 1, 0, -5)]

    assert (first, again) == (["subscription.payment_reminder"], [[]] * 4)


def test_more_than_a_batch_takes_are_all_queued(reseller: Json) -> None:
    owing = {an_owing_tenant(reseller, SINCE + number * DAY / 24) for number in range(12)}

    find(at(SINCE + DAY), CONTEXT)

    queued = received(queue_settings.dunning_queue_url())
    assert {json.loads(body)["tenant_id"] for body in queued} == owing


def test_the_gate_is_shut_by_the_suspension_and_opened_by_the_payment(
    operator: str, tenant_id: TenantId
) -> None:
    night(SINCE + 7 * DAY)
    before = record(operator, tenant_id, "S-1")
    night(SINCE + 8 * DAY)
    shut = record(operator, tenant_id, "S-2")

    pay(tenant_id, SINCE + 9 * DAY)

    assert (before.status, shut.status, shut.json["code"]) == (
        201,
        409,
        "subscription.payment_overdue",
    )
    assert record(operator, tenant_id, "S-3").status == 201


def test_the_subscription_says_what_is_due_and_what_was_done_about_it(
    operator: str, tenant_id: TenantId
) -> None:
    path = f"/v1/tenants/{tenant_id}/subscription"
    parts = ("status", "paid_until", "due_at", "suspended_at", "reminded")

    def said() -> list[object]:
        body = made(call("GET", path, secret=operator), 200)
        return [body[part] for part in parts]

    first = said()
    night(SINCE + 3 * DAY)
    late = said()
    night(SINCE + 8 * DAY)
    suspended = said()
    pay(tenant_id, SINCE + 9 * DAY)

    since, shut = stamp(SINCE), stamp(SINCE + 8 * DAY)
    assert first == ["active", None, since, None, []]
    assert late == ["past_due", None, since, None, [1, 3]]
    assert suspended == ["past_due", None, since, shut, [1, 3, 7]]
    assert said() == ["active", stamp(NOON + DAY), stamp(NOON + DAY), None, []]


def test_what_it_was_is_answered_for_any_instant(operator: str, tenant_id: TenantId) -> None:
    night(SINCE + DAY)
    path = f"/v1/tenants/{tenant_id}/subscription/history?at="

    def at_day(day: int) -> str:
        answer = call("GET", path + stamp(SINCE + day * DAY), secret=operator)
        return str(made(answer, 200)["status"])

    assert [at_day(day) for day in (0, 1, 20)] == ["active", "past_due", "past_due"]


def test_a_resellers_workspace_is_told(operator: str, reseller: Json, tenant_id: TenantId) -> None:
    for day in range(9):
        night(SINCE + day * DAY)

    path = f"/v1/resellers/{reseller['id']}/notifications"
    told = made(call("GET", path, secret=operator), 200)["items"]
    kinds = {one["kind"]: one["data"] for one in told}
    due = {"tenant_id": tenant_id, "plan_code": "growth", "due_at": SINCE.isoformat()}
    assert kinds["subscription.past_due"] == kinds["subscription.suspended"] == due
    assert len(told) == 2


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.RESELLER_BILLING, 200), (Role.RESELLER_SUPPORT, 403)],
)
def test_who_sets_the_days_and_everybody_in_the_workspace_reads_them(
    operator: str, reseller: Json, role: Role, status: int
) -> None:
    member = cast.a_member(operator, reseller, role)
    path = f"/v1/resellers/{reseller['id']}/dunning"

    usual = call("GET", path, secret=member)
    answer = set_days(member, reseller, {"reminder_days": [2], "suspend_after": 30})

    assert (usual.status, usual.json) == (200, USUAL)
    assert answer.status == status


def test_the_days_that_were_set_are_answered_and_read(operator: str, reseller: Json) -> None:
    own = {"reminder_days": [5, 10], "suspend_after": 21}

    answer = set_days(cast.an_owner(reseller), reseller, own)

    path = f"/v1/resellers/{reseller['id']}/dunning"
    assert answer.json == call("GET", path, secret=operator).json == own


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reminder_days": []}, "reminder_days"),
        ({"reminder_days": [3, 1]}, "reminder_days"),
        ({"reminder_days": [1, 1]}, "reminder_days"),
        ({"reminder_days": [0]}, "reminder_days"),
        ({"reminder_days": [61]}, "reminder_days"),
        ({"reminder_days": ["1"]}, "reminder_days"),
        ({"reminder_days": [1.5]}, "reminder_days"),
        ({"reminder_days": list(range(1, 12))}, "reminder_days"),
        ({"suspend_after": 7}, "suspend_after"),
        ({"suspend_after": 91}, "suspend_after"),
        ({"suspend_after": None}, "suspend_after"),
        ({"suspend_after": True}, "suspend_after"),
    ],
)
def test_days_that_nobody_could_keep_to_are_refused_by_their_field(
    operator: str, reseller: Json, changes: Json, field: str
) -> None:
    answer = set_days(operator, reseller, {**USUAL, **changes})

    assert (answer.status, answer.json["code"]) == (422, "request.invalid")
    assert answer.json["errors"][0]["field"].startswith(field)
