"""
Whether a pool is right, and telling a reseller that it runs low.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tenantry.ids import TenantId
from tenantry.license_stock.low_stock import look
from tenantry.license_stock.recount import Recount, recount
from tenantry.licenses import commands, store
from tenantry.notifications.store import notifications_of
from tenantry.tenants import commands as tenants
from tenantry.tenants import store as tenant_store
from tenantry.transactions import transaction
from tests.acting import NOON, a_job, an_act
from tests.builders import make_prepaid_reseller, once, refusal_of
from tests.commands.faults import meanwhile, tapped
from tests.commands.packs import bring_in, deaths, die_and_repeat, pool_of
from tests.reading import events_written, restore, snapshot


@pytest.fixture
def reseller_id(catalogue: None) -> TenantId:
    """
    A prepaid reseller with five licences.
    """
    del catalogue
    return make_prepaid_reseller(5).id


def count_again(reseller_id: TenantId, *, repair: bool = False) -> Recount:
    """
    The operator's request.
    """
    return recount(reseller_id, an_act(), repair=repair)


def drift(reseller_id: TenantId, used: int) -> None:
    """
    Make the pool say something else than its tenants.
    """
    pool = pool_of(reseller_id)
    with transaction() as writes:
        store.set_used(writes, pool, replace(pool, used=used))


def told(reseller_id: TenantId) -> list[dict[str, object]]:
    """
    What the reseller was told of its stock.
    """
    notes = (note for _, note in notifications_of(reseller_id, None, 100))
    return [note.data for note in notes if note.kind == "licenses.low"]


def set_threshold(reseller_id: TenantId, low_stock_at: int | None) -> None:
    """
    The reseller's wish.
    """
    commands.set_low_stock(reseller_id, low_stock_at, an_act())


def looks(reseller_id: TenantId, times: int = 1) -> list[bool]:
    """
    The queue's messages.
    """
    return [look(reseller_id, a_job(NOON)) for _ in range(times)]


@pytest.mark.requirement("R-LIC-6")
def test_a_right_pool_has_no_difference(reseller_id: TenantId) -> None:
    one, other, _ = bring_in(reseller_id, 3)
    tenants.deactivate(one.id, an_act())
    tenants.delete(other.id, an_act())

    result = count_again(reseller_id, repair=True)

    assert result == Recount(reseller_id, used=2, counted=2, orphans=())
    assert "licenses.repaired" not in events_written()


@pytest.mark.requirement("R-LIC-6")
@pytest.mark.parametrize("used", [0, 1, 5, 7])
def test_a_difference_is_reported_and_repaired_on_request(reseller_id: TenantId, used: int) -> None:
    bring_in(reseller_id, 2)
    drift(reseller_id, used)

    reported = count_again(reseller_id)
    assert pool_of(reseller_id).used == used
    repaired = count_again(reseller_id, repair=True)

    assert (reported.used, reported.counted, reported.was_repaired) == (used, 2, False)
    assert repaired.was_repaired
    pool = pool_of(reseller_id)
    assert (pool.used, pool.count, pool.available, pool.owed) == (2, 5, 3, 0)
    assert events_written().count("licenses.repaired") == 1


@pytest.mark.requirement("R-LIC-6")
def test_a_repair_is_remembered_under_its_key(reseller_id: TenantId) -> None:
    drift(reseller_id, 2)
    act = an_act(once=once())
    recount(reseller_id, act, repair=True)

    drift(reseller_id, 3)
    refusal = refusal_of(lambda: recount(reseller_id, act, repair=True))

    assert refusal == "idempotency.already_answered"
    assert pool_of(reseller_id).used == 3


@pytest.mark.requirement("R-LIC-6")
@pytest.mark.parametrize("loss", ["gone", "moved"])
def test_orphans_are_reported_and_hold_no_licence(reseller_id: TenantId, loss: str) -> None:
    orphan, _ = bring_in(reseller_id, 2)
    other = make_prepaid_reseller(0, slug="other")
    items, place = snapshot(), tenant_store.key(orphan.id)
    if loss == "gone":
        del items[place]
    else:
        items[place] = {**items[place], "parent_tenant_id": {"S": other.id}}
    restore(items)

    result = count_again(reseller_id)

    assert result.orphans == (orphan.id,)
    assert (result.used, result.counted) == (2, 1)


@pytest.mark.requirement("R-LIC-6")
@pytest.mark.parametrize("meets", ["created", "deleted", "granted"])
def test_a_repair_that_meets_another_change_is_refused(reseller_id: TenantId, meets: str) -> None:
    [customer] = bring_in(reseller_id)
    drift(reseller_id, 3)
    others: dict[str, Callable[[], object]] = {
        "created": lambda: bring_in(reseller_id),
        "deleted": lambda: tenants.delete(customer.id, an_act()),
        "granted": lambda: commands.grant(reseller_id, 1, "more", an_act()),
    }

    with tapped({1: meanwhile(others[meets])}):
        refusal = refusal_of(lambda: count_again(reseller_id, repair=True))

    assert refusal == "license.pool_changed"
    assert "licenses.repaired" not in events_written()
    assert count_again(reseller_id, repair=True).was_repaired


@pytest.mark.requirement("R-LIC-5")
def test_low_stock_is_told_once_for_each_fall(reseller_id: TenantId) -> None:
    set_threshold(reseller_id, 3)
    assert looks(reseller_id) == [False]

    customers = bring_in(reseller_id, 2)

    assert looks(reseller_id, 3) == [True, False, False]
    assert told(reseller_id) == [{"available": 3, "low_stock_at": 3}]
    tenants.delete(customers[0].id, an_act())
    assert looks(reseller_id, 2) == [False, False]
    bring_in(reseller_id)
    assert looks(reseller_id, 2) == [True, False]
    assert len(told(reseller_id)) == events_written().count("licenses.ran_low") == 2


@pytest.mark.requirement("R-LIC-5")
def test_who_set_no_threshold_is_told_nothing(reseller_id: TenantId) -> None:
    bring_in(reseller_id, 5)

    assert looks(reseller_id, 2) == [False, False]
    assert told(reseller_id) == []


@pytest.mark.requirement("R-LIC-5")
def test_a_threshold_that_is_taken_away_and_set_again_tells_again(reseller_id: TenantId) -> None:
    set_threshold(reseller_id, 5)
    assert looks(reseller_id) == [True]

    set_threshold(reseller_id, None)
    assert looks(reseller_id) == [False]
    set_threshold(reseller_id, 5)

    assert looks(reseller_id) == [True]
    assert pool_of(reseller_id).low_stock_at == 5


@pytest.mark.requirement("R-LIC-5")
def test_stock_that_recovers_while_it_is_looked_at_is_not_told(reseller_id: TenantId) -> None:
    set_threshold(reseller_id, 5)

    with tapped({1: meanwhile(lambda: commands.grant(reseller_id, 1, "more", an_act()))}):
        refusal = refusal_of(lambda: looks(reseller_id))

    assert refusal == "conflict"
    assert told(reseller_id) == []
    assert looks(reseller_id) == [False]


@pytest.mark.requirement("R-LIC-5")
def test_a_look_that_dies_anywhere_tells_once(reseller_id: TenantId) -> None:
    set_threshold(reseller_id, 5)
    before = snapshot()

    for call, dies in deaths(2):
        restore(before)
        die_and_repeat(lambda: looks(reseller_id), call, dies)
        assert len(told(reseller_id)) == 1


@pytest.mark.requirement("R-LIC-5")
def test_the_same_threshold_again_is_no_news(reseller_id: TenantId) -> None:
    for _ in range(2):
        set_threshold(reseller_id, 2)

    assert events_written().count("licenses.threshold_set") == 1
