"""
Sending: what SES checks, and what becomes of a mail.

The mails themselves go on to MiniStack, which keeps them for `/_mail`. What becomes of one is told
on the default bus, from the source `local.ses`: nobody but AWS may put events of `aws.ses`.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parseaddr
from uuid import uuid4

from infra.local.kept import Kept
from infra.local.places import ACCOUNT, REGION
from infra.local.playing import Json, NotPossible
from infra.local.ses.identities import SUCCESS, Identities
from infra.local.ses.refused import Refused

SIMULATOR = "simulator.amazonses.com"
SOURCE = "local.ses"
TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
KEPT_MAX = 500
"""Mails whose fate can be played: the newest."""

NAMES = {
    "Bounce": "Email Bounced",
    "Complaint": "Email Complaint Received",
    "Delivery": "Email Delivered",
    "Reject": "Email Rejected",
}
"""The kinds of events, and how EventBridge calls them."""

type Forward = Callable[[Json], str]
"""Hands a mail to MiniStack, and returns its id."""
type Tell = Callable[[str, Json], None]
"""Puts an event on the bus: its name and what it says."""


class Mails:
    """
    Mails that were sent, and what was told of them.

    Args:
        tells_deliveries: Whether each mail that is not played is told of as delivered.
    """

    def __init__(self, kept: Kept, identities: Identities, *, tells_deliveries: bool) -> None:
        self._kept = kept
        self._identities = identities
        self._tells_deliveries = tells_deliveries
        self._refusals: list[str] = []
        self.forward: Forward | None = None
        self.tell: Tell | None = None

    def send(self, said: Json) -> Json:
        """
        Take a mail, and let happen to it what its addresses ask for.

        Raises:
            Refused: SES does not send it.
        """
        self._check(said)
        assert self.forward is not None, "the stack has said where MiniStack is"
        message_id = self.forward(said)
        mail = {
            "message_id": message_id,
            "source": said["FromEmailAddress"],
            "to": said["Destination"].get("ToAddresses", []),
            "tags": {tag["Name"]: [tag["Value"]] for tag in said.get("EmailTags", [])},
            "set": said.get("ConfigurationSetName"),
            "sent_at": _stamp(),
        }
        mails = self._kept.all("mails")
        mails.append(mail)
        del mails[:-KEPT_MAX]
        for address in mail["to"]:
            self._simulate(mail, address)
        return {"MessageId": message_id}

    def refuse_next(self, code: str, count: int = 1) -> None:
        """
        Refuse the next mails that leave from a domain's address with this error.
        """
        self._refusals += [code] * count

    def play(self, kind: str, to: str, **said: str) -> str:
        """
        Let something become of the newest mail to an address; the id under which it is told.

        Raises:
            NotPossible: No such mail was sent.
        """
        sent = [mail for mail in self._kept.all("mails") if to in mail["to"]]
        if not sent:
            raise NotPossible(f"no mail was sent to {to}")
        return self._tell(sent[-1], kind, to, said)

    def tell_again(self, told_id: str) -> None:
        """
        Tell the same once more.

        Raises:
            NotPossible: Nothing was told under this id.
        """
        told = self._kept.must_find("told", id=told_id)
        self._put(told["name"], told["detail"])

    def _check(self, said: Json) -> None:
        address = parseaddr(said.get("FromEmailAddress", ""))[1]
        identity = self._identities.for_address(address)
        for tag in said.get("EmailTags", []):
            if not TAG.fullmatch(tag["Name"]) or not TAG.fullmatch(tag["Value"]):
                raise Refused("BadRequestException", f"Invalid tag: {tag['Name']}.")
        known = None if identity is None else self._identities.read(identity["name"])
        if identity is None or known is None or not known["VerifiedForSendingStatus"]:
            message = (
                "Email address is not verified. The following identities failed the check in "
                f"region {REGION.upper()}: {address}"
            )
            raise Refused("MessageRejected", message)
        if identity["paused"]:
            raise Refused("SendingPausedException", f"Sending is paused for {identity['name']}.")
        if "@" not in identity["name"] and self._refusals:
            raise Refused(self._refusals.pop(0), "This was to be refused.")
        rejects = identity["mail_from"] and identity["behavior"] == "REJECT_MESSAGE"
        if rejects and identity["envelope"] != SUCCESS:
            message = f"{identity['mail_from']} is not verified."
            raise Refused("MailFromDomainNotVerifiedException", message)

    def _simulate(self, mail: Json, address: str) -> None:
        local, _, domain = parseaddr(address)[1].lower().rpartition("@")
        if domain != SIMULATOR:
            if self._tells_deliveries:
                self._tell(mail, "Delivery", address, {})
            return
        # As at SES: whatever stands behind a plus sign tells several of them apart.
        match local.partition("+")[0]:
            case "bounce":
                self._tell(mail, "Bounce", address, {})
            case "suppressionlist":
                self._tell(mail, "Bounce", address, {"subtype": "Suppressed"})
            case "complaint":
                self._tell(mail, "Delivery", address, {})
                self._tell(mail, "Complaint", address, {})
            case _:
                self._tell(mail, "Delivery", address, {})

    def _tell(self, mail: Json, kind: str, to: str, said: dict[str, str]) -> str:
        told_id = str(uuid4())
        detail = {
            "eventType": kind,
            "mail": _mail(mail),
            kind.lower(): _part(kind, told_id, to, said),
        }
        self._kept.all("told").append({"id": told_id, "name": NAMES[kind], "detail": detail})
        del self._kept.all("told")[:-KEPT_MAX]
        self._put(NAMES[kind], detail)
        return told_id

    def _put(self, name: str, detail: Json) -> None:
        # Without a configuration set nobody is told.
        if "ses:configuration-set" in detail["mail"]["tags"]:
            assert self.tell is not None, "the stack has said where the bus is"
            self.tell(name, detail)


def _mail(mail: Json) -> Json:
    tags = dict(mail["tags"])
    if mail["set"]:
        tags["ses:configuration-set"] = [mail["set"]]
    address = parseaddr(mail["source"])[1]
    domain = address.rpartition("@")[2]
    return {
        "timestamp": mail["sent_at"],
        "source": mail["source"],
        "sourceArn": f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/{domain}",
        "sendingAccountId": ACCOUNT,
        "messageId": mail["message_id"],
        "destination": mail["to"],
        "headersTruncated": False,
        "tags": {**tags, "ses:from-domain": [domain]},
    }


def _part(kind: str, told_id: str, to: str, said: dict[str, str]) -> Json:
    at = said.get("at") or _stamp()
    if kind == "Delivery":
        facts = {"timestamp": at, "processingTimeMillis": 9, "recipients": [to]}
        return {**facts, "smtpResponse": "250 2.6.0 Message received"}
    if kind == "Reject":
        return {"reason": "Bad content"}
    if kind == "Complaint":
        return {
            "complainedRecipients": [{"emailAddress": to}],
            "timestamp": at,
            "arrivalDate": at,
            "feedbackId": told_id,
            "complaintFeedbackType": said.get("type", "abuse"),
        }
    recipient = {
        "emailAddress": to,
        "action": "failed",
        "status": "5.1.1",
        "diagnosticCode": f"smtp; 550 5.1.1 <{to}> user unknown",
    }
    return {
        "bounceType": said.get("type", "Permanent"),
        "bounceSubType": said.get("subtype", "General"),
        "bouncedRecipients": [recipient],
        "timestamp": at,
        "feedbackId": told_id,
        "reportingMTA": "dsn; a.amazonses.example",
    }


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def as_entry(name: str, detail: Json) -> Json:
    """
    An event as PutEvents takes it, for the default bus.
    """
    return {"Source": SOURCE, "DetailType": name, "Detail": json.dumps(detail)}
