"""
A reseller's own payment key: encrypted, never shown, and gone when another one comes.
"""

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from tenantry.payment_keys import commands, sealing, store
from tenantry.payment_keys.model import KeyRefused, Kind, Mode, PaymentKey
from tenantry.resellers.model import Reseller
from tenantry.services import client
from tests.acting import DAY, NOON, an_act
from tests.builders import a_form, make_reseller, refusal_of
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of, snapshot

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-BIL-5")]

KEY = f"rk_test_{'51FirstKey' * 4}abcd"
SECOND_KEY = f"sk_test_{'51SecondKey' * 4}wxyz"


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


def set_key(reseller: Reseller, key: str = KEY, day: int = 0) -> PaymentKey:
    return commands.set_key(reseller.id, key, an_act(now=NOON + day * DAY), try_key=lambda _: None)


def test_a_key_is_kept_encrypted_and_opened_for_its_reseller(reseller: Reseller) -> None:
    kept = set_key(reseller)

    assert (kept.form.kind, kept.form.mode) == (Kind.RESTRICTED, Mode.TEST)
    assert (kept.form.last_four, kept.set_at) == ("abcd", NOON)
    assert store.open_key(reseller.id) == KEY


def test_nothing_in_the_table_tells_a_key(reseller: Reseller) -> None:
    set_key(reseller)
    set_key(reseller, SECOND_KEY, day=1)
    commands.remove_key(reseller.id, an_act(now=NOON + 2 * DAY))

    told = repr(snapshot())

    assert not [key for key in (KEY, SECOND_KEY) if key[8:20] in told]
    assert "abcd" not in repr(items_of("Event"))


def test_another_key_takes_the_place_of_the_first(reseller: Reseller) -> None:
    set_key(reseller)

    rotated = set_key(reseller, SECOND_KEY, day=1)

    assert store.open_key(reseller.id) == SECOND_KEY
    assert (rotated.form.last_four, len(items_of("PaymentKey"))) == ("wxyz", 1)
    told = [kind for kind in events_written() if kind.startswith("payment_key")]
    assert told == ["payment_key.set", "payment_key.rotated"]


def test_a_key_that_was_taken_away_is_gone(reseller: Reseller) -> None:
    set_key(reseller)

    commands.remove_key(reseller.id, an_act())

    assert store.open_key(reseller.id) is None
    assert refusal_of(lambda: commands.get(reseller.id)) == "payment_key.not_found"
    assert refusal_of(lambda: commands.remove_key(reseller.id, an_act())) is not None
    assert items_of("PaymentKey") == []


def test_a_ciphertext_opens_for_its_own_reseller_only(reseller: Reseller) -> None:
    other = make_reseller(a_form("other", email="o@other.example"))
    sealed = sealing.seal(reseller.id, KEY)

    with pytest.raises(ClientError, match="InvalidCiphertext"):
        sealing.unseal(other.id, sealed)


def test_a_key_that_its_provider_refuses_is_not_kept(reseller: Reseller) -> None:
    def refuse(_: str) -> None:
        message = "revoked"
        raise KeyRefused(message)

    refused = refusal_of(lambda: commands.set_key(reseller.id, KEY, an_act(), try_key=refuse))

    assert refused == "payment_key.refused"
    assert items_of("PaymentKey") == []


@pytest.mark.requirement("R-BIL-7")
@pytest.mark.parametrize(("stage", "taken"), [("prod", "live"), ("dev", "test"), ("local", "test")])
def test_real_money_moves_in_production_only(
    reseller: Reseller, monkeypatch: pytest.MonkeyPatch, stage: str, taken: str
) -> None:
    monkeypatch.setenv("TENANTRY_STAGE", stage)
    tried: list[str] = []

    refusals = {
        mode: refusal_of(
            lambda mode=mode: commands.set_key(  # type: ignore[misc]
                reseller.id, KEY.replace("test", mode), an_act(), try_key=tried.append
            )
        )
        for mode in ("test", "live")
    }

    assert [mode for mode, refused in refusals.items() if refused is None] == [taken]
    assert set(refusals.values()) == {None, "payment_key.wrong_mode"}
    assert len(tried) == 1


@pytest.mark.parametrize("does", ["set", "remove"])
def test_of_two_who_change_a_key_at_once_one_is_told(reseller: Reseller, does: str) -> None:
    set_key(reseller)
    acts: dict[str, Callable[[], object]] = {
        "set": lambda: set_key(reseller, KEY.replace("abcd", "mine"), day=2),
        "remove": lambda: commands.remove_key(reseller.id, an_act()),
    }
    with tapped() as line:
        set_key(reseller, day=1)
    last = len(line.calls) - 1 if does == "set" else 1

    with tapped({last: meanwhile(lambda: set_key(reseller, SECOND_KEY, day=3))}):
        refused = refusal_of(acts[does])

    assert refused == "conflict"
    assert store.open_key(reseller.id) == SECOND_KEY


def test_a_busy_kms_is_answered_with_try_again(reseller: Reseller) -> None:
    def busy(**_: object) -> None:
        raise ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "Encrypt")

    hooks = client("kms").meta.events
    hooks.register("before-call.kms.Encrypt", busy)
    refused = refusal_of(lambda: set_key(reseller))
    hooks.unregister("before-call.kms.Encrypt", busy)

    assert refused == "unavailable"
    assert items_of("PaymentKey") == []


def test_a_deployment_without_its_sealing_key_fails_and_keeps_nothing(
    reseller: Reseller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENANTRY_SEALING_KEY", "00000000-0000-0000-0000-000000000000")

    with pytest.raises(ClientError, match="NotFound"):
        set_key(reseller)

    assert items_of("PaymentKey") == []
