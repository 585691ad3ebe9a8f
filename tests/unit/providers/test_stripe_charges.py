"""
What tenants pay through Stripe: asked of the stand-in, over HTTP.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infra.local.stripe.server import StandIn
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.payments.model import RefundStatus
from tenantry.providers.facts import ChargeEnded, ChargePaid, PaymentRefunded
from tenantry.providers.model import Asked, ChargeOrder, Payer, ProviderRefused, RefundOrder
from tenantry.providers.stripe import calls
from tenantry.providers.stripe.client import Provider
from tests.acting import NOON
from tests.unit.providers.introducing import known

pytestmark = pytest.mark.requirement("R-BIL-1")

ORDER = ChargeOrder(
    "chg_1", TenantId("ten_1"), Money(15_00, "USD"), "growth 7K3M9QX2AB", "7K3M9QX2AB", Payer()
)


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with StandIn(tmp_path) as running, known("stripe", running.base_url, running.secret()):
        monkeypatch.setenv("TENANTRY_STRIPE_API_BASE", running.base_url)
        calls.platform_client.cache_clear()
        yield running
    calls.platform_client.cache_clear()


def asked(request_id: str | None) -> Asked:
    return Asked(ORDER.id, request_id, ORDER.amount, NOON)


def a_payment(stand_in: StandIn, provider: Provider) -> ChargePaid:
    """
    What is found of a charge that was paid.
    """
    requested = provider.request(ORDER)
    stand_in.player.pay(requested.request_id)
    found = provider.find(asked(requested.request_id), NOON)
    assert found is not None
    assert isinstance(found.fact, ChargePaid)
    return found.fact


def test_the_same_charge_is_asked_for_on_the_same_page(stand_in: StandIn) -> None:
    first, again = Provider().request(ORDER), Provider().request(ORDER)

    assert first == again
    assert first.url is not None
    assert first.url.startswith(stand_in.base_url)


def test_nothing_is_found_before_anything_is_paid(stand_in: StandIn) -> None:
    del stand_in
    requested = Provider().request(ORDER)

    assert Provider().find(asked(requested.request_id), NOON) is None
    assert Provider().find(asked(None), NOON) is None


def test_what_was_paid_is_found_with_its_charge_and_its_moment(stand_in: StandIn) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)

    paid = a_payment(stand_in, Provider())

    assert (paid.charge_id, paid.payment.subtotal) == ("chg_1", Money(15_00, "USD"))
    assert before <= paid.occurred_at <= datetime.now(UTC)


def test_a_page_that_has_expired_is_found_as_ended(stand_in: StandIn) -> None:
    requested = Provider().request(ORDER)
    stand_in.player.expire(requested.request_id)

    found = Provider().find(asked(requested.request_id), NOON)

    assert found is not None
    assert found.fact == ChargeEnded("chg_1", "expired")


def test_what_is_found_and_what_a_webhook_tells_are_one_payment(stand_in: StandIn) -> None:
    provider = Provider()
    paid = a_payment(stand_in, provider)
    now = datetime.now(UTC)

    listed = list(provider.list_since(now - timedelta(hours=1), now + timedelta(seconds=2)))

    told = [event.fact for event in listed if isinstance(event.fact, ChargePaid)]
    assert [one.payment for one in told] == [paid.payment]


@pytest.mark.parametrize("minor", [5_00, 15_00])
def test_a_refund_is_made_once_and_carries_our_id(stand_in: StandIn, minor: int) -> None:
    provider = Provider()
    paid = a_payment(stand_in, provider)
    order = RefundOrder("rfd_1", paid.payment.reference, Money(minor, "USD"), minor == 15_00)

    statuses = [provider.find_refund(order), provider.refund(order), provider.refund(order)]

    assert statuses == [None, RefundStatus.SUCCEEDED, RefundStatus.SUCCEEDED]
    assert provider.find_refund(order) is RefundStatus.SUCCEEDED
    now = datetime.now(UTC)
    listed = provider.list_since(now - timedelta(hours=1), now + timedelta(seconds=2))
    refunds = [event.fact.refund for event in listed if isinstance(event.fact, PaymentRefunded)]
    assert {(one.id, one.minor) for one in refunds} == {("rfd_1", minor)}


@pytest.mark.requirement("R-BIL-5")
def test_a_resellers_own_key_is_used_for_all_that_it_asks(stand_in: StandIn) -> None:
    stand_in.player.accept_key("rk_test_own")
    own, unknown = Provider("rk_test_own"), Provider("rk_test_unknown")
    paid = a_payment(stand_in, own)
    order = RefundOrder("rfd_1", paid.payment.reference, Money(15_00, "USD"), is_whole=True)

    assert own.refund(order) is RefundStatus.SUCCEEDED
    with pytest.raises(ProviderRefused):
        unknown.refund(order)
