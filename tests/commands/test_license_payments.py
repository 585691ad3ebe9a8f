"""
What a payment provider says of packs: applied once, and right in the end in any order.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import permutations

import pytest

from tenantry.ids import TenantId
from tenantry.license_purchases.model import Purchase, PurchaseNotFound, Status
from tenantry.licenses import commands as pools
from tenantry.payments.model import DisputeStatus
from tenantry.providers.facts import CheckoutEnded, Fact
from tests.acting import an_act
from tests.builders import make_prepaid_reseller
from tests.commands.faults import meanwhile, tapped
from tests.commands.packs import deaths, die_and_repeat, pool_of, stands
from tests.licensing import (
    begin_purchase,
    disputed,
    expired,
    paid,
    refunded,
    tell,
)
from tests.reading import events_written, kinds, restore, snapshot

APPLY_CALLS = 2
"""One read and one transaction."""


@pytest.fixture
def reseller_id(world: None) -> TenantId:
    """
    A prepaid reseller without licences.
    """
    del world
    return make_prepaid_reseller(0).id


@pytest.mark.requirement("R-LIC-3")
def test_a_process_that_dies_anywhere_while_a_payment_is_applied_adds_the_pack_once(
    reseller_id: TenantId,
) -> None:
    added = 0
    for call, dies in deaths(APPLY_CALLS):
        fact = paid(begin_purchase(reseller_id, 10))
        event_id = f"evt_{call}_{dies.__name__}"

        _, calls = die_and_repeat(partial(tell, fact, event_id), call, dies)

        added += 10
        assert calls == call + 1
        assert pool_of(reseller_id).available == added


@pytest.mark.requirement("R-LIC-3")
def test_a_paid_pack_is_added_once_however_often_the_event_comes(reseller_id: TenantId) -> None:
    purchase = begin_purchase(reseller_id, 10)

    for _ in range(3):
        tell(paid(purchase), event_id="evt_paid")
    tell(paid(purchase), event_id="evt_paid_again")

    assert pool_of(reseller_id).available == 10
    assert stands(purchase).status is Status.PAID
    assert events_written().count("license_purchase.paid") == 1


@pytest.mark.requirement("R-LIC-3")
@pytest.mark.parametrize("early", [True, False])
def test_an_event_that_is_delivered_twice_at_once_takes_effect_once(
    reseller_id: TenantId, early: bool
) -> None:
    purchase = begin_purchase(reseller_id, 10)
    fact = paid(purchase) if early else refunded(purchase, 5_000)

    with tapped({1: meanwhile(lambda: tell(fact, "evt_1"))}) as line:
        tell(fact, "evt_1")

    assert line.calls == ["BatchGetItem", "TransactWriteItems"]
    assert pool_of(reseller_id).available == (10 if early else 0)
    assert kinds()["ProviderEvent"] == 1


@pytest.mark.requirement("R-LIC-3")
def test_a_payment_that_meets_a_grant_is_worked_out_anew(reseller_id: TenantId) -> None:
    purchase = begin_purchase(reseller_id, 10)
    pools.grant(reseller_id, 5, "welcome", an_act())
    tell(disputed(purchase, 200_00))

    between = meanwhile(lambda: pools.grant(reseller_id, -2, "mistake", an_act()))
    with tapped({1: between}):
        tell(paid(purchase))

    assert (pool_of(reseller_id).entitled, pool_of(reseller_id).frozen) == (13, 10)


@pytest.mark.requirement("R-LIC-3")
@pytest.mark.parametrize("fact", ["paid", "expired"])
def test_an_event_for_a_purchase_that_we_do_not_have_says_so(
    reseller_id: TenantId, fact: str
) -> None:
    unknown = replace(begin_purchase(reseller_id), id="lic_UNKNOWN")

    with pytest.raises(PurchaseNotFound) as refused:
        tell(paid(unknown) if fact == "paid" else expired(unknown))

    assert refused.value.code == "license_purchase.not_found"
    assert pool_of(reseller_id).entitled == 0


@pytest.mark.requirement("R-LIC-3")
def test_refund_dispute_payment_and_loss_end_alike_in_every_order(reseller_id: TenantId) -> None:
    purchase = begin_purchase(reseller_id, 10)
    lost = disputed(purchase, 10_000, DisputeStatus.LOST)
    facts: list[Fact] = [
        paid(purchase),
        refunded(purchase, 5_000),
        disputed(purchase, 10_000),
        lost,
    ]
    ends, begun = set(), snapshot()

    for order in permutations(facts):
        restore(begun)
        for fact in order:
            tell(fact)
        ends.add((stands(purchase), pool_of(reseller_id)))

    [(stand, pool)] = ends
    assert (stand.status, stand.refunded, stand.unassigned) == (Status.DISPUTED, 5_000, ("re_1",))
    assert (pool.entitled, pool.disputed, pool.available) == (5, 0, 5)


TOLD: dict[str, Callable[[Purchase], Fact]] = {
    "paid": paid,
    "complete": lambda purchase: CheckoutEnded(purchase.reseller_id, purchase.id, "complete"),
    "failed": lambda purchase: CheckoutEnded(purchase.reseller_id, purchase.id, "failed"),
    "expired": expired,
}

DELAYED = """
complete               processing  0
complete failed        failed      0
complete paid          paid        10
complete failed paid   paid        10
expired paid           paid        10
paid expired           paid        10
paid complete          paid        10
expired                expired     0
"""


@pytest.mark.requirement("R-LIC-3")
@pytest.mark.parametrize("row", DELAYED.strip().splitlines())
def test_delayed_payments_give_licences_when_they_are_paid(reseller_id: TenantId, row: str) -> None:
    *told, status, licenses = row.split()
    purchase = begin_purchase(reseller_id, 10)

    for name in told:
        tell(TOLD[name](purchase))

    assert stands(purchase).status == status
    assert pool_of(reseller_id).available == int(licenses)
