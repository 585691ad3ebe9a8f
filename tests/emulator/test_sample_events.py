"""
The events in tests/events are what the functions take, so that people can try them by hand.
"""

import json
from typing import Any

import pytest

from infra.local.places import ROOT
from infra.local.stack import LocalStack

pytestmark = pytest.mark.emulator

EVENTS = ROOT / "tests" / "events"

TAKEN = {
    "event_relay_relay": ("EventRelayRelay", "batchItemFailures"),
    "mailer_feedback": ("MailerFeedback", "batchItemFailures"),
    "mailer_send": ("MailerSend", "batchItemFailures"),
    "pilot_expiry_find": ("PilotExpiryFind", "queued"),
    "pilot_expiry_settle": ("PilotExpirySettle", "batchItemFailures"),
}
ANSWERED = {
    # They hold no real key, invite and token: those are refused, and nothing before them is.
    "invites_mint": ("InvitesServe", 401),
    "invites_page": ("InvitesAccept", 404),
    "invites_accept": ("InvitesAccept", 404),
}


def sample(name: str) -> Any:  # noqa: ANN401, an event of any kind
    return json.loads((EVENTS / f"{name}.json").read_text())


@pytest.mark.parametrize("name", TAKEN)
def test_a_function_takes_its_sample(stack: LocalStack, name: str) -> None:
    function, told = TAKEN[name]

    returned = stack.invoke(function, sample(name))

    assert told in returned
    assert not returned.get("batchItemFailures"), returned


@pytest.mark.parametrize("name", ANSWERED)
def test_a_function_of_the_api_answers_its_sample(stack: LocalStack, name: str) -> None:
    function, status = ANSWERED[name]

    answer = stack.invoke(function, sample(name))

    assert answer["statusCode"] == status, answer


def test_every_sample_is_tried() -> None:
    assert {path.stem for path in EVENTS.iterdir()} == {*TAKEN, *ANSWERED}
