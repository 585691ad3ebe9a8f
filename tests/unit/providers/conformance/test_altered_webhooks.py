"""
Of every provider: a hundred thousand webhooks that somebody has altered.
"""

import random
from dataclasses import replace

import pytest

from tenantry.providers.webhook import Trust, Webhook
from tests.acting import NOON
from tests.unit.providers.conformance.case import Case
from tests.unit.providers.conformance.cases import each

pytestmark = [pytest.mark.requirement("R-BIL-2"), pytest.mark.deep]

COUNT = 100_000
KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


@each
def test_none_of_them_is_believed(case: Case) -> None:
    chance = random.Random(case.name)  # noqa: S311 - the same ones each time
    webhooks = [
        case.sign(maker(case.told(number=number)), KEY, NOON)
        for number in range(1, 11)
        for maker in case.makers().values()
    ]

    believed = [
        altered
        for _ in range(COUNT)
        if case.judge(altered := _altered(case, chance.choice(webhooks), chance), [KEY], NOON)
    ]

    assert believed == []


def _altered(case: Case, webhook: Webhook, chance: random.Random) -> Webhook:
    # Where nothing covers the body, it is the proof that is altered.
    if case.trust is Trust.SIGNED and chance.random() < 0.5:
        body = bytearray(webhook.body)
        for _ in range(chance.randint(1, 3)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        if bytes(body) != webhook.body:
            return replace(webhook, body=bytes(body))
    proof = case.proof_of(webhook)
    place = chance.randrange(len(proof))
    other = chr((ord(proof[place]) + chance.randint(1, 0x2FFF)) % 0x3000)
    return case.with_proof(webhook, proof[:place] + other + proof[place + 1 :])
