"""
The bodies of the API key routes.
"""

from typing import Annotated, Self

from pydantic import Field, field_validator

from tenantry.access.policy import SCOPES
from tenantry.clock import stamp
from tenantry.credentials.model import Credential, IssuedCredential
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Moment, Name
from tenantry.principals import ALL_SCOPES, Principal, Role

Scope = Annotated[str, Field(json_schema_extra={"enum": [ALL_SCOPES, *sorted(SCOPES)]})]


class CreateKey(Body):
    """
    A new API key for oneself.
    """

    name: Name
    scopes: list[Scope] = Field(
        min_length=1, max_length=50, description="`*` allows all of the role."
    )
    expires_at: Moment | None = None

    @field_validator("scopes")
    @classmethod
    def _known(cls, scopes: list[str]) -> list[str]:
        unknown = sorted(set(scopes) - SCOPES - {ALL_SCOPES})
        if unknown:
            message = f"{unknown[0]} is no scope; there are * and {', '.join(sorted(SCOPES))}"
            raise ValueError(message)
        return scopes


class KeyBody(AnswerBody):
    """
    An API key without its secret.
    """

    id: str
    name: str
    user_id: str
    workspace_id: str
    scopes: list[str]
    last_four: str
    created_at: str
    expires_at: str | None
    revoked_at: str | None

    @classmethod
    def of(cls, key: Credential) -> Self:
        """
        Show a key.
        """
        return cls(
            id=key.id,
            name=key.name,
            user_id=key.user_id,
            workspace_id=key.workspace_id,
            scopes=sorted(key.scopes),
            last_four=key.last_four,
            created_at=stamp(key.created_at),
            expires_at=key.expires_at and stamp(key.expires_at),
            revoked_at=key.revoked_at and stamp(key.revoked_at),
        )


class IssuedKeyBody(AnswerBody):
    """
    A new API key; its secret is in the first answer, and in no other.
    """

    key: KeyBody
    secret: str | None
    secret_was_shown: bool

    @classmethod
    def of(cls, issued: IssuedCredential) -> Self:
        """
        Show a new key with its secret.
        """
        return cls(key=KeyBody.of(issued.credential), secret=issued.secret, secret_was_shown=False)

    @classmethod
    def without_secret(cls, issued: IssuedCredential) -> Self:
        """
        What a repeat of the request is answered.
        """
        return cls(key=KeyBody.of(issued.credential), secret=None, secret_was_shown=True)


class MeBody(AnswerBody):
    """
    Who one is here.
    """

    person_id: str
    role: Role
    workspace_id: str | None
    reseller_id: str | None
    scopes: list[str]
    tenant_ids: list[str] | None
    credential_id: str | None

    @classmethod
    def of(cls, principal: Principal) -> Self:
        """
        Show a principal.
        """
        return cls(
            person_id=principal.person_id,
            role=principal.role,
            workspace_id=principal.workspace_id,
            reseller_id=principal.reseller_id,
            scopes=sorted(principal.scopes),
            tenant_ids=None if principal.tenant_ids is None else sorted(principal.tenant_ids),
            credential_id=principal.credential_id,
        )
