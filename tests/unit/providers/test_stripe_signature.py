"""
Signatures of webhooks: ours and the library's judgement of them are one, but for the future.
"""

from datetime import UTC, datetime, timedelta

import pytest
import stripe
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tenantry.providers.stripe.signature import TOLERANCE, is_authentic
from tests.acting import NOON, SECOND
from tests.stripe_events import signature

pytestmark = pytest.mark.requirement("R-BIL-2")

BODY = b'{"id":"evt_test_1","object":"event"}'
SECRETS = ["whsec_test_secret", "whsec_old"]


def library_takes(body: bytes, header: str, secrets: list[str]) -> bool:
    """
    Whether Stripe's own library takes a webhook under one of the secrets.
    """
    for secret in secrets:
        try:
            stripe.WebhookSignature.verify_header(body, header, secret, 300)
        except stripe.SignatureVerificationError:
            continue
        return True
    return False


def test_the_known_vector_is_authentic() -> None:
    # Computed with the library, docs/providers.md.
    digest = "29ab30b7065c11b28e53ac114fac5d6c492ed811a12d11ed2c2aad5bb4cf9809"
    now = datetime.fromtimestamp(1_700_000_000, UTC)

    assert is_authentic(BODY, f"t=1700000000,v1={digest}", SECRETS, now)
    assert signature(BODY, now, SECRETS[0]) == f"t=1700000000,v1={digest}"


@pytest.mark.parametrize("secret", SECRETS)
def test_the_library_makes_an_event_of_what_tests_sign(secret: str) -> None:
    construct = stripe.Webhook.construct_event

    event = construct(BODY, signature(BODY, secret=secret), secret)

    assert event.id == "evt_test_1"


def test_what_the_library_signs_is_authentic() -> None:
    at = int(NOON.timestamp())
    sign = stripe.WebhookSignature.generate_signature_header

    header = sign(BODY.decode(), SECRETS[1], at)

    assert is_authentic(BODY, header, SECRETS, NOON)


@pytest.mark.parametrize(
    ("age", "is_good"),
    [
        (TOLERANCE, True),
        (TOLERANCE + SECOND, False),
        (timedelta(0), True),
        (-TOLERANCE, True),
        (-TOLERANCE - SECOND, False),
    ],
)
def test_the_tolerance_is_five_minutes_to_the_second(age: timedelta, is_good: bool) -> None:
    assert is_authentic(BODY, signature(BODY, NOON - age, SECRETS[0]), SECRETS, NOON) is is_good


@pytest.mark.parametrize("secrets", [[], [""], ["", ""]])
def test_without_a_secret_nothing_is_authentic(secrets: list[str]) -> None:
    assert not is_authentic(BODY, signature(BODY, NOON, ""), secrets, NOON)


@st.composite
def headers(draw: st.DrawFn) -> tuple[bytes, str]:
    """
    A body, and a header made of good and bad parts in any order.
    """
    body = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=20)).encode()
    now = datetime.now(UTC) - timedelta(seconds=draw(st.sampled_from([0, 250, 400, 10**6])))
    good = signature(body, now, draw(st.sampled_from([*SECRETS, "whsec_other"])))
    time, signed = good.split(",")
    bad = st.sampled_from(["v0=00", "v1=00", "v1=", "x", "", "scheme=1=2", signed.upper()])
    parts = [time, signed, *draw(st.lists(bad, max_size=3))]
    dropped = draw(st.sampled_from(["", time, signed]))
    return body, ",".join(draw(st.permutations([part for part in parts if part != dropped])))


@limits(max_examples=200)
@given(headers())
def test_we_take_what_the_library_takes(case: tuple[bytes, str]) -> None:
    body, header = case

    ours = is_authentic(body, header, SECRETS, datetime.now(UTC))

    assert ours == library_takes(body, header, SECRETS)
