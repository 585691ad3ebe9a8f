"""
What a payment key must look like.
"""

import string
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.errors import Invalid
from tenantry.payment_keys import rules
from tenantry.payment_keys.model import Form, Kind, Mode, PaymentKey
from tests.acting import NOON
from tests.builders import RESELLER_ID, refusal_of

pytestmark = pytest.mark.requirement("R-BIL-5")

BODY = "51" + "Example9" * 3


def words_of(key: str) -> str:
    """
    All that is told to whoever sends a wrong key.
    """
    with pytest.raises(Invalid) as refused:
        rules.read_form(key)
    return f"{refused.value} {refused.value.context}"


@pytest.mark.parametrize(
    ("start", "kind", "mode"),
    [
        ("sk_test_", Kind.FULL, Mode.TEST),
        ("sk_live_", Kind.FULL, Mode.LIVE),
        ("rk_test_", Kind.RESTRICTED, Mode.TEST),
        ("rk_live_", Kind.RESTRICTED, Mode.LIVE),
    ],
)
def test_a_key_says_what_it_may_do_and_where(start: str, kind: Kind, mode: Mode) -> None:
    assert rules.read_form(start + BODY) == Form(kind, mode, "ple9")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (f"pk_test_{BODY}", "publishable"),
        (f"pk_live_{BODY}", "publishable"),
        (f"whsec_{BODY}", "webhook"),
        (f"sk_org_live_{BODY}", "organisation"),
        (f"ek_test_{BODY}", "ephemeral"),
        (f"tnt_test_{BODY}", "key of ours"),
    ],
)
def test_what_is_another_secret_is_told_what_it_is(key: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        rules.read_form(key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "sk_test_",
        f"sk_test_{'a' * 15}",
        f"sk_test_{'a' * 241}",
        f"SK_TEST_{BODY}",
        f"sk_test_{BODY} ",
        f"sk_test_{BODY}\n",
        f"sk_test_****{BODY}",
        f"sk_test_é{BODY}",
        f"Bearer sk_test_{BODY}",
    ],
)
def test_what_is_no_whole_key_is_refused(key: str) -> None:
    assert refusal_of(lambda: rules.read_form(key)) == "request.invalid"


@given(st.text(string.ascii_letters + string.digits + "_-. ", min_size=12, max_size=300))
def test_no_refusal_repeats_what_was_sent(secret: str) -> None:
    keys = [start + secret for start in ("", "pk_live_", "whsec_", "sk_org_")]

    told = [words_of(key) for key in keys]

    assert not [words for words in told if secret in words]


@pytest.mark.requirement("R-BIL-7")
@pytest.mark.parametrize("is_production", [True, False])
def test_a_key_of_the_other_mode_is_refused(is_production: bool) -> None:
    forms = [rules.read_form(f"rk_{mode}_{BODY}") for mode in ("live", "test")]
    checks = [partial(rules.check_mode, form, is_production=is_production) for form in forms]

    refusals = [refusal_of(check) for check in checks]

    wrong = "payment_key.wrong_mode"
    assert refusals == ([None, wrong] if is_production else [wrong, None])


def test_a_full_key_is_warned_of_in_words() -> None:
    full, restricted = (
        PaymentKey(RESELLER_ID, "stripe", Form(kind, Mode.TEST, "ple9"), NOON)
        for kind in (Kind.FULL, Kind.RESTRICTED)
    )

    assert "restricted key" in (full.warning or "")
    assert restricted.warning is None
