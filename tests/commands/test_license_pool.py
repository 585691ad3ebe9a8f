"""
The licence pool: granted, removed, used, freed and frozen, by whoever comes at the same moment.
"""

import pytest

from tenantry.ids import TenantId
from tenantry.licenses import commands
from tenantry.licenses.model import InUse, LicensePool
from tenantry.payments.model import DisputeStatus
from tenantry.tenants import commands as tenants
from tests.acting import an_act
from tests.builders import make_prepaid_reseller, once, refusal_of
from tests.commands.faults import dies_after, meanwhile, tapped
from tests.commands.packs import (
    DEATHS,
    bring_in,
    die_and_repeat,
    give_back,
    is_stored_whole,
    pool_of,
)
from tests.licensing import PretendProvider, buy_licenses, disputed, tell
from tests.reading import items_of, restore, snapshot

FREE_CALLS = 2
"""The tenant, and the transaction."""


@pytest.fixture
def reseller_id(catalogue: None) -> TenantId:
    """
    A prepaid reseller with ten licences.
    """
    del catalogue
    return make_prepaid_reseller(10).id


def grant(reseller_id: TenantId, quantity: int, key: str = "one") -> LicensePool:
    """
    An operator's request.
    """
    return commands.grant(reseller_id, quantity, "welcome", an_act(once=once(key)))


def numbers_of(reseller_id: TenantId) -> tuple[int, int, int, int]:
    """
    Count, used, frozen and owed.
    """
    pool = pool_of(reseller_id)
    return pool.count, pool.used, pool.frozen, pool.owed


@pytest.mark.requirement("R-LIC-4")
def test_a_grant_adds_and_leaves_tenants_alone(reseller_id: TenantId) -> None:
    [customer] = bring_in(reseller_id)

    after = grant(reseller_id, 5)

    assert numbers_of(reseller_id) == (15, 1, 0, 0)
    assert after == pool_of(reseller_id)
    assert customer.holds_license


@pytest.mark.requirement("R-LIC-4")
def test_more_than_is_available_is_not_removed_and_the_answer_says_what_is_possible(
    reseller_id: TenantId,
) -> None:
    bring_in(reseller_id, 3)

    with pytest.raises(InUse) as refused:
        grant(reseller_id, -8)

    assert refused.value.context["possible"] == 7
    assert numbers_of(reseller_id) == (10, 3, 0, 0)
    grant(reseller_id, -7)
    assert numbers_of(reseller_id) == (3, 3, 0, 0)


@pytest.mark.requirement("R-API-1")
@pytest.mark.parametrize("dies", DEATHS)
@pytest.mark.parametrize("call", [0, 1])
def test_a_grant_that_dies_and_is_repeated_adds_once(
    reseller_id: TenantId, call: int, dies: object
) -> None:
    fault = next(known for known in DEATHS if known is dies)

    answer, _ = die_and_repeat(lambda: refusal_of(lambda: grant(reseller_id, 5)), call, fault)

    was_done = call == 1 and fault is dies_after
    assert answer == ("idempotency.already_answered" if was_done else None)
    assert numbers_of(reseller_id) == (15, 0, 0, 0)


@pytest.mark.requirement("R-LIC-1")
def test_a_removal_that_meets_a_new_tenant_never_takes_its_licence(reseller_id: TenantId) -> None:
    with tapped({1: meanwhile(lambda: bring_in(reseller_id))}), pytest.raises(InUse) as refused:
        grant(reseller_id, -10)

    assert refused.value.context["possible"] == 9
    assert numbers_of(reseller_id) == (10, 1, 0, 0)


@pytest.mark.requirement("R-LIC-1")
def test_a_tenant_that_meets_the_removal_of_the_last_licence_is_refused(
    reseller_id: TenantId,
) -> None:
    with tapped() as line:
        bring_in(reseller_id)
    write = len(line.calls) - 1

    with tapped({write: meanwhile(lambda: grant(reseller_id, -9))}):
        refusal = refusal_of(lambda: bring_in(reseller_id))

    assert refusal == "license.none_available"
    assert numbers_of(reseller_id) == (1, 1, 0, 0)


@pytest.mark.requirement("R-TEN-3")
def test_a_deactivated_tenant_keeps_its_licence_and_a_deleted_one_frees_it(
    reseller_id: TenantId,
) -> None:
    [customer] = bring_in(reseller_id)

    tenants.deactivate(customer.id, an_act())
    assert numbers_of(reseller_id) == (10, 1, 0, 0)
    for _ in range(2):
        tenants.delete(customer.id, an_act())

    assert numbers_of(reseller_id) == (10, 0, 0, 0)


