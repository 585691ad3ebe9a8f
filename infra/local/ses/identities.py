"""
What SES knows of domains and addresses, and what it finds in DNS.

As SES, but at once: it is looked whenever somebody asks, where SES looks every now and then. What
SES would do after 72 hours, `give_up` does.
"""

import re
from collections.abc import Callable
from hashlib import sha256

from infra.local.kept import Kept
from infra.local.places import REGION
from infra.local.playing import Json, NotPossible
from infra.local.ses.refused import Refused

ZONE = "dkim.amazonses.com"
MAIL_SERVER = f"10 feedback-smtp.{REGION}.amazonses.com"
TOKENS = 3
PENDING, SUCCESS, FAILED, TROUBLE = "PENDING", "SUCCESS", "FAILED", "TEMPORARY_FAILURE"

type Lookup = Callable[[str, str], list[str] | None]
"""The values of a name's records of a type; None when DNS gave no clear answer."""


def fresh() -> Json:
    """
    What a new stand-in holds.
    """
    return {"keys": {}, "settings": {}, "identities": [], "mails": [], "told": []}


class Identities:
    """
    Domains and addresses, kept with what was found for each.
    """

    def __init__(self, kept: Kept, lookup: Lookup) -> None:
        self._kept = kept
        self._lookup = lookup

    def create(self, name: str, said: Json) -> Json:
        """
        Know a domain from now on, or an address, whose owner has pressed the link of SES's mail.

        Raises:
            Refused: It is known already.
        """
        if self._kept.find("identities", name=name):
            raise Refused("AlreadyExistsException", f"Email identity {name} already exist.")
        identity = {
            "name": name,
            "tags": said.get("Tags") or [],
            "made": self._kept.number(),
            "status": PENDING,
            "mail_from": "",
            "behavior": "USE_DEFAULT_VALUE",
            "envelope": PENDING,
            "paused": False,
        }
        self._kept.all("identities").append(identity)
        return self.read(name)

    def read(self, name: str) -> Json:
        """
        An identity as GetEmailIdentity answers it, after another look at DNS.

        Raises:
            Refused: There is none.
        """
        identity = self.find(name)
        self._look(identity)
        if "@" in name:
            return {"IdentityType": "EMAIL_ADDRESS", "VerifiedForSendingStatus": True}
        answer = {
            "IdentityType": "DOMAIN",
            "FeedbackForwardingStatus": True,
            "VerifiedForSendingStatus": identity["status"] in {SUCCESS, TROUBLE},
            "VerificationStatus": identity["status"],
            "Tags": identity["tags"],
            "DkimAttributes": {
                "SigningEnabled": True,
                "Status": identity["status"],
                "Tokens": tokens(identity),
                "SigningHostedZone": ZONE,
                "SigningAttributesOrigin": "AWS_SES",
                "NextSigningKeyLength": "RSA_2048_BIT",
                "CurrentSigningKeyLength": "RSA_2048_BIT",
            },
        }
        if identity["mail_from"]:
            answer["MailFromAttributes"] = {
                "MailFromDomain": identity["mail_from"],
                "MailFromDomainStatus": identity["envelope"],
                "BehaviorOnMxFailure": identity["behavior"],
            }
        return answer

    def find(self, name: str) -> Json:
        """
        An identity itself.

        Raises:
            Refused: There is none.
        """
        found = self._kept.find("identities", name=name)
        if found is None:
            raise Refused("NotFoundException", f"Email identity {name} does not exist.", 404)
        return found

    def for_address(self, address: str) -> Json | None:
        """
        The identity that lets an address send: its own, or its domain's or one above that.
        """
        own = self._kept.find("identities", name=address)
        if own is not None:
            return own
        labels = address.rpartition("@")[2].lower().split(".")
        above = [".".join(labels[start:]) for start in range(len(labels) - 1)]
        return next(
            (found for name in above if (found := self._kept.find("identities", name=name))), None
        )

    def set_mail_from(self, name: str, said: Json) -> None:
        """
        Let mail come back to a subdomain, and look for its records anew.

        Raises:
            Refused: There is no such identity, or it is no subdomain of it.
        """
        identity, domain = self.find(name), said.get("MailFromDomain") or ""
        if domain and not domain.endswith(f".{name}"):
            raise Refused("BadRequestException", f"{domain} is not a subdomain of {name}.")
        identity["mail_from"] = domain
        identity["behavior"] = said.get("BehaviorOnMxFailure") or "USE_DEFAULT_VALUE"
        identity["envelope"] = PENDING

    def look_again(self, name: str) -> Json:
        """
        Look for the DKIM records anew, with new tokens.

        Raises:
            Refused: There is no such identity.
        """
        identity = self.find(name)
        identity["made"], identity["status"] = self._kept.number(), PENDING
        answer = {"DkimStatus": PENDING, "DkimTokens": tokens(identity)}
        return {**answer, "SigningHostedZone": ZONE}

    def delete(self, name: str) -> None:
        """
        Forget an identity.

        Raises:
            Refused: There is none.
        """
        self._kept.all("identities").remove(self.find(name))

    def give_up(self, name: str) -> None:
        """
        Let 72 hours pass: what is not there by then is not looked for any more.
        """
        identity = self._played(name)
        self._look(identity)
        for part in ("status", "envelope"):
            if identity[part] != SUCCESS:
                identity[part] = FAILED

    def pause(self, name: str, *, on: bool) -> None:
        """
        Let SES send nothing from it, as after too many complaints.
        """
        self._played(name)["paused"] = on

    def _played(self, name: str) -> Json:
        try:
            return self.find(name)
        except Refused as error:
            raise NotPossible(str(error)) from error

    def _look(self, identity: Json) -> None:
        root = identity["name"]
        if "@" in root:
            return
        keys = [
            self._has(f"{token}._domainkey.{root}", "CNAME", f"{token}.{ZONE}")
            for token in tokens(identity)
        ]
        identity["status"] = _moved(identity["status"], keys)
        if identity["mail_from"]:
            mx = self._has(identity["mail_from"], "MX", MAIL_SERVER)
            identity["envelope"] = _moved(identity["envelope"], [mx])

    def _has(self, name: str, type_: str, value: str) -> bool | None:
        """
        Whether a name has this one record of a type; None where nobody could look.
        """
        found = self._lookup(name, type_)
        return None if found is None else found == [value]


def tokens(identity: Json) -> list[str]:
    """
    The tokens of an identity's keys; one that is made again has others.
    """
    source = f"{identity['name']} {identity['made']}"
    digests = [sha256(f"{source} {number}".encode()).hexdigest() for number in range(TOKENS)]
    return [re.sub(r"[01]", "x", digest)[:32] for digest in digests]


def _moved(before: str, seen: list[bool | None]) -> str:
    if before == FAILED:
        # It looks no more until it is asked again.
        return FAILED
    if all(seen):
        return SUCCESS
    # What was there before is waited for, whatever is wrong.
    return TROUBLE if before in {SUCCESS, TROUBLE} else PENDING
