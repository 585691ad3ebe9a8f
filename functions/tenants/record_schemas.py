"""
The bodies of the gate.
"""

import json
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, StringConstraints

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.records.model import BusinessRecord, RecordKind

CONTENT_BYTES_MAX = 100_000
"""An item holds 400 KB; what is left is for keys and growth."""


def _storable(content: dict[str, Any]) -> dict[str, Any]:
    if len(json.dumps(content, ensure_ascii=False).encode()) > CONTENT_BYTES_MAX:
        message = f"must have at most {CONTENT_BYTES_MAX} bytes as JSON"
        raise ValueError(message)
    return content


class RecordBusiness(Body):
    """
    A purchase order, sales order or shipment.
    """

    kind: RecordKind
    reference: Annotated[str, StringConstraints(pattern=r"^[ -~]{1,100}$")] = Field(
        description="The tenant's own number, unique per kind; printable ASCII."
    )
    content: Annotated[dict[str, Any], AfterValidator(_storable)] = Field(default_factory=dict)


class RecordBody(AnswerBody):
    """
    A recorded purchase order, sales order or shipment.
    """

    id: str
    tenant_id: str
    kind: RecordKind
    reference: str
    recorded_at: str

    @classmethod
    def of(cls, record: BusinessRecord) -> Self:
        """
        Show a record.
        """
        return cls(
            id=record.id,
            tenant_id=record.tenant_id,
            kind=record.kind,
            reference=record.reference,
            recorded_at=stamp(record.recorded_at),
        )
