"""
A reseller's payment key: tried at the stand-in for Stripe, and sealed by the local stack's KMS.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stripe
from botocore.exceptions import ClientError

from infra.local.deploy import Client, client
from infra.local.launcher import Engine
from infra.local.stripe.player import Player
from infra.local.stripe.server import StandIn
from tenantry.errors import TenantryError
from tenantry.ids import TenantId
from tenantry.payment_keys import sealing
from tenantry.payment_keys.trial import try_stripe_key
from tests.builders import refusal_of
from tests.deployment import forget_clients
from tests.emulator.commanding import environment
from tests.emulator.paying import a_checkout, client_of
from tests.emulator.provisioned import Programme

pytestmark = [pytest.mark.emulator, pytest.mark.requirement("R-BIL-5")]

KEY = f"rk_test_{'51ResellersOwn' * 3}wxyz"
RESELLER, OTHER = TenantId("ten_RESELLER"), TenantId("ten_OTHER")


@pytest.fixture
def player(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Player]:
    """
    Who plays a Stripe that keys are tried at.
    """
    with StandIn(tmp_path) as running:
        monkeypatch.setenv("TENANTRY_STRIPE_API_BASE", running.base_url)
        yield running.player


@pytest.fixture
def kms(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """
    MiniStack's KMS with a key that ours are sealed with.
    """
    made = client(engine.endpoint_url, "kms")
    key_id = made.create_key()["KeyMetadata"]["KeyId"]
    for name, value in environment(engine.endpoint_url, "none").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TENANTRY_SEALING_KEY", key_id)
    forget_clients()
    yield made
    forget_clients()


def refusal(key: str) -> TenantryError:
    with pytest.raises(TenantryError) as refused:
        try_stripe_key(key)
    return refused.value


def test_a_key_that_stripe_takes_passes(player: Player) -> None:
    player.accept_key(KEY)

    assert refusal_of(lambda: try_stripe_key(KEY)) is None


def test_a_key_that_stripe_does_not_know_is_refused_without_a_word_of_it(player: Player) -> None:
    del player

    refused = refusal(KEY)

    assert refused.code == "payment_key.refused"
    assert "wxyz" not in f"{refused} {refused.context}"
    assert refused.__suppress_context__


def test_a_key_that_may_do_too_little_is_told_what_it_lacks(player: Player) -> None:
    player.accept_key(KEY, lacks="rak_checkout_session_write")

    refused = refusal(KEY)

    assert refused.code == "payment_key.too_narrow"
    assert refused.context["missing"] == "rak_checkout_session_write"


def test_a_stripe_that_is_down_is_no_fault_of_the_key(player: Player) -> None:
    player.accept_key(KEY)
    player.refuse_next(2)

    assert refusal_of(lambda: try_stripe_key(KEY)) == "provider.unavailable"


def test_money_is_charged_with_a_second_key(player: Player) -> None:
    player.accept_key(KEY)

    session = a_checkout(client_of(player, KEY))

    assert isinstance(session, stripe.checkout.Session)
    assert session.status == "open"


@pytest.mark.usefixtures("kms")
def test_what_is_sealed_is_opened_again() -> None:
    sealed = sealing.seal(RESELLER, KEY)

    assert KEY.encode() not in sealed
    assert sealing.unseal(RESELLER, sealed) == KEY


@pytest.mark.usefixtures("kms")
def test_what_is_sealed_for_one_reseller_opens_for_no_other() -> None:
    sealed = sealing.seal(RESELLER, KEY)

    with pytest.raises(ClientError, match="InvalidCiphertext"):
        sealing.unseal(OTHER, sealed)


def test_an_owner_s_key_is_tried_and_kept_by_the_deployed_product(programme: Programme) -> None:
    reseller = programme.new_reseller()
    owner, path = programme.owner_of(reseller), f"/v1/resellers/{reseller['id']}/payment-key"
    body = {"provider": "stripe", "key": KEY}
    before = owner.call("PUT", path, body)
    programme.stack.stripe.accept_key(KEY)

    after = owner.call("PUT", path, body)

    items = [item for item in programme.items() if item["pk"]["S"] == f"TENANT#{reseller['id']}"]
    [stored] = [item for item in items if item["sk"]["S"] == "PAYMENT_KEY"]
    assert (before.status, before.json["code"]) == (409, "payment_key.refused")
    assert (after.status, after.json["last_four"]) == (200, "wxyz")
    assert KEY[8:] not in str(stored)
