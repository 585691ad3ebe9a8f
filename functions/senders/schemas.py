"""
The bodies of the sender routes.
"""

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from tenantry import settings
from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.dns_records import DnsRecordBody
from tenantry.http.fields import Flag, Line
from tenantry.senders.model import DISPLAY_NAME_MAX, Requirement, Sender, State
from tenantry.senders.rules import LOCAL_PART_MAX, LOCAL_PART_PATTERN

LocalPart = Annotated[str, StringConstraints(pattern=LOCAL_PART_PATTERN, max_length=LOCAL_PART_MAX)]
DisplayName = Annotated[Line, StringConstraints(max_length=DISPLAY_NAME_MAX)]


class ChangeSender(Body):
    """
    What to change of a sender; what is left out stays.
    """

    local_part: LocalPart | None = Field(
        default=None, description="What stands before the `@`; `no-reply` unless it is set."
    )
    display_name: DisplayName | None = Field(
        default=None, description="The name beside the address; empty for the brand's own."
    )
    is_preferred: Flag | None = Field(
        default=None,
        description="Whether this domain goes before the partner's others; one at a time does.",
    )


class SenderBody(AnswerBody):
    """
    Where mail in the partner's name leaves from.
    """

    domain: str
    state: State = Field(
        description=(
            "`ready`: mail leaves from `address`. `setting_up`, `fallen_back`: it leaves from the "
            "platform's address, under the partner's name."
        )
    )
    missing: list[Requirement] = Field(
        description="What is not so yet, or not any more; nothing when it is ready."
    )
    address: str
    local_part: str
    display_name: str
    is_preferred: bool
    records: list[DnsRecordBody] = Field(
        description="For DKIM and for mail that comes back; none before the domain is proven."
    )
    since: str = Field(description="Since when it is in its state.")
    refused_at: str | None = Field(description="When it last happened that a mail was refused.")

    @classmethod
    def of(cls, sender: Sender) -> Self:
        """
        Show a sender.
        """
        mail_from = sender.mail_from_records(settings.spf_include())
        records = (*sender.dkim_records, *mail_from) if sender.tokens else ()
        return cls(
            domain=sender.domain,
            state=sender.state,
            missing=list(sender.missing),
            address=sender.address,
            local_part=sender.local_part,
            display_name=sender.display_name,
            is_preferred=sender.is_preferred,
            records=[DnsRecordBody.of(record) for record in records],
            since=stamp(sender.since),
            refused_at=sender.refused_at and stamp(sender.refused_at),
        )
