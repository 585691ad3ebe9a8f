"""
Signing in over the API: a link is mailed, and opens a session.
"""

from sign_in.schemas import OpenSession, RequestedBody, RequestLink, SessionBody
from tenantry.credentials import commands
from tenantry.credentials.model import IssuedCredential
from tenantry.http import Api, Request

api = Api()


@api.route("POST /v1/sign-in-links", status=202, answer=RequestedBody.of)
def request_link(request: Request, body: RequestLink) -> None:
    """
    Mail a sign-in link, if the address is somebody's; the answer does not tell.
    """
    commands.request_sign_in_link(body.email, request.act, host=request.asked_at)


@api.route("POST /v1/sessions", status=201, answer=SessionBody.of)
def open_session(request: Request, body: OpenSession) -> IssuedCredential:
    """
    Use a mailed link up and open a session of 12 hours.
    """
    return commands.sign_in(
        body.link_id,
        body.token,
        request.act,
        workspace_id=body.workspace(),
        secret_entropy=request.secret_entropy,
    )


handler = api
