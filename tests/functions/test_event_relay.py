"""
From the table's stream to the bus: every new event, in order, whole, and nothing else.
"""

import json
from datetime import UTC, datetime

import pytest

from event_relay.relay import handler as relay
from event_relay.republish import handler as republish
from tenantry import settings
from tenantry.errors import Unavailable
from tenantry.services import client
from tests.acting import DAY, NOON
from tests.calling import CONTEXT, call
from tests.functions.cast import Json, a_reseller, an_invite, an_owner, expect
from tests.functions.lambdas import at, failed_in, new_events, stream
from tests.reading import kinds, snapshot


def test_what_happened_is_published_in_order(operator: str, published: list[Json]) -> None:
    before = snapshot()
    reseller = a_reseller(operator)
    an_invite(operator, reseller)
    path = f"/v1/resellers/{reseller['id']}"
    expect(call("POST", f"{path}/deactivate", secret=operator), 200)

    again = failed_in(relay(stream(new_events(before)), CONTEXT))

    happened = ["reseller.created", "invite.minted", "reseller.deactivated"]
    assert again == []
    assert [entry["DetailType"] for entry in published] == happened
    assert {entry["Source"] for entry in published} == {"tenantry"}
    assert {entry["EventBusName"] for entry in published} == {settings.bus_name()}


def test_an_event_is_carried_whole(operator: str, published: list[Json]) -> None:
    before = snapshot()
    reseller = a_reseller(operator)
    [item] = new_events(before)

    relay(stream([item]), CONTEXT)

    [carried] = [json.loads(entry["Detail"]) for entry in published]
    path = f"/v1/resellers/{reseller['id']}/audit?month={carried['occurred_at'][:7]}"
    [in_the_log] = call("GET", path, secret=operator).json["items"]
    assert carried == in_the_log


def test_other_items_and_other_changes_are_passed_over(
    operator: str, published: list[Json]
) -> None:
    before = snapshot()
    a_reseller(operator)
    new = {key: item for key, item in snapshot().items() if key not in before}
    others = [item for key, item in new.items() if not key[0].startswith("EVENT#")]

    answers = [
        relay(stream(others), CONTEXT),
        relay(stream(new_events(before), "MODIFY"), CONTEXT),
        relay(stream(new_events(before), "REMOVE"), CONTEXT),
        relay(stream([]), CONTEXT),
    ]

    assert [failed_in(answer) for answer in answers] == [[], [], [], []]
    assert published == []


@pytest.mark.usefixtures("published")
def test_from_the_first_refused_event_on_the_batch_comes_again(operator: str) -> None:
    before = snapshot()
    for _ in range(4):
        a_reseller(operator)
    items = new_events(before)
    # The bus takes no event without a kind.
    refused = [{**item, "name": {"S": ""}} for item in items]

    again = relay(stream([items[0], refused[1], items[2], refused[3]]), CONTEXT)

    assert failed_in(again) == ["2"]


def test_more_than_the_bus_takes_at_once_is_published(operator: str, published: list[Json]) -> None:
    before, reseller = snapshot(), a_reseller(operator)
    for _ in range(11):
        an_invite(operator, reseller)

    assert failed_in(relay(stream(new_events(before)), CONTEXT)) == []

    assert len(published) == 12
    assert [entry["DetailType"] for entry in published[1:]] == ["invite.minted"] * 11


def test_a_key_that_was_made_is_told_without_its_secret(
    operator: str, published: list[Json]
) -> None:
    before, reseller = snapshot(), a_reseller(operator)
    body = {"name": "build server", "scopes": ["me:read"]}
    made = call("POST", "/v1/api-keys", body=body, secret=an_owner(reseller)).json

    relay(stream(new_events(before)), CONTEXT)

    told = str(published)
    assert made["key"]["id"] in told
    assert made["secret"] not in told
    assert "build server" not in told


def test_a_job_publishes_its_own_day_and_the_one_before_again(
    operator: str, published: list[Json]
) -> None:
    before, reseller = snapshot(), a_reseller(operator)
    an_invite(operator, reseller)
    relay(stream(new_events(before)), CONTEXT)
    first, today = list(published), datetime.now(UTC)

    counts = [
        republish(at(moment), CONTEXT)["published"]
        for moment in (today, today + DAY, today + 2 * DAY, NOON - 400 * DAY)
    ]

    again = published[len(first) :]
    assert counts[0] == counts[1] == len(again) / 2
    assert counts[2:] == [0, 0]
    assert all(entry in again for entry in first)
    assert kinds()["JobRun"] == 4


def test_a_day_that_the_bus_refuses_is_not_counted_as_published(operator: str) -> None:
    a_reseller(operator)
    nameless = next(iter(new_events({})))
    table = {"TableName": settings.table_name()}
    client("dynamodb").put_item(**table, Item={**nameless, "name": {"S": ""}})

    with pytest.raises(Unavailable, match="did not take every event"):
        republish(at(datetime.now(UTC)), CONTEXT)

    assert kinds()["JobRun"] == 0
