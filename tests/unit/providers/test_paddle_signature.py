"""
Signatures of Paddle's webhooks: the vectors that Paddle's own libraries are tested with.
"""

from datetime import UTC, datetime, timedelta

import pytest

from tenantry.providers.paddle.signature import is_authentic

pytestmark = pytest.mark.requirement("R-BIL-2")

SECRET = "pdl_ntf_01hbpjmytsa32fhr36nqgc3kgb_WvRO0eL4Bj9rgYYIBZY6wZhG4EHy9jzh"
DIGEST = "d96299976a6eb066f484d7fde011ac56fc32b38fc9940bc419d6e537fdc6ef02"
PRICE_CREATED = (
    '{"data":{"id":"pri_01hsdn96k2hxjzsq5yerecdj9j","name":null,"status":"active","quantity":'
    '{"maximum":999999,"minimum":1},"tax_mode":"account_setting","product_id":'
    '"pro_01hsdn8qp7yydry3x1yeg6a9rv","unit_price":{"amount":"1000","currency_code":"USD"},'
    '"custom_data":null,"description":"testing","import_meta":null,"trial_period":null,'
    '"billing_cycle":{"interval":"month","frequency":1},"unit_price_overrides":[]},'
    '"event_id":"evt_01hsdn97563968dy0szkmgjwh3","event_type":"price.created",'
    '"occurred_at":"2024-03-20T10:07:35.590857Z",'
    '"notification_id":"ntf_01hsdn977e920kbgzt6r6c9rqc"}'
)
VECTORS = {
    "paddle-python-sdk": (SECRET, 1_696_195_954, "hello-world", DIGEST),
    "paddle-node-sdk, a list": (
        "VALID_SECRET",
        1_698_796_800,
        '{"data": ["1", "2"]}',
        "a300428748dce5c70e4da19bffd60769591ea969c99dea3105d0ec9612cf43f9",
    ),
    "paddle-node-sdk, an object": (
        "VALID_SECRET",
        1_698_796_800,
        '{"data": "value"}',
        "28981e941fae76e53db32f3d2a83cb69db41476595e84e1970a1b5d98f62b261",
    ),
    "paddle-go-sdk": (
        "pdl_ntfset_01hsdn8d43dt7mezr1ef2jtbaw_hKkRiCGyyRhbFwIUuqiTBgI7gnWoV0Gr",
        1_710_929_255,
        PRICE_CREATED,
        "6c05ef8fa83c44d751be6d259ec955ce5638e2c54095bf128e408e2fce1589c8",
    ),
    # Not Paddle's: the recipe, worked out with `openssl dgst -sha256 -hmac`.
    "special characters": (
        "VALID_SECRET",
        1_698_796_800,
        '{"data": "Zoë & Søn <\u20ac\U0001f600>\\/\\u00e9"}',
        "29257cc7b07e000dee37458a85fa36039f2b63792ce43278c0e8e7531efed3a5",
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_a_published_signature_is_authentic(name: str) -> None:
    secret, seconds, body, digest = VECTORS[name]
    header, now = f"ts={seconds};h1={digest}", datetime.fromtimestamp(seconds, UTC)

    assert is_authentic(body.encode(), header, [secret], now)
    assert not is_authentic(body.encode() + b" ", header, [secret], now)
    assert not is_authentic(body.encode(), header.replace("ts=1", "ts=2"), [secret], now)


HEADERS = """
ts=1696195954;h1=dummy;h1={digest}           yes
ts=1696195954;h1={digest};h1={digest};h2=x   yes
ts=1696195954; h1={digest}                   yes
new=1;ts=1696195954;h1={digest}              yes
ts=1696195954;h2={digest}                    no
h1={digest}                                  no
ts=1696195954                                no
ts=1696195954;ts=1696195954;h1={digest}      no
ts=+1696195954;h1={digest}                   no
ts=1696195954,h1={digest}                    no
TS=1696195954;H1={digest}                    no
"""


@pytest.mark.parametrize("row", HEADERS.strip().splitlines())
def test_one_of_three_secrets_fits_one_of_the_signatures(row: str) -> None:
    header, expected = row.format(digest=DIGEST).rsplit(maxsplit=1)
    secrets = ["pdl_ntf_one", "pdl_ntf_two/with+signs", SECRET]
    now = datetime.fromtimestamp(1_696_195_954, UTC)

    assert is_authentic(b"hello-world", header, secrets, now) is (expected == "yes")
    assert not is_authentic(b"hello-world", header, secrets[:2], now)


@pytest.mark.parametrize(("seconds", "is_good"), [(-301, False), (-300, True), (300, True)])
def test_five_minutes_are_allowed_both_ways(seconds: int, is_good: bool) -> None:
    now = datetime.fromtimestamp(1_696_195_954, UTC) + timedelta(seconds=seconds)

    header = f"ts=1696195954;h1={DIGEST}"

    assert is_authentic(b"hello-world", header, [SECRET], now) is is_good
