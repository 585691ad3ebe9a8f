"""
The data-processing agreement: published by operators, accepted by resellers.
"""

from data_processing.schemas import (
    AcceptanceBody,
    AcceptDocument,
    AgreementStandingBody,
    DocumentBody,
    PublishDocument,
)
from tenantry.data_processing import commands
from tenantry.data_processing.model import Acceptance, Document, Standing
from tenantry.errors import invalid_field
from tenantry.http import Api, Request
from tenantry.ids import TenantId

USER_AGENT_MAX = 500

api = Api()


@api.route("GET /v1/data-processing-agreement", answer=DocumentBody.of)
def read(request: Request) -> Document:
    """
    Read the text that every reseller is asked to accept.
    """
    return commands.current()


@api.route(
    "POST /v1/data-processing-agreement", status=201, answer=DocumentBody.of, takes_once=True
)
def publish(request: Request, body: PublishDocument) -> Document:
    """
    Publish a text in the place of the one before; every reseller is asked to accept it anew.
    """
    return commands.publish(body.version, body.title, body.text, request.act)


@api.route(
    "GET /v1/resellers/{reseller_id}/data-processing-agreement", answer=AgreementStandingBody.of
)
def standing(request: Request, reseller_id: str) -> Standing:
    """
    Say what a reseller has accepted, and whether that is the current text.
    """
    return commands.standing_of(TenantId(reseller_id))


@api.route(
    "POST /v1/resellers/{reseller_id}/data-processing-agreement",
    status=201,
    answer=AcceptanceBody.of,
    takes_once=True,
)
def accept(request: Request, reseller_id: str, body: AcceptDocument) -> Acceptance:
    """
    Accept the current text for the company.
    """
    if not body.has_authority:
        raise invalid_field("has_authority", "must be true: only who may sign accepts")
    signing = commands.Signing(
        version=body.version,
        sha256=body.sha256,
        role=body.role,
        name=body.name,
        title=body.title,
        address=request.address,
        user_agent=request.headers.get("user-agent", "")[:USER_AGENT_MAX],
    )
    return commands.accept(TenantId(reseller_id), signing, request.act)


handler = api
