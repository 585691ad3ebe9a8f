"""
Intents that nobody finished: a checkout without an answer, and a refund that may have been paid.
"""

from datetime import datetime, timedelta
from functools import partial

import pytest

from tenantry.ids import TenantId
from tenantry.license_purchases import store
from tenantry.license_purchases.model import Purchase, Status
from tenantry.license_purchases.sweep import KEYS_KEPT, settle
from tenantry.payments.model import RefundStatus
from tests.acting import DAY, NOON, SECOND, a_job
from tests.builders import make_prepaid_reseller, refusal_of
from tests.commands.packs import deaths, die_and_repeat, give_back, pool_of, stands
from tests.licensing import (
    PretendProvider,
    begin_purchase,
    buy_licenses,
    paid,
    refunded,
    tell,
)
from tests.reading import restore, snapshot

pytestmark = pytest.mark.requirement("R-LIC-3")

HOUR = timedelta(hours=1)


@pytest.fixture
def reseller_id(world: None) -> TenantId:
    """
    A prepaid reseller without licences.
    """
    del world
    return make_prepaid_reseller(0).id


def unanswered(until: datetime = NOON) -> list[str]:
    """
    The purchases whose provider has not ended what it was asked for.
    """
    return [purchase_id for _, purchase_id in store.unanswered(until)]


def is_settled(purchase: Purchase, provider: PretendProvider, now: datetime = NOON) -> bool:
    """
    Whether nothing is open after the job has looked at the purchase.
    """
    return settle(purchase.reseller_id, purchase.id, provider, a_job(now))


def begun_in_silence(reseller_id: TenantId, provider: PretendProvider) -> Purchase:
    """
    A purchase whose provider's answer was lost.
    """
    provider.is_silent = True
    refusal = refusal_of(lambda: begin_purchase(reseller_id, 10, provider))
    assert refusal == "provider.unavailable"
    provider.is_silent = False
    [(_, purchase)] = store.purchases_of(reseller_id)
    return purchase


def returned_in_silence(reseller_id: TenantId, provider: PretendProvider) -> Purchase:
    """
    A return of 20 of 100 licences, whose provider's answer was lost.
    """
    purchase = buy_licenses(reseller_id, 100)
    provider.is_silent = True
    refusal = refusal_of(lambda: give_back(purchase, 20, provider))
    assert refusal == "provider.unavailable"
    provider.is_silent = False
    return purchase


def test_a_checkout_without_an_answer_is_asked_for_again(reseller_id: TenantId) -> None:
    provider = PretendProvider()
    purchase = begun_in_silence(reseller_id, provider)
    assert unanswered() == [purchase.id]

    assert is_settled(purchase, provider, NOON + KEYS_KEPT)

    assert list(provider.checkouts) == [purchase.id]
    assert unanswered() == []
    [(_, opened)] = store.purchases_of(reseller_id)
    assert opened.checkout_id == f"cs_{purchase.id}"


def test_a_checkout_without_an_answer_is_given_up_after_a_day(reseller_id: TenantId) -> None:
    provider = PretendProvider()
    purchase = begun_in_silence(reseller_id, provider)

    assert is_settled(purchase, provider, NOON + KEYS_KEPT + SECOND)

    assert stands(purchase).status is Status.EXPIRED
    assert len(provider.asked) == 1
    assert unanswered() == []


def test_a_checkout_that_was_given_up_and_is_paid_after_all_gives_its_licences(
    reseller_id: TenantId,
) -> None:
    provider = PretendProvider()
    purchase = begun_in_silence(reseller_id, provider)
    is_settled(purchase, provider, NOON + DAY)

    tell(paid(purchase), now=NOON + DAY)

    assert stands(purchase).status is Status.PAID
    assert pool_of(reseller_id).available == 10


def test_a_refund_that_was_made_in_silence_is_found_and_not_paid_twice(
    reseller_id: TenantId,
) -> None:
    provider = PretendProvider()
    purchase = returned_in_silence(reseller_id, provider)
    assert unanswered() == [purchase.id]

    provider.forget_keys()
    assert is_settled(purchase, provider, NOON + DAY)

    assert len(provider.paid_back) == 1
    assert stands(purchase).refunded == 100_00
    assert (unanswered(), pool_of(reseller_id).available) == ([], 80)


def test_a_refund_that_never_reached_the_provider_is_asked_for_now(reseller_id: TenantId) -> None:
    purchase = returned_in_silence(reseller_id, PretendProvider())
    provider = PretendProvider()

    assert is_settled(purchase, provider)

    assert [money.minor for _, money in provider.paid_back] == [100_00]
    assert unanswered() == []


def test_a_refund_that_is_pending_at_the_provider_stays_open_until_it_ends(
    reseller_id: TenantId,
) -> None:
    provider = PretendProvider(refunds_end=RefundStatus.PENDING)
    purchase = give_back(buy_licenses(reseller_id, 100), 20, provider)
    [refund_id] = purchase.facts.refunds

    assert not is_settled(purchase, provider)
    tell(refunded(purchase, 100_00, refund_id=refund_id))

    assert unanswered() == []
    assert is_settled(purchase, provider)
    assert len(provider.paid_back) == 1


def test_a_provider_that_stays_silent_leaves_the_intent_open(reseller_id: TenantId) -> None:
    provider = PretendProvider()
    purchase = begun_in_silence(reseller_id, provider)
    provider.is_silent = True

    assert not is_settled(purchase, provider, NOON + HOUR)

    assert unanswered() == [purchase.id]
    assert stands(purchase).status is Status.OPEN


def test_a_refused_checkout_stays_open_until_it_is_given_up(reseller_id: TenantId) -> None:
    provider = PretendProvider()
    purchase = begun_in_silence(reseller_id, provider)
    provider.is_refusing = True

    assert not is_settled(purchase, provider, NOON + HOUR)

    assert unanswered() == [purchase.id]
    assert is_settled(purchase, provider, NOON + DAY)
    assert stands(purchase).status is Status.EXPIRED


def test_a_refused_refund_gives_the_licences_back_and_is_not_asked_for_again(
    reseller_id: TenantId,
) -> None:
    purchase = returned_in_silence(reseller_id, PretendProvider())
    provider = PretendProvider(is_refusing=True)

    is_settled(purchase, provider)

    assert is_settled(purchase, provider)
    assert [name for name, _ in provider.asked].count("refund") == 1
    assert pool_of(reseller_id).available == 100
    assert unanswered() == []


def test_a_job_that_dies_anywhere_pays_no_refund_twice(reseller_id: TenantId) -> None:
    purchase = returned_in_silence(reseller_id, PretendProvider())
    before = snapshot()

    for call, dies in deaths(2):
        restore(before)
        provider = PretendProvider()
        settled, calls = die_and_repeat(partial(is_settled, purchase, provider), call, dies)
        assert (settled, calls) == (True, call + 1)
        assert len(provider.paid_back) == 1


def test_a_purchase_that_is_gone_has_nothing_open(reseller_id: TenantId) -> None:
    provider = PretendProvider()

    assert settle(reseller_id, "lic_UNKNOWN", provider, a_job(NOON))
    assert provider.asked == []


def test_a_question_asked_later_is_not_yet_due(reseller_id: TenantId) -> None:
    purchase = begun_in_silence(reseller_id, PretendProvider())

    assert unanswered(NOON - SECOND) == []
    assert unanswered(NOON) == [purchase.id]
