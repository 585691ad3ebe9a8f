"""
The bodies of signing in.
"""

from typing import Annotated, Self

from pydantic import StringConstraints

from tenantry.clock import stamp
from tenantry.credentials.model import IssuedCredential
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Email
from tenantry.ids import TenantId, id_pattern

LinkIdText = Annotated[str, StringConstraints(pattern=id_pattern("lnk"))]
WorkspaceIdText = Annotated[str, StringConstraints(pattern=r"^ten_[0-9A-Z]{1,26}$")]


class RequestLink(Body):
    """
    Whose mailbox gets a sign-in link.
    """

    email: Email


class RequestedBody(AnswerBody):
    """
    The same answer whether the address is known or not.
    """

    detail: str

    @classmethod
    def of(cls, _: None) -> Self:
        """
        Say what happens now.
        """
        return cls(detail="if the address is somebody's, a sign-in link is on its way to it")


class OpenSession(Body):
    """
    The two parts of a mailed link's path, and the workspace to work in.
    """

    link_id: LinkIdText
    token: str
    workspace_id: WorkspaceIdText | None = None

    def workspace(self) -> TenantId | None:
        """
        The workspace as the command takes it.
        """
        return None if self.workspace_id is None else TenantId(self.workspace_id)


class SessionBody(AnswerBody):
    """
    A session; its secret is sent as `Authorization: Bearer`.
    """

    secret: str
    user_id: str
    workspace_id: str
    expires_at: str

    @classmethod
    def of(cls, issued: IssuedCredential) -> Self:
        """
        Show a new session.
        """
        session = issued.credential
        assert session.expires_at is not None, "a session ends"
        return cls(
            secret=issued.secret,
            user_id=session.user_id,
            workspace_id=session.workspace_id,
            expires_at=stamp(session.expires_at),
        )
