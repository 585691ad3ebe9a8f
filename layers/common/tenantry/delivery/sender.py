"""
Handing a mail to SES.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any

from botocore.exceptions import ClientError

from tenantry import settings
from tenantry.ids import EventId, InviteId, TenantId
from tenantry.mail.model import Mail, MailKind
from tenantry.senders.model import DISPLAY_NAME_MAX, Sender
from tenantry.services import client

TAG = "tenantry_"
"""What the names of our tags start with, by which word of a mail finds where it belongs."""

_BUSY = {"TooManyRequestsException", "ThrottlingException", "Throttling"}
_REFUSALS = range(400, 500)
"""SES has decided, and sent nothing. After any other fault nobody knows."""


@dataclass(frozen=True, slots=True)
class Letter:
    """
    A mail with its addresses.

    Args:
        address_hash: Of whom it is to: tells apart several mails of one event.
        sender_name: The brand that the mail comes from.
        reply_to: Where answers go; None for the sender.
        reseller_id: In whose name it is sent; None for the platform's own.
        invite: The invite whose link it carries, and which of its links.
    """

    kind: MailKind
    address_hash: str
    to: str
    sender_name: str
    reply_to: str | None
    mail: Mail
    reseller_id: TenantId | None = None
    invite: tuple[InviteId, int] | None = None

    @property
    def name(self) -> str:
        """
        What tells it apart from other mails of its event; the same for each try.
        """
        return f"{self.kind.value}#{self.address_hash}"


@dataclass(frozen=True, slots=True)
class Sent:
    """
    What SES made of a mail.

    Args:
        message_id: The id that SES gave it.
        was_refused: Whether SES refused to send it from the partner's address, and then took it
            from the platform's.
    """

    message_id: str
    was_refused: bool = False


def send(letter: Letter, event_id: EventId, sender: Sender | None) -> Sent:
    """
    Send a mail from the partner's address, or from the platform's under the partner's name.

    What SES refuses from the partner's address leaves from the platform's in the same try; where
    nobody knows whether SES has sent it, it is not sent from another address too (R-WL-4).

    Args:
        sender: The partner's, if one is ready.

    Raises:
        ClientError, BotoCoreError: SES did not take it; the queue sends the event again.
    """
    request = _request(letter, event_id)
    was_refused = False
    if sender is not None:
        name = sender.display_name or letter.sender_name
        try:
            return Sent(_send(request, _from(name, sender.address)))
        except ClientError as error:
            if not _is_refusal(error):
                raise
            was_refused = True
    return Sent(_send(request, _from(letter.sender_name, settings.mail_from())), was_refused)


def _send(request: Mapping[str, Any], from_address: str) -> str:
    answer = client("sesv2").send_email(FromEmailAddress=from_address, **request)
    return str(answer["MessageId"])


def _is_refusal(error: ClientError) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return status in _REFUSALS and error.response["Error"]["Code"] not in _BUSY


def _from(name: str, address: str) -> str:
    # formataddr encodes names of any script (RFC 2047), and cannot be made to start another header.
    return formataddr((" ".join(name.split())[:DISPLAY_NAME_MAX], address))


def _request(letter: Letter, event_id: EventId) -> dict[str, Any]:
    request: dict[str, Any] = {
        "Destination": {"ToAddresses": [letter.to]},
        "ReplyToAddresses": [letter.reply_to] if letter.reply_to else [],
        "EmailTags": [
            {"Name": f"{TAG}{name}", "Value": value}
            for name, value in _tags(letter, event_id).items()
        ],
        "Content": {
            "Simple": {
                "Subject": {"Data": letter.mail.subject, "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": letter.mail.text, "Charset": "UTF-8"},
                    "Html": {"Data": letter.mail.html, "Charset": "UTF-8"},
                },
            }
        },
    }
    if configuration_set := settings.mail_configuration_set():
        request["ConfigurationSetName"] = configuration_set
    return request


def _tags(letter: Letter, event_id: EventId) -> dict[str, str]:
    tags = {"event": event_id, "kind": letter.kind.value, "address": letter.address_hash}
    if letter.reseller_id is not None:
        tags["reseller"] = letter.reseller_id
    if letter.invite is not None:
        tags["invite"], tags["generation"] = letter.invite[0], str(letter.invite[1])
    return tags
