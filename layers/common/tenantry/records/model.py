"""
A business record of a tenant.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from tenantry.errors import Conflict
from tenantry.ids import TenantId


class RecordKind(StrEnum):
    """
    What an expired pilot can no longer record (R-TEN-2).
    """

    PURCHASE_ORDER = "purchase_order"
    SALES_ORDER = "sales_order"
    SHIPMENT = "shipment"


@dataclass(frozen=True, slots=True)
class BusinessRecord:
    """
    A purchase order, sales order or shipment.

    Args:
        reference: The tenant's own number for it, unique per kind.
        content: The record as the product sent it, kept as it is.
    """

    id: str
    tenant_id: TenantId
    kind: RecordKind
    reference: str
    content: dict[str, Any]
    recorded_at: datetime


class RecordExists(Conflict):
    """
    The tenant has a record of this kind with this reference already.
    """

    code = "record.exists"
