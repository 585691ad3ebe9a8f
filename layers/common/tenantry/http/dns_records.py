"""
How a DNS record that a partner sets is shown, whichever route shows it.
"""

from typing import Self

from pydantic import Field

from tenantry.domains.findings import Record
from tenantry.http.bodies import AnswerBody


class DnsRecordBody(AnswerBody):
    """
    A DNS record to set.
    """

    name: str = Field(description="The full name.")
    host: str = Field(description="The name as most forms want it: without the domain, or `@`.")
    type: str
    value: str = Field(description="Without quotes; of an MX with its preference.")
    replaces: list[str] = Field(description="Values of this type there that have to go.")

    @classmethod
    def of(cls, record: Record) -> Self:
        """
        Show a record.
        """
        return cls(
            name=record.name,
            host=record.host,
            type=record.type,
            value=record.value,
            replaces=list(record.replaces),
        )
