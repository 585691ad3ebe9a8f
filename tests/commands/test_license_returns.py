"""
Packs returned, refunded at the provider, and held for an operator.
"""

from dataclasses import replace
from functools import partial

import pytest

from tenantry.ids import TenantId
from tenantry.license_prices import commands as prices
from tenantry.license_prices.model import Tier
from tenantry.license_purchases import commands
from tenantry.license_purchases.model import Status
from tenantry.money import Money
from tenantry.payments.model import RefundStatus
from tenantry.providers.model import ProviderRefused, ProviderUnavailable
from tenantry.tenants import commands as tenants
from tests.acting import NOON, SECOND, an_act
from tests.builders import make_prepaid_reseller, refusal_of
from tests.commands.faults import tapped
from tests.commands.packs import (
    bring_in,
    deaths,
    die_and_repeat,
    give_back,
    pool_of,
    stands,
    waiting_for_operator,
)
from tests.licensing import (
    PretendProvider,
    begin_purchase,
    buy_licenses,
    paid,
    reference_of,
    refunded,
    tell,
)
from tests.reading import events_written, restore, snapshot

pytestmark = pytest.mark.requirement("R-LIC-3")

RETURN_CALLS = 5
"""The purchase, the prices, the pool, the intent; and what the provider said."""


@pytest.fixture
def reseller_id(catalogue: None) -> TenantId:
    """
    A prepaid reseller without licences.
    """
    del catalogue
    return make_prepaid_reseller(0).id


def test_a_return_refunds_what_is_left_over_and_takes_the_licences(reseller_id: TenantId) -> None:
    provider = PretendProvider()
    purchase = buy_licenses(reseller_id, 100)

    after = give_back(purchase, 20, provider)

    # 100 for 1,500.00; the 80 that stay cost 17.50 each.
    [(reference, amount, _)] = provider.refunds.values()
    assert (reference, amount) == (reference_of(purchase), Money(100_00, "USD"))
    assert stands(after).status is Status.PARTLY_REFUNDED
    assert pool_of(reseller_id).available == 80


@pytest.mark.parametrize(("bought", "returned"), [(100, 1), (10, 2)])
def test_a_return_that_yields_nothing_is_refused_and_changes_nothing(
    reseller_id: TenantId, bought: int, returned: int
) -> None:
    provider = PretendProvider()
    purchase = buy_licenses(reseller_id, bought)

    refusal = refusal_of(lambda: give_back(purchase, returned, provider))

    assert refusal == "license_purchase.nothing_to_refund"
    assert pool_of(reseller_id).available == bought
    assert provider.asked == []


@pytest.mark.requirement("R-API-1")
def test_a_return_that_is_asked_for_twice_pays_once(reseller_id: TenantId) -> None:
    provider = PretendProvider()
    purchase = buy_licenses(reseller_id, 100)

    first, second = (give_back(purchase, 20, provider, "one") for _ in range(2))

    assert first.facts == second.facts
    assert len(provider.paid_back) == 1
    assert pool_of(reseller_id).available == 80


@pytest.mark.requirement("R-API-1")
def test_a_key_is_for_one_return_only(reseller_id: TenantId) -> None:
    provider = PretendProvider()
    purchase = buy_licenses(reseller_id, 100)
    give_back(purchase, 20, provider, "one")

    refusal = refusal_of(lambda: give_back(purchase, 50, provider, "one"))

    assert refusal == "idempotency.key_reused"
    assert pool_of(reseller_id).available == 80


def test_three_returns_are_three_refunds_that_add_up(reseller_id: TenantId) -> None:
    provider = PretendProvider()
    purchase = buy_licenses(reseller_id, 100)

    for quantity in (20, 31, 49):
        give_back(purchase, quantity, provider)

    assert [money.minor for _, money in provider.paid_back] == [100_00, 420_00, 980_00]
    assert stands(purchase).status is Status.REFUNDED
    assert pool_of(reseller_id).count == 0


def test_what_stays_is_priced_as_it_was_quoted(reseller_id: TenantId) -> None:
    provider = PretendProvider()
    purchase = buy_licenses(reseller_id, 100)
    tiers = (Tier(1, None, Money(1, "USD")),)
    prices.set_prices(NOON + SECOND, tiers, an_act(now=NOON + SECOND))

    give_back(purchase, 20, provider)

    assert [money.minor for _, money in provider.paid_back] == [100_00]


def test_a_process_that_dies_anywhere_in_a_return_pays_it_back_once(reseller_id: TenantId) -> None:
    purchase = buy_licenses(reseller_id, 100)
    before = snapshot()

    for call, dies in deaths(RETURN_CALLS):
        restore(before)
        provider = PretendProvider()
        _, calls = die_and_repeat(partial(give_back, purchase, 20, provider, "one"), call, dies)
        assert calls == call + 1, "it died there"
        assert [money.minor for _, money in provider.paid_back] == [100_00]
        assert pool_of(reseller_id).available == 80
        assert stands(purchase).refunded == 100_00

    restore(before)
    with tapped() as line:
        give_back(purchase, 20, PretendProvider())
    assert len(line.calls) == RETURN_CALLS


def test_a_return_whose_provider_was_silent_is_paid_back_once_by_a_repeat_days_later(
    reseller_id: TenantId,
) -> None:
    provider = PretendProvider(is_silent=True)
    purchase = buy_licenses(reseller_id, 100)
    with pytest.raises(ProviderUnavailable):
        give_back(purchase, 20, provider, "one")

    provider.is_silent = False
    provider.forget_keys()
    after = give_back(purchase, 20, provider, "one")

    assert len(provider.paid_back) == 1
    assert [refund.status for refund in after.facts.refunds.values()] == [RefundStatus.SUCCEEDED]


