"""
What SES tells of mails, in the forms that its documentation shows.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from tenantry.delivery.feedback import Feedback, read
from tenantry.ids import TenantId
from tenantry.mail.model import MailState
from tenantry.suppressions.model import Cause

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TAGS = {
    "ses:configuration-set": ["tenantry-mail"],
    "ses:caller-identity": ["mailer"],
    "tenantry_event": ["evt_1"],
    "tenantry_kind": ["invite"],
    "tenantry_address": ["ab12"],
    "tenantry_reseller": ["ten_ACME"],
    "tenantry_invite": ["inv_1"],
    "tenantry_generation": ["2"],
}


def an_event(kind: str, part: dict[str, Any], **mail: Any) -> dict[str, Any]:
    about = {
        "timestamp": "2026-11-21T11:00:00.123Z",
        "source": "Acme <no-reply@acme.example>",
        "messageId": "0100-abc-000000",
        "destination": ["kofi@shop.example"],
        "headersTruncated": False,
        "tags": TAGS,
    }
    return {"eventType": kind, "mail": about | mail, kind.lower(): part}


def a_bounce(type_: str = "Permanent", subtype: str = "General", **part: Any) -> dict[str, Any]:
    recipient = {
        "emailAddress": "kofi@shop.example",
        "action": "failed",
        "status": "5.1.1",
        "diagnosticCode": "smtp; 550 5.1.1 <kofi@shop.example> unknown",
    }
    bounce = {
        "bounceType": type_,
        "bounceSubType": subtype,
        "bouncedRecipients": [recipient],
        "timestamp": "2026-11-21T11:00:05.000Z",
        "feedbackId": "0100-fb-000000",
        "reportingMTA": "dsn; mta.shop.example",
    }
    return an_event("Bounce", bounce | part)


def a_complaint(**part: Any) -> dict[str, Any]:
    complaint = {
        "complainedRecipients": [{"emailAddress": "kofi@shop.example"}],
        "timestamp": "2026-11-21T11:30:00.000Z",
        "feedbackId": "0100-cp-000000",
        "userAgent": "ExampleCorp Feedback Loop (V0.01)",
        "complaintFeedbackType": "abuse",
        "arrivalDate": "2026-11-21T11:29:00.000Z",
    }
    return an_event("Complaint", complaint | part)


def the_one(event: dict[str, Any]) -> Feedback:
    [feedback] = read(event, NOW)
    return feedback


@pytest.mark.parametrize(
    ("type_", "cause"),
    [("Permanent", Cause.BOUNCE), ("Transient", None), ("Undetermined", None)],
)
def test_only_what_bounced_for_good_suppresses(type_: str, cause: Cause | None) -> None:
    feedback = the_one(a_bounce(type_))

    assert (feedback.state, feedback.cause) == (MailState.BOUNCED, cause)
    assert feedback.reason == f"{type_}/General 5.1.1"
    assert feedback.at == datetime(2026, 11, 21, 11, 0, 5, tzinfo=UTC)


def test_the_mail_is_known_by_its_tags() -> None:
    told = the_one(a_bounce()).mail

    assert (told.event_id, told.name, told.kind) == ("evt_1", "invite#ab12", "invite")
    assert (told.reseller_id, told.invite) == (TenantId("ten_ACME"), ("inv_1", 2))


def test_a_mail_of_somebody_else_has_no_tags_of_ours() -> None:
    event = a_bounce()
    event["mail"].pop("tags")

    told = the_one(event).mail

    assert (told.event_id, told.reseller_id, told.invite) == (None, None, None)


def test_what_a_mail_server_wrote_of_the_address_is_not_kept() -> None:
    assert "kofi" not in the_one(a_bounce()).reason


def test_a_bounce_of_ses_itself_has_no_status() -> None:
    recipients = [{"emailAddress": "kofi@shop.example"}]

    feedback = the_one(a_bounce(subtype="OnAccountSuppressionList", bouncedRecipients=recipients))

    assert (feedback.cause, feedback.reason) == (Cause.BOUNCE, "Permanent/OnAccountSuppressionList")


def test_each_recipient_is_a_word_of_its_own_and_the_same_when_told_again() -> None:
    recipients = [{"emailAddress": f"{name}@shop.example"} for name in ("ama", "kofi")]
    event = a_bounce(bouncedRecipients=recipients)

    first, again = list(read(event, NOW)), list(read(event, NOW))

    assert [one.address for one in first] == ["ama@shop.example", "kofi@shop.example"]
    assert first[0].id != first[1].id
    assert first == again


@pytest.mark.parametrize("kind", ["abuse", "fraud", "virus", "other", None])
def test_a_complaint_suppresses(kind: str | None) -> None:
    feedback = the_one(a_complaint(complaintFeedbackType=kind))

    assert (feedback.state, feedback.cause) == (MailState.COMPLAINED, Cause.COMPLAINT)


def test_a_complaint_that_is_taken_back_is_none() -> None:
    assert list(read(a_complaint(complaintFeedbackType="not-spam"), NOW)) == []


def test_what_was_delivered_and_what_was_rejected() -> None:
    delivery = {"timestamp": "2026-11-21T11:00:01.000Z", "recipients": ["kofi@shop.example"]}

    delivered = the_one(an_event("Delivery", delivery))
    rejected = the_one(an_event("Reject", {"reason": "Bad content"}))

    assert (delivered.state, delivered.cause) == (MailState.DELIVERED, None)
    assert (rejected.state, rejected.cause, rejected.reason) == (
        MailState.REJECTED,
        None,
        "Bad content",
    )


@pytest.mark.parametrize("kind", ["Send", "Open", "Click", "Rendering Failure", "New Kind"])
def test_kinds_that_say_nothing_of_an_address_are_passed_over(kind: str) -> None:
    assert list(read(an_event(kind, {}), NOW)) == []


def test_nothing_happens_after_it_is_told() -> None:
    assert the_one(a_bounce(timestamp="2030-01-01T00:00:00.000Z")).at == NOW


@pytest.mark.parametrize("missing", ["bouncedRecipients", "timestamp", "feedbackId", "bounceType"])
def test_another_form_is_an_error(missing: str) -> None:
    event = a_bounce()
    del event["bounce"][missing]

    with pytest.raises(LookupError):
        list(read(event, NOW))
