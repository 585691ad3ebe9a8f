"""
The hourly job: due pilots are found, queued, and settled once, whatever is repeated or missed.
"""

import json
from collections import Counter
from datetime import datetime

import pytest

from pilot_expiry.find import handler as find
from pilot_expiry.settle import handler as settle
from tenantry import queue_settings
from tenantry.ids import TenantId
from tenantry.principals import Role
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.subscriptions.model import PILOT
from tests.acting import DAY, NOON, SECOND
from tests.calling import CONTEXT, call
from tests.functions.cast import Json, a_key, a_reseller, expect
from tests.functions.lambdas import at, failed_in, messages, received
from tests.functions.pilots import a_pilot
from tests.reading import events_written, kinds

ENDS_AT = NOON + PILOT
HOUR = DAY / 24
EXPIRY = {"pilot.ending", "pilot.expired"}


@pytest.fixture
def reseller(operator: str) -> Json:
    """
    A reseller, where the job has run lately.
    """
    runs.finish(Job.PILOT_EXPIRY, ENDS_AT - 9 * DAY, "a run")
    return a_reseller(operator)


def happened(moment: datetime) -> list[str]:
    """
    Which events came of the job as it runs at *moment*, and of its queue worked.
    """
    before = events_written()
    find(at(moment), CONTEXT)
    queued = received(queue_settings.pilot_queue_url())
    assert failed_in(settle(messages(*queued), CONTEXT)) == []
    return sorted((Counter(events_written()) - Counter(before)).elements())


@pytest.mark.requirement("R-TEN-1")
def test_a_pilot_is_expired_by_the_run_after_its_end(reseller: Json) -> None:
    a_pilot(reseller, NOON)

    assert happened(ENDS_AT - SECOND) == ["pilot.ending"]
    assert happened(ENDS_AT) == ["pilot.expired"]
    assert happened(ENDS_AT + HOUR) == []


@pytest.mark.requirement("R-TEN-5")
def test_its_owner_is_reminded_a_week_and_a_day_before(reseller: Json) -> None:
    a_pilot(reseller, NOON)
    moments = [ENDS_AT - days * DAY for days in (8, 7, 6, 2, 1)]

    reminders = [len(happened(moment)) for moment in moments]

    assert reminders == [0, 1, 0, 0, 1]
    assert set(events_written()) & EXPIRY == {"pilot.ending"}


def test_the_same_run_again_does_nothing_more(reseller: Json) -> None:
    for _ in range(3):
        a_pilot(reseller, NOON)

    first, second = happened(ENDS_AT), happened(ENDS_AT)

    assert (first, second) == (["pilot.expired"] * 3, [])


def test_missed_runs_are_caught_up_by_the_next(reseller: Json) -> None:
    a_pilot(reseller, NOON)
    a_pilot(reseller, NOON + 2 * DAY)

    assert happened(ENDS_AT + 5 * DAY) == ["pilot.expired"] * 2


def test_the_first_run_of_all_finds_what_has_ended_before(operator: str) -> None:
    a_pilot(a_reseller(operator), NOON)

    assert happened(ENDS_AT + 20 * DAY) == ["pilot.expired"]


def test_the_queue_carries_who_and_when_and_nothing_else(reseller: Json) -> None:
    pilot = a_pilot(reseller, NOON)

    answer = find(at(ENDS_AT), CONTEXT)

    assert answer == {"queued": 1}
    [told] = [json.loads(body) for body in received(queue_settings.pilot_queue_url())]
    assert told.keys() == {"tenant_id", "now", "correlation_id"}
    assert (told["tenant_id"], told["now"]) == (pilot, "2026-12-21T12:00:00.000000Z")
    assert kinds()["JobRun"] == 2


def test_more_pilots_than_a_batch_takes_are_all_queued(reseller: Json) -> None:
    pilots = {a_pilot(reseller, NOON) for _ in range(11)}

    find(at(ENDS_AT), CONTEXT)

    queued = received(queue_settings.pilot_queue_url())
    assert {json.loads(body)["tenant_id"] for body in queued} >= pilots


@pytest.mark.requirement("R-TEN-2")
def test_the_gate_is_shut_although_no_job_has_run(operator: str, reseller: Json) -> None:
    pilot = a_pilot(reseller, NOON - 60 * DAY)
    order = {"kind": "purchase_order", "reference": "1"}

    answer = call("POST", f"/v1/tenants/{pilot}/records", body=order, secret=operator)

    assert (answer.status, answer.json["code"]) == (409, "pilot.expired")


@pytest.mark.requirement("R-TEN-2")
@pytest.mark.parametrize("kind", ["purchase_order", "sales_order", "shipment"])
def test_an_expired_pilots_owner_records_nothing_until_it_is_upgraded(
    operator: str, reseller: Json, kind: str
) -> None:
    pilot = a_pilot(reseller, NOON - 60 * DAY)
    happened(NOON)
    path, order = f"/v1/tenants/{pilot}", {"kind": kind, "reference": "1"}
    owner = a_key(owner_of(pilot, operator), Role.TENANT_OWNER, pilot)
    refused = call("POST", f"{path}/records", body=order, secret=owner)
    upgraded = call("POST", f"{path}/upgrade", body={"plan_code": "growth"}, secret=operator)

    answer = call("POST", f"{path}/records", body=order, secret=owner)

    assert (refused.status, refused.json["code"]) == (409, "pilot.expired")
    assert (upgraded.json["status"], answer.status) == ("active", 201)
    assert happened(NOON + HOUR) == []


def owner_of(pilot: str, operator: str) -> str:
    log = expect(call("GET", f"/v1/tenants/{pilot}/audit", secret=operator), 200).json["items"]
    return str(next(event for event in log if event["kind"] == "tenant.created")["data"]["user_id"])


def test_a_message_for_a_tenant_that_is_gone_is_done_with(reseller: Json) -> None:
    del reseller
    told = {"tenant_id": TenantId("ten_01KAHZE4000000000000000000"), "now": NOON.isoformat()}

    assert failed_in(settle(messages(told), CONTEXT)) == []
