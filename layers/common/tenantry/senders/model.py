"""
A sender: the address at a partner's domain, what SES knows of it, and whether it may be used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tenantry.domains.findings import Record, record_at
from tenantry.errors import NotFound
from tenantry.ids import TenantId

LOCAL_PART = "no-reply"
"""What stands before the `@` until the partner chooses something else."""

DISPLAY_NAME_MAX = 100

MAIL_FROM_LABEL = "bounce"
"""Below it mail that comes back is received; nothing else may be sent from there or received."""


class State(StrEnum):
    """
    Whether mail leaves from the partner's address.
    """

    SETTING_UP = "setting_up"
    """Not yet: something was never right so far."""
    READY = "ready"
    FALLEN_BACK = "fallen_back"
    """Not any more: mail leaves from the platform's address, under the partner's name."""


class Requirement(StrEnum):
    """
    What must be so, all of it, before mail leaves from the partner's address (R-WL-4).

    The first six are what our own look at DNS says, the next three what SES says, and the last one
    what became of the mail itself.
    """

    DOMAIN = "domain"
    """The domain is proven."""
    REPUTATION = "reputation"
    """No list has it for phishing, malware or the like."""
    SPF = "spf"
    DKIM = "dkim"
    MAIL_FROM = "mail_from"
    DMARC = "dmarc"
    IDENTITY = "identity"
    """SES has verified the domain."""
    SIGNING = "signing"
    """SES has found the DKIM records."""
    ENVELOPE = "envelope"
    """SES has found the records of the MAIL FROM subdomain."""
    ACCEPTED = "accepted"
    """SES did not refuse to send from it lately."""


class Look(StrEnum):
    """
    What was last seen of a requirement.
    """

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """We could not look; what was clear before counts."""


class Status(StrEnum):
    """
    How SES says what it has found in DNS.
    """

    NOT_STARTED = "NOT_STARTED"
    PENDING = "PENDING"
    SUCCESS = "SUCCESS"
    FAILED = "FAILED"
    """It has not found the records for 72 hours, and looks no more until it is asked again."""
    TEMPORARY_FAILURE = "TEMPORARY_FAILURE"


@dataclass(frozen=True, slots=True)
class Identity:
    """
    A domain as SES has it.

    Args:
        owner: For which reseller it was made; None for one that somebody made by hand.
        tokens: Of which the DKIM records are made.
        zone: Where SES publishes the keys that those records point to.
        mail_from: The MAIL FROM domain that is set, or empty.
    """

    owner: str | None
    verified: bool
    status: Status
    signing: Status
    tokens: tuple[str, ...]
    zone: str
    mail_from: str
    envelope: Status


@dataclass(frozen=True, slots=True)
class Sender:
    """
    The address that a partner's mail leaves from, when it may.

    Args:
        domain: The root domain as A-labels.
        local_part: What stands before the `@`.
        display_name: The name beside the address; empty for the brand that the mail wears.
        is_preferred: Whether it goes before the partner's other domains.
        region: Where its SES is; a name in the records says so.
        tokens: The tokens of its DKIM records; none while SES has not been asked for them.
        zone: Where SES publishes the keys.
        looks: The last clear look at each requirement; one that is missing was never clear.
        ready_at: When it was ready first.
        since: Since when it is in its state.
        refused_at: When SES refused a mail from it last.
        told: The state that the partner was told of last: one that was taken away together with its
            domain is told of afterwards.
        version: Grows by one with every change; a write names the version that it read.
    """

    reseller_id: TenantId
    domain: str
    region: str
    since: datetime
    local_part: str = LOCAL_PART
    display_name: str = ""
    is_preferred: bool = False
    tokens: tuple[str, ...] = ()
    zone: str = ""
    looks: Mapping[Requirement, Look] = field(default_factory=dict)
    ready_at: datetime | None = None
    refused_at: datetime | None = None
    told: State = State.SETTING_UP
    version: int = 1

    @property
    def address(self) -> str:
        """
        The address that mail leaves from once it is ready.
        """
        return f"{self.local_part}@{self.domain}"

    @property
    def missing(self) -> tuple[Requirement, ...]:
        """
        What is not so, in the order in which it is shown; nothing when it is ready.
        """
        return tuple(one for one in Requirement if self.looks.get(one) is not Look.PASSED)

    @property
    def state(self) -> State:
        """
        Whether mail leaves from it: if everything passes by the last clear look, and only then.
        """
        if not self.missing:
            return State.READY
        return State.SETTING_UP if self.ready_at is None else State.FALLEN_BACK

    @property
    def mail_from(self) -> str:
        """
        The MAIL FROM domain: where mail that comes back is received, and whose SPF counts.
        """
        return f"{MAIL_FROM_LABEL}.{self.domain}"

    @property
    def dkim_records(self) -> tuple[Record, ...]:
        """
        The records of its DKIM keys, from what SES said; none while it has said nothing.
        """
        root = self.domain
        return tuple(
            record_at(root, f"{token}._domainkey.{root}", "CNAME", f"{token}.{self.zone}")
            for token in self.tokens
        )

    def mail_from_records(self, spf_include: str) -> tuple[Record, ...]:
        """
        The records of the MAIL FROM subdomain: exactly one MX, and an SPF record.

        Args:
            spf_include: The name that SES stands behind; an SPF record that includes it lets it
                send.
        """
        mx = f"10 feedback-smtp.{self.region}.amazonses.com"
        return (
            record_at(self.domain, self.mail_from, "MX", mx),
            record_at(self.domain, self.mail_from, "TXT", f"v=spf1 include:{spf_include} ~all"),
        )


class SenderNotFound(NotFound):
    """
    The partner has no such domain, and so no sender there.
    """

    code = "sender.not_found"
