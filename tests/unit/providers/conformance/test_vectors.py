"""
Signatures over known bodies, as published or computed from the published recipe.
"""

from datetime import UTC, datetime

import pytest

from tenantry.providers.parts import judge
from tenantry.providers.webhook import Secrets, Trust, Webhook

pytestmark = pytest.mark.requirement("R-BIL-2")

NOW = datetime.fromtimestamp(1_700_000_000, UTC)


def believed(provider: str, secrets: Secrets, headers: dict[str, str], body: bytes) -> Trust | None:
    return judge(provider)(Webhook(body, headers), secrets, NOW)


def test_stripes_computed_vector() -> None:
    digest = "29ab30b7065c11b28e53ac114fac5d6c492ed811a12d11ed2c2aad5bb4cf9809"
    headers = {"stripe-signature": f"t=1700000000,v1={digest}"}
    body = b'{"id":"evt_test_1","object":"event"}'

    trust = believed("stripe", {"webhook_secrets": ["whsec_test_secret"]}, headers, body)

    assert trust is Trust.SIGNED


def test_paystacks_computed_vector() -> None:
    digest = (
        "0fe8e89454f1d6688e37b55ebc5fc1889ab8540313150473529a513d56ea981a"
        "915e6ba7f9a7ca8d12cd9c65a5ccbbebf3a9031bd242e8d05003cd74eea36dc9"
    )
    body = b'{"event":"charge.success","data":{"id":302961,"reference":"qTPrJoy9Bx"}}'

    trust = believed(
        "paystack", {"webhook_keys": ["sk_test_example"]}, {"x-paystack-signature": digest}, body
    )

    assert trust is Trust.SIGNED


@pytest.mark.parametrize("version", ["v3", "v4"])
def test_flutterwaves_computed_vector(version: str) -> None:
    headers = {"flutterwave-signature": "Qvx4rnxjJpJUvbE17JZO94I6Az9JO5DhZzkoNHSSCU8="}
    secrets = {"version": version, "secret_hashes": ["your_hash_secret"]}
    body = b'{"event":"test","data":{"amount":1000}}'

    assert believed("flutterwave", secrets, headers, body) is Trust.SIGNED
