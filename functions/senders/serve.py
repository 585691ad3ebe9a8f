"""
Where a partner's mail leaves from: looked at, and chosen.
"""

from senders.schemas import ChangeSender, SenderBody
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.senders import commands
from tenantry.senders.model import Sender

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/domains/{domain}/sender", answer=SenderBody.of)
def read(request: Request, reseller_id: str, domain: str) -> Sender:
    """
    Say where mail leaves from, which records that needs, and what is missing.
    """
    return commands.get(TenantId(reseller_id), domain)


@api.route("PATCH /v1/resellers/{reseller_id}/domains/{domain}/sender", answer=SenderBody.of)
def change(request: Request, reseller_id: str, domain: str, body: ChangeSender) -> Sender:
    """
    Choose the address, the name beside it, and whether this domain goes before others.
    """
    return commands.change(
        TenantId(reseller_id),
        domain,
        request.act,
        local_part=body.local_part,
        display_name=body.display_name,
        is_preferred=body.is_preferred,
    )


handler = api
