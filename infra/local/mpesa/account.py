"""
All that the stand-in holds: our account's keys, the prompts on phones, and what was paid to us.
"""

import secrets
from base64 import b64encode
from pathlib import Path

from infra.local import payouts
from infra.local.kept import Clock, Kept, system_clock
from infra.local.playing import Json

SHORT_CODE = "174379"


class Account(Kept):
    """
    Prompts by id and payments by receipt, oldest first.
    """

    def __init__(self, file: Path | None, clock: Clock = system_clock) -> None:
        super().__init__(file, _new, clock)
        self.prompts: dict[str, Json] = self._kept["prompts"]
        self.payments: dict[str, Json] = self._kept["payments"]
        self.tokens: set[str] = set()


def _new() -> Json:
    keys = {
        "consumer_key": secrets.token_hex(24),
        "consumer_secret": secrets.token_hex(32),
        "short_code": SHORT_CODE,
        "passkey": secrets.token_hex(32),
        "initiator_name": "tenantry",
        "security_credential": b64encode(secrets.token_bytes(256)).decode(),
        "path_secrets": [secrets.token_hex(32)],
        "addresses": ["127.0.0.1"],
        "mode": "test",
    }
    settings = {"thinks_aloud": False, "tells_twice": False, "zoned": True, **payouts.SETTINGS}
    things: Json = {"prompts": {}, "payments": {}, payouts.KIND: []}
    return {"keys": keys, "settings": settings, **things}
