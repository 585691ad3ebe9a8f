"""
What a person shows to be let in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tenantry.errors import Conflict, Forbidden, NotFound, RuleBroken, Unauthenticated
from tenantry.ids import TenantId, UserId

SIGN_IN_LINK_VALID_FOR = timedelta(minutes=15)
WELCOME_LINK_VALID_FOR = timedelta(hours=24)
"""The sign-in link in a welcome mail, which is read later than one that was asked for."""
SESSION_VALID_FOR = timedelta(hours=12)


class CredentialKind(StrEnum):
    """
    How a credential came to be.
    """

    API_KEY = "api_key"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Credential:
    """
    An API key or a session: a person, in one workspace, with scopes.

    Its secret is stored as a hash.

    Args:
        name: What its owner calls it; empty for a session.
        last_four: The last four characters of the secret, to tell keys apart in a list.
        expires_at: The first instant at which it is refused; None for a key without an end.
    """

    id: str
    kind: CredentialKind
    secret_hash: str
    user_id: UserId
    workspace_id: TenantId
    scopes: frozenset[str]
    name: str
    last_four: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IssuedCredential:
    """
    A new credential with its secret, which exists here and in the one answer that shows it.
    """

    credential: Credential
    secret: str


@dataclass(frozen=True, slots=True)
class SignInLink:
    """
    A link that opens one session; its token follows from the server key and is stored as a hash.

    Args:
        host: The partner's host at which it was asked for; None for the platform's own address.
    """

    id: str
    user_id: UserId
    token_hash: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    host: str | None = None


class CredentialInvalid(Unauthenticated):
    """
    The credential is missing, malformed, unknown, revoked or expired: one answer for all.
    """

    code = "credential.invalid"


class KeyNotFound(NotFound):
    """
    The workspace has no API key with this id.
    """

    code = "api_key.not_found"


class ScopeTooWide(Forbidden):
    """
    A key cannot allow more than the credential that makes it.
    """

    code = "api_key.scope_too_wide"


class SignInLinkInvalid(NotFound):
    """
    The link is unknown, used or expired: one answer for all.
    """

    code = "sign_in.link_invalid"


class NoWorkspace(RuleBroken):
    """
    The person is not a member of the workspace that they want to sign in to.
    """

    code = "sign_in.no_workspace"


class OperatorExists(Conflict):
    """
    The first operator was made before; operators are added by operators from then on.
    """

    code = "operator.exists"
