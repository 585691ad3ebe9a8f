"""
Batches of messages: each stands or falls alone, and comes again only where that can help.
"""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from mailer.send import handler as send
from pilot_expiry.settle import handler as settle
from tenantry.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    RuleBroken,
    Unauthenticated,
    Unavailable,
)
from tenantry.jobs import Message, from_queue
from tests.calling import CONTEXT
from tests.functions.lambdas import failed_in, mailed, messages

REFUSED = ClientError({"Error": {"Code": "MessageRejected"}}, "SendEmail")
UNREACHABLE = EndpointConnectionError(endpoint_url="https://email.example")

COMES_AGAIN = [
    Conflict("met another"),
    Unavailable("busy"),
    KeyError("tenant_id"),
    TypeError("no text"),
    ValueError("no time"),
    AssertionError("cannot be"),
    REFUSED,
    UNREACHABLE,
]
DONE_WITH = [
    RuleBroken("no"),
    NotFound("gone"),
    Invalid("wrong"),
    Forbidden("not yours"),
    Unauthenticated("who?"),
]


def worked(*errors: Exception | None) -> tuple[list[str], list[str]]:
    """
    Work a batch whose messages fail with these errors: what comes again, and what was handed over.
    """
    handed = []

    def handle(message: Message, correlation_id: str) -> None:
        handed.append(correlation_id)
        error = errors[message["number"]]
        if error is not None:
            raise error

    batch = messages(*({"number": number} for number in range(len(errors))))
    return failed_in(from_queue(handle)(batch, CONTEXT)), handed


@pytest.mark.parametrize("error", COMES_AGAIN, ids=lambda error: type(error).__name__)
def test_a_message_that_may_succeed_later_comes_again_alone(error: Exception) -> None:
    again, handed = worked(None, error, None)

    assert again == ["message-1"]
    assert handed == ["message-0", "message-1", "message-2"]


@pytest.mark.parametrize("error", DONE_WITH, ids=lambda error: type(error).__name__)
def test_a_message_that_is_refused_for_good_does_not_come_again(error: Exception) -> None:
    again, handed = worked(error, None)

    assert again == []
    assert handed == ["message-0", "message-1"]


def test_several_that_fail_all_come_again() -> None:
    again, _ = worked(Conflict("a"), None, RuleBroken("b"), ValueError("c"))

    assert again == ["message-0", "message-3"]


def test_what_is_wrong_with_the_process_fails_the_whole_batch() -> None:
    with pytest.raises(MemoryError):
        worked(None, MemoryError())


POISON = [
    "no JSON",
    "",
    "[]",
    "null",
    "12",
    "{}",
    '{"detail": {}}',
    '{"detail": null}',
    '{"detail": {"id": "evt_1", "kind": "invite.minted", "occurred_at": "yesterday"}}',
    '{"tenant_id": "ten_1"}',
    '{"tenant_id": "ten_1", "now": "noon"}',
    '{"tenant_id": "ten_1", "now": 12}',
]


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("poison", POISON)
def test_poison_comes_again_alone_until_it_is_parked(poison: str) -> None:
    good_event = {"detail": {"id": "evt_1", "kind": "plan.changed"}}
    old = {"detail": {**good_event["detail"], "occurred_at": "2026-09-01T00:00:00Z"}}
    nobody = {"tenant_id": "ten_01KAHZE4000000000000000000", "now": "2026-11-21T12:00:00Z"}

    by_mailer = send(messages(old, poison, old), CONTEXT)
    by_settler = settle(messages(nobody, poison, nobody), CONTEXT)

    assert failed_in(by_mailer) == failed_in(by_settler) == ["message-1"]
    assert mailed() == []


def test_a_message_carries_on_the_correlation_of_what_caused_it() -> None:
    seen = []
    handler = from_queue(lambda _, correlation_id: seen.append(correlation_id))

    handler(
        messages({"correlation_id": "a"}, {"detail": {"correlation_id": "b"}}, {"detail": {}}),
        CONTEXT,
    )

    assert seen == ["a", "b", "message-2"]


def test_what_another_service_says_of_a_mail_address_is_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    message = "not verified: ama@partner.example"
    error = ClientError({"Error": {"Code": "MessageRejected", "Message": message}}, "SendEmail")

    worked(error)

    [logged] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert vars(logged)["error"] == "ClientError"
    assert "ama@partner.example" not in str([vars(record) for record in caplog.records])
