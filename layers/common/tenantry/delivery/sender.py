"""
Handing a mail to SES.
"""

from dataclasses import dataclass
from email.utils import formataddr

from tenantry import settings
from tenantry.mail.model import Mail
from tenantry.services import client

SENDER_NAME_MAX = 100


@dataclass(frozen=True, slots=True)
class Letter:
    """
    A mail with its addresses.

    Args:
        name: Tells apart several mails of one event.
        sender_name: The brand that the mail comes from; the address is the platform's own.
        reply_to: Where answers go; None for the sender.
    """

    name: str
    to: str
    sender_name: str
    reply_to: str | None
    mail: Mail


def send(letter: Letter) -> str:
    """
    Send a mail, and return the id that SES gave it.
    """
    # formataddr encodes names of any script (RFC 2047), and cannot be made to start another header.
    display = " ".join(letter.sender_name.split())[:SENDER_NAME_MAX]
    sender = formataddr((display, settings.mail_from()))
    request = {
        "FromEmailAddress": sender,
        "Destination": {"ToAddresses": [letter.to]},
        "ReplyToAddresses": [letter.reply_to] if letter.reply_to else [],
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
    return str(client("sesv2").send_email(**request)["MessageId"])