def test_a_refund_that_the_provider_refuses_gives_the_licences_back(reseller_id: TenantId) -> None:
    provider = PretendProvider(is_refusing=True)
    purchase = buy_licenses(reseller_id, 100)

    with pytest.raises(ProviderRefused):
        give_back(purchase, 20, provider)

    assert (stands(purchase).status, stands(purchase).refunded) == (Status.PAID, 0)
    assert pool_of(reseller_id).available == 100


def test_a_refund_that_fails_late_gives_the_licences_back(reseller_id: TenantId) -> None:
    purchase = buy_licenses(reseller_id, 100)
    after = give_back(purchase, 20, PretendProvider())
    [refund_id] = after.facts.refunds

    tell(refunded(purchase, 100_00, RefundStatus.FAILED, refund_id))
    tell(refunded(purchase, 100_00, RefundStatus.SUCCEEDED, refund_id))

    assert pool_of(reseller_id).available == 100
    assert stands(purchase).status is Status.PAID


def test_the_providers_word_of_our_own_refund_changes_nothing(reseller_id: TenantId) -> None:
    purchase = buy_licenses(reseller_id, 100)
    after = give_back(purchase, 20, PretendProvider())
    [refund_id] = after.facts.refunds

    tell(refunded(purchase, 100_00, refund_id=refund_id))

    assert stands(purchase) == stands(after)
    assert waiting_for_operator() == []
    assert pool_of(reseller_id).available == 80


def test_licences_in_use_are_owed_and_a_deleted_tenant_pays_off_one(reseller_id: TenantId) -> None:
    purchase = buy_licenses(reseller_id, 10)
    customers = bring_in(reseller_id, 3)
    give_back(purchase, 10, PretendProvider())
    assert (pool_of(reseller_id).owed, pool_of(reseller_id).used) == (3, 3)
    assert refusal_of(lambda: bring_in(reseller_id)) == "license.none_available"

    tenants.delete(customers[0].id, an_act())

    pool = pool_of(reseller_id)
    assert (pool.count, pool.used, pool.owed, pool.available) == (2, 2, 2, 0)


def test_a_new_pack_pays_what_is_owed_first(reseller_id: TenantId) -> None:
    purchase = buy_licenses(reseller_id, 10)
    bring_in(reseller_id, 3)
    give_back(purchase, 10, PretendProvider())

    buy_licenses(reseller_id, 5)

    pool = pool_of(reseller_id)
    assert (pool.count, pool.used, pool.owed, pool.available) == (5, 3, 0, 2)


def test_a_refund_made_at_the_provider_waits_for_an_operator_to_name_its_quantity(
    reseller_id: TenantId,
) -> None:
    purchase = buy_licenses(reseller_id, 100)

    tell(refunded(purchase, 300_00))

    assert stands(purchase).refunded == 300_00
    assert pool_of(reseller_id).available == 100
    assert waiting_for_operator() == [purchase.id]
    commands.name_quantity(reseller_id, purchase.id, "re_1", an_act(), quantity=20)
    assert pool_of(reseller_id).available == 80
    assert waiting_for_operator() == []


@pytest.mark.parametrize("refund_id", ["re_UNKNOWN", "ours"])
def test_only_a_refund_of_the_providers_is_named(reseller_id: TenantId, refund_id: str) -> None:
    purchase = give_back(buy_licenses(reseller_id, 100), 20, PretendProvider())
    [ours] = purchase.facts.refunds
    wanted = ours if refund_id == "ours" else refund_id

    refusal = refusal_of(
        lambda: commands.name_quantity(reseller_id, purchase.id, wanted, an_act(), quantity=1)
    )

    assert refusal == "license_purchase.refund_not_found"


def test_a_payment_that_differs_is_held_until_an_operator_decides(reseller_id: TenantId) -> None:
    purchase = begin_purchase(reseller_id, 10)
    tell(paid(purchase, Money(100_00, "USD")))
    assert (stands(purchase).status, pool_of(reseller_id).count) == (Status.HELD, 0)
    assert waiting_for_operator() == [purchase.id]

    for _ in range(2):
        commands.accept_payment(reseller_id, purchase.id, 5, an_act())

    assert (stands(purchase).status, pool_of(reseller_id).count) == (Status.PAID, 5)
    assert waiting_for_operator() == []
    assert events_written().count("license_purchase.paid") == 1


def test_a_decision_is_not_made_twice_nor_where_nothing_is_held(reseller_id: TenantId) -> None:
    held = begin_purchase(reseller_id, 10)
    tell(paid(held, Money(100_00, "USD")))
    commands.accept_payment(reseller_id, held.id, 5, an_act())

    others = [(held, 6), (begin_purchase(reseller_id), 1), (buy_licenses(reseller_id), 1)]

    for purchase, number in others:
        refusal = refusal_of(
            partial(commands.accept_payment, reseller_id, purchase.id, number, an_act())
        )
        assert refusal == "license_purchase.not_held"


def test_a_foreign_purchase_is_not_found(reseller_id: TenantId) -> None:
    purchase, other = buy_licenses(reseller_id), make_prepaid_reseller(0, slug="other").id
    foreign = replace(purchase, reseller_id=other)

    refusals = {
        refusal_of(lambda: give_back(foreign, 5, PretendProvider())),
        refusal_of(lambda: commands.accept_payment(other, purchase.id, 1, an_act())),
        refusal_of(lambda: commands.name_quantity(other, purchase.id, "r", an_act(), quantity=1)),
    }

    assert refusals == {"license_purchase.not_found"}
