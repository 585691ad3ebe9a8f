"""
A reseller's own payment key, over the API.
"""

import pytest

from tenantry.ids import TenantId
from tenantry.payment_keys.model import KeyRefused, KeyTooNarrow
from tenantry.payment_keys.store import open_key
from tenantry.principals import Role
from tests.calling import Answer, call
from tests.functions.cast import Json, a_member, a_reseller, an_owner, expect, made
from tests.functions.composed import a_payment_key
from tests.functions.keys import answer_trials
from tests.functions.stored import everything

pytestmark = pytest.mark.requirement("R-BIL-5")

KEY: str = a_payment_key()["key"]
FULL_KEY = KEY.replace("rk_", "sk_").replace("wxyz", "full")


@pytest.fixture
def reseller(operator: str, monkeypatch: pytest.MonkeyPatch) -> Json:
    """
    A reseller whose keys pass their trial.
    """
    answer_trials(monkeypatch)
    return a_reseller(operator)


def at(reseller: Json) -> str:
    return f"/v1/resellers/{reseller['id']}/payment-key"


def put(secret: str, reseller: Json, **changes: object) -> Answer:
    return call("PUT", at(reseller), body=a_payment_key(**changes), secret=secret)


def test_a_key_is_kept_and_shown_without_the_key(reseller: Json) -> None:
    owner = an_owner(reseller)

    kept = made(put(owner, reseller), 200)

    shown = {name: kept[name] for name in ("provider", "kind", "mode", "last_four", "warning")}
    assert shown == {
        "provider": "stripe",
        "kind": "restricted",
        "mode": "test",
        "last_four": "wxyz",
        "warning": None,
    }
    assert made(call("GET", at(reseller), secret=owner), 200) == kept
    assert open_key(TenantId(reseller["id"])) == KEY


def test_a_full_key_is_taken_with_a_warning(reseller: Json) -> None:
    kept = made(put(an_owner(reseller), reseller, key=FULL_KEY), 200)

    assert kept["kind"] == "full"
    assert "restricted key" in kept["warning"]


def test_a_key_that_was_pasted_with_its_line_is_taken(reseller: Json) -> None:
    made(put(an_owner(reseller), reseller, key=f" {KEY}\n"), 200)

    assert open_key(TenantId(reseller["id"])) == KEY


def test_a_second_key_takes_the_place_of_the_first(operator: str, reseller: Json) -> None:
    owner = an_owner(reseller)
    made(put(owner, reseller), 200)

    made(put(owner, reseller, key=FULL_KEY), 200)

    seen = made(call("GET", at(reseller), secret=operator), 200)
    assert (seen["last_four"], open_key(TenantId(reseller["id"]))) == ("full", FULL_KEY)


def test_a_key_is_taken_away(reseller: Json) -> None:
    owner = an_owner(reseller)
    made(put(owner, reseller), 200)

    removed = call("DELETE", at(reseller), secret=owner)

    assert removed.status == 204
    assert call("GET", at(reseller), secret=owner).json["code"] == "payment_key.not_found"
    assert open_key(TenantId(reseller["id"])) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": KEY.replace("rk_", "pk_")}, "publishable"),
        ({"key": f"whsec_{KEY[8:]}"}, "webhook"),
        ({"key": KEY[:12]}, "copied whole"),
        ({"key": KEY + "é"}, "copied whole"),
        ({"key": KEY * 9}, "at most"),
        ({"key": [KEY]}, "string"),
        ({"provider": KEY}, "stripe"),
    ],
)
def test_a_wrong_key_is_refused_in_words_that_do_not_repeat_it(
    reseller: Json, changes: Json, said: str
) -> None:
    answer = put(an_owner(reseller), reseller, **changes)

    assert answer.status == 422
    assert said in answer.text
    values = [value for value in changes.values() if isinstance(value, str)]
    assert not [value for value in values if value[4:] in answer.text]


def test_a_live_key_is_refused_outside_production(reseller: Json) -> None:
    answer = put(an_owner(reseller), reseller, key=KEY.replace("test", "live"))

    assert (answer.status, answer.json["code"]) == (409, "payment_key.wrong_mode")
    assert answer.json["mode"] == "test"


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (KeyRefused("no", field="key"), "payment_key.refused"),
        (KeyTooNarrow("no", field="key", missing="rak_x"), "payment_key.too_narrow"),
    ],
)
def test_a_key_that_stripe_does_not_take_leaves_the_old_one(
    reseller: Json,
    monkeypatch: pytest.MonkeyPatch,
    refusal: KeyRefused | KeyTooNarrow,
    code: str,
) -> None:
    owner = an_owner(reseller)
    made(put(owner, reseller), 200)
    answer_trials(monkeypatch, refusal)

    answer = put(owner, reseller, key=FULL_KEY)

    assert (answer.status, answer.json["code"]) == (409, code)
    assert open_key(TenantId(reseller["id"])) == KEY


def test_no_answer_item_or_log_line_holds_a_key(
    reseller: Json, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    owner = an_owner(reseller)
    answers = [
        put(owner, reseller),
        put(owner, reseller, key=FULL_KEY),
        put(owner, reseller, key=KEY.replace("rk_", "pk_")),
        call("GET", at(reseller), secret=owner),
    ]

    told = "".join(answer.text for answer in answers) + repr(everything())
    logged = str([vars(record) for record in caplog.records])

    assert "/payment-key" in logged
    assert KEY[8:30] not in told + logged


def test_an_operator_sees_and_removes_a_key_and_sets_none(operator: str, reseller: Json) -> None:
    expect(put(an_owner(reseller), reseller), 200)

    answers = [
        put(operator, reseller),
        call("GET", at(reseller), secret=operator),
        call("DELETE", at(reseller), secret=operator),
    ]

    assert [answer.status for answer in answers] == [403, 200, 204]


def test_support_learns_nothing_of_it(operator: str, reseller: Json) -> None:
    support = a_member(operator, reseller, Role.RESELLER_SUPPORT)

    assert call("GET", at(reseller), secret=support).status == 403
