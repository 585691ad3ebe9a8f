"""
The gate: orders and shipments are written only while the tenant may record them.
"""

from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.records import commands
from tenantry.records.model import BusinessRecord
from tenants.record_schemas import RecordBody, RecordBusiness

api = Api()


@api.route(
    "POST /v1/tenants/{tenant_id}/records", status=201, answer=RecordBody.of, takes_once=True
)
def record(request: Request, tenant_id: str, body: RecordBusiness) -> BusinessRecord:
    """
    Record a purchase order, sales order or shipment.

    An expired pilot is refused by the write itself.
    """
    return commands.record(
        TenantId(tenant_id),
        request.act,
        kind=body.kind,
        reference=body.reference,
        content=body.content,
    )


handler = api
