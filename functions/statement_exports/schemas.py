"""
The bodies of statements as files.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.statement_exports.bucket import link
from tenantry.statement_exports.model import Export, Format, State


class AskExport(Body):
    """
    What a statement is to be written as.
    """

    format: Format


class ExportBody(AnswerBody):
    """
    A file of a statement, as far as it is.
    """

    id: str
    month: str
    format: Format
    state: State
    asked_at: str
    ready_at: str | None = Field(description="When it was written, or given up.")
    expires_at: str | None = Field(description="Until when it can be fetched.")
    size: int | None = Field(description="In bytes.")
    sha256: str | None = Field(description="Of its content, in hexadecimal.")
    reason: str | None = Field(description="The code of what it failed of.")

    @classmethod
    def of(cls, export: Export) -> Self:
        """
        Show an export.
        """
        return cls(
            id=export.id,
            month=export.month,
            format=export.format,
            state=export.state,
            asked_at=stamp(export.asked_at),
            ready_at=None if export.ready_at is None else stamp(export.ready_at),
            expires_at=None if export.expires_at is None else stamp(export.expires_at),
            size=export.size,
            sha256=export.sha256,
            reason=export.reason,
        )


class LinkedExportBody(ExportBody):
    """
    The same, with a link to the file once it is ready.
    """

    link: str | None = Field(
        description="Works for 15 minutes and for everybody who has it; ask again for another."
    )

    @classmethod
    def of_linked(cls, export: Export) -> Self:
        """
        Show an export with its link.
        """
        is_ready = export.state is State.READY
        return cls(**dict(ExportBody.of(export)), link=link(export) if is_ready else None)
