"""
One's own API keys, and who one is.
"""

from collections.abc import Iterator

from api_keys.schemas import CreateKey, IssuedKeyBody, KeyBody, MeBody
from tenantry.credentials import commands, store
from tenantry.credentials.model import Credential, IssuedCredential
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.principals import Principal

api = Api()


@api.route("GET /v1/me", answer=MeBody.of)
def me(request: Request) -> Principal:
    """
    Say who one is here, and what the credential allows.
    """
    return request.principal


@api.route("GET /v1/api-keys", answer=KeyBody.of, is_list=True)
def keys(request: Request, query: ListQuery) -> Iterator[tuple[str, Credential]]:
    """
    List the workspace's API keys, revoked ones included; a secret is never shown again.
    """
    return store.api_keys_of(request.workspace_id, *query.span)


@api.route(
    "POST /v1/api-keys",
    status=201,
    answer=IssuedKeyBody.of,
    stored_answer=IssuedKeyBody.without_secret,
    takes_once=True,
)
def create(request: Request, body: CreateKey) -> IssuedCredential:
    """
    Make an API key for oneself; its secret is shown once.
    """
    return commands.create_api_key(
        body.name,
        frozenset(body.scopes),
        request.act,
        expires_at=body.expires_at,
        secret_entropy=request.secret_entropy,
    )


@api.route("DELETE /v1/api-keys/{key_id}", status=204)
def revoke(request: Request, key_id: str) -> None:
    """
    Revoke an API key; it stops working within 30 seconds.
    """
    commands.revoke_api_key(key_id, request.act)


handler = api
