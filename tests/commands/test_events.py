"""
Events: the audit log and the outbox.
"""

import json
from datetime import timedelta

import pytest

from tenantry import events
from tenantry.clock import Month, stamp
from tenantry.errors import Conflict
from tenantry.events import Event
from tenantry.ids import TenantId
from tenantry.principals import PLATFORM
from tenantry.transactions import transaction
from tests.acting import DAY, NOON, SECOND, an_act, owner_of
from tests.builders import bring_in, make_plan, make_reseller
from tests.reading import items_of, snapshot

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-CMP-4")]

TENANT, RESELLER = TenantId("ten_CUSTOMER"), TenantId("ten_RESELLER")
NOVEMBER, TODAY = Month("2026-11"), "2026-11-21"


def record(
    after: timedelta = timedelta(0),
    *,
    tenant_id: TenantId = TENANT,
    reseller_id: TenantId | None = RESELLER,
) -> Event:
    with transaction() as writes:
        return events.record(
            writes,
            an_act(owner_of(RESELLER), NOON + after),
            "thing.happened",
            tenant_id=tenant_id,
            reseller_id=reseller_id,
            number=7,
        )


def test_an_event_says_who_for_whom_what_when_and_where() -> None:
    written = record()

    ((_, read),) = events.of_workspace(TENANT, None, 10)

    assert read == written
    assert (read.actor_id, read.on_behalf_of) == ("usr_RESELLEROWNER", RESELLER)
    assert (read.kind, read.occurred_at, read.data) == ("thing.happened", NOON, {"number": 7})
    assert (read.tenant_id, read.reseller_id, read.correlation_id) == (TENANT, RESELLER, "test")


def test_the_day_merges_all_shards_in_order_page_by_page() -> None:
    written = [record(number * SECOND) for number in range(20)]
    record(-DAY)
    record(DAY)

    pages, after = list[list[Event]](), None
    while page := events.of_day(TODAY, after, 6):
        pages.append([event for _, event in page])
        after = page[-1][0]

    assert [len(page) for page in pages] == [6, 6, 6, 2]
    assert sum(pages, []) == written[::-1]  # noqa: RUF017 - four short pages


def test_the_day_can_be_read_from_its_first_event_on() -> None:
    written = [record(number * SECOND) for number in range(10)]

    first = events.of_day(TODAY, None, 7, newest_first=False)
    rest = events.of_day(TODAY, first[-1][0], 7, newest_first=False)

    assert [event for _, event in first + rest] == written


def test_events_of_the_same_instant_are_neither_lost_nor_repeated() -> None:
    written = {record().id for _ in range(9)}

    first = events.of_day(TODAY, None, 5)
    rest = events.of_day(TODAY, first[-1][0], 5)

    read = [event.id for _, event in first + rest]
    assert (len(read), set(read)) == (9, written)


def test_midnight_belongs_to_the_day_that_begins() -> None:
    midnight = NOON + timedelta(hours=12)
    last = record(midnight - NOON - timedelta(microseconds=1))
    first = record(midnight - NOON)

    assert [event for _, event in events.of_day(TODAY, None, 5)] == [last]
    assert [event for _, event in events.of_day("2026-11-22", None, 5)] == [first]


def test_a_reseller_reads_a_month_of_its_own_and_of_its_tenants() -> None:
    own, childs = record(tenant_id=RESELLER), record(SECOND)
    record(tenant_id=TenantId("ten_OTHER"), reseller_id=TenantId("ten_OTHER"))
    record(30 * DAY)

    first = list(events.of_reseller(RESELLER, NOVEMBER, None, 1))
    rest = list(events.of_reseller(RESELLER, NOVEMBER, first[-1][0], 5))

    assert [event for _, event in first + rest] == [childs, own]


def test_what_happened_under_a_reseller_stays_under_it() -> None:
    make_plan()
    reseller = make_reseller()
    tenant = bring_in(reseller)

    of_reseller = [event for _, event in events.of_reseller(reseller.id, NOVEMBER, None, 10)]

    assert sorted(event.kind for event in of_reseller) == [
        "invite.accepted",
        "invite.minted",
        "reseller.created",
    ]
    assert {event.tenant_id for event in of_reseller} == {reseller.id, tenant.id}


def test_the_platforms_own_affairs_are_listed_with_no_reseller() -> None:
    record(tenant_id=PLATFORM, reseller_id=None)

    ((_, event),) = events.of_reseller(PLATFORM, NOVEMBER, None, 5)

    assert event.reseller_id is None


def test_the_stream_and_the_bus_carry_the_event_whole() -> None:
    written = record()
    (image,) = snapshot().values()

    from_stream = events.from_stream(image)

    assert from_stream == written
    carried = json.loads(events.to_json(from_stream))
    assert (carried["id"], carried["occurred_at"]) == (written.id, stamp(NOON))
    assert carried["data"] == {"number": 7}


def test_an_event_is_never_written_over() -> None:
    act = an_act(owner_of(RESELLER))

    def write() -> None:
        with transaction() as writes:
            events.record(writes, act, "thing.happened", tenant_id=TENANT, reseller_id=RESELLER)

    write()
    with pytest.raises(Conflict):
        write()
    assert len(items_of("Event")) == 1