@pytest.mark.requirement("R-LIC-3")
def test_a_dispute_freezes_what_is_free_and_spares_what_is_in_use(reseller_id: TenantId) -> None:
    grant(reseller_id, -10)
    purchase = buy_licenses(reseller_id, 10)
    customers = bring_in(reseller_id, 4)

    tell(disputed(purchase, 200_00))

    assert numbers_of(reseller_id) == (10, 4, 6, 0)
    assert refusal_of(lambda: bring_in(reseller_id)) == "license.none_available"
    tenants.delete(customers[0].id, an_act())
    assert numbers_of(reseller_id) == (10, 3, 7, 0)
    assert is_stored_whole(reseller_id)


DECIDED = """
won    10 4 0 0
lost   4  4 0 4
"""


@pytest.mark.requirement("R-LIC-3")
@pytest.mark.parametrize("row", DECIDED.strip().splitlines())
def test_a_dispute_won_thaws_and_a_dispute_lost_takes(reseller_id: TenantId, row: str) -> None:
    decision, *expected = row.split()
    grant(reseller_id, -10)
    purchase = buy_licenses(reseller_id, 10)
    bring_in(reseller_id, 4)
    tell(disputed(purchase, 200_00))

    tell(disputed(purchase, 200_00, DisputeStatus(decision)))

    assert numbers_of(reseller_id) == tuple(map(int, expected))
    assert is_stored_whole(reseller_id)


def owing(reseller_id: TenantId) -> None:
    """
    All ten granted licences are removed again, and a pack of which four are in use is returned.
    """
    purchase = buy_licenses(reseller_id, 10)
    grant(reseller_id, -16, "remove")
    give_back(purchase, 10, PretendProvider())


@pytest.mark.requirement("R-LIC-3")
def test_what_is_removed_and_then_returned_is_owed_and_comes_off_the_next_pack(
    reseller_id: TenantId,
) -> None:
    bring_in(reseller_id, 4)
    owing(reseller_id)
    assert numbers_of(reseller_id) == (4, 4, 0, 10)

    buy_licenses(reseller_id, 10)

    assert numbers_of(reseller_id) == (4, 4, 0, 0)
    assert is_stored_whole(reseller_id)


@pytest.mark.requirement("R-LIC-3")
def test_a_deletion_that_meets_a_dispute_freezes_the_licence_it_frees(
    reseller_id: TenantId,
) -> None:
    grant(reseller_id, -10)
    purchase = buy_licenses(reseller_id, 1)
    [customer] = bring_in(reseller_id)

    with tapped({1: meanwhile(lambda: tell(disputed(purchase, 25_00)))}):
        tenants.delete(customer.id, an_act())

    assert numbers_of(reseller_id) == (1, 0, 1, 0)
    assert is_stored_whole(reseller_id)


@pytest.mark.requirement("R-LIC-1")
@pytest.mark.parametrize("kind", ["available", "owed", "frozen"])
def test_a_deletion_that_dies_anywhere_frees_one_licence(reseller_id: TenantId, kind: str) -> None:
    grant(reseller_id, -10)
    purchase = buy_licenses(reseller_id, 2)
    customers = bring_in(reseller_id, 2)
    if kind == "owed":
        give_back(purchase, 2, PretendProvider())
    if kind == "frozen":
        tell(disputed(purchase, 50_00))
    before = snapshot()

    for call, dies in [(call, dies) for call in range(FREE_CALLS) for dies in DEATHS]:
        restore(before)
        die_and_repeat(lambda: tenants.delete(customers[0].id, an_act()), call, dies)
        assert pool_of(reseller_id).used == 1
        assert getattr(pool_of(reseller_id), kind) == 1
        assert is_stored_whole(reseller_id)


@pytest.mark.requirement("R-LIC-4")
def test_every_move_is_told_with_its_reason(reseller_id: TenantId) -> None:
    grant(reseller_id, 5, "more")
    grant(reseller_id, -5, "less")

    told = [item for item in items_of("Event") if item["name"].startswith("licenses.")]
    assert {item["name"] for item in told} == {"licenses.granted", "licenses.removed"}
    assert all("welcome" in repr(item) for item in told)
