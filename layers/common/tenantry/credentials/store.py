"""
Credentials by the hash of their secret, and sign-in links.
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from tenantry.credentials.model import (
    Credential,
    CredentialKind,
    KeyNotFound,
    OperatorExists,
    SignInLink,
    SignInLinkInvalid,
)
from tenantry.ids import TenantId, UserId
from tenantry.principals import PLATFORM
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class CredentialItem(Item):
    """
    An API key or a session; keys stand in `lists` under their workspace.
    """

    KIND = "Credential"

    id = UnicodeAttribute()
    credential_kind = UnicodeAttribute()
    user_id = UnicodeAttribute()
    workspace_id = UnicodeAttribute()
    scopes = JSONAttribute()
    name = UnicodeAttribute()
    last_four = UnicodeAttribute()
    created_at = TimeAttribute()
    expires_at = TimeAttribute(null=True)
    revoked_at = TimeAttribute(null=True)


class SignInLinkItem(Item):
    """
    A link that opens one session.
    """

    KIND = "SignInLink"

    user_id = UnicodeAttribute()
    token_hash = UnicodeAttribute()
    created_at = TimeAttribute()
    expires_at = TimeAttribute()
    used_at = TimeAttribute(null=True)
    host = UnicodeAttribute(null=True)


class FirstOperatorItem(Item):
    """
    Marker: the first operator was made.
    """

    KIND = "FirstOperatorMarker"

    made_at = TimeAttribute()


def key(secret_hash: str) -> Key:
    """
    Where a credential stands: found by what its bearer shows, and by nothing that is stored.
    """
    return f"CREDENTIAL#{secret_hash}", "CREDENTIAL"


def link_key(link_id: str) -> Key:
    """
    Where a sign-in link stands.
    """
    return f"SIGN_IN_LINK#{link_id}", "SIGN_IN_LINK"


def get_credential(secret_hash: str) -> Credential | None:
    """
    K1. Read the credential of a secret.
    """
    item = get(CredentialItem, key(secret_hash))
    return None if item is None else _credential(item)


def create(writes: Writes, credential: Credential) -> None:
    """
    K2. Write a new credential.
    """
    writes.create(_to_item(credential))


def api_keys_of(
    workspace_id: TenantId, after: str | None, limit: int
) -> Iterator[tuple[str, Credential]]:
    """
    K3. A workspace's API keys, oldest first, revoked ones included, each with its place.
    """
    partition = Partition(f"API_KEYS#{workspace_id}", index="lists", after=after)
    for item in query(CredentialItem, partition, limit=limit):
        yield str(item.list_sk), _credential(item)


def find_api_key(workspace_id: TenantId, key_id: str) -> Credential | None:
    """
    K4. A workspace's API key by its id.
    """
    partition = Partition(f"API_KEYS#{workspace_id}", index="lists", begins_with=key_id)
    return next((_credential(item) for item in query(CredentialItem, partition)), None)


def revoke(writes: Writes, credential: Credential, now: datetime) -> None:
    """
    K5. End a credential.
    """
    writes.update(
        CredentialItem,
        key(credential.secret_hash),
        [CredentialItem.revoked_at.set(now)],
        CredentialItem.pk.exists(),
        refused=lambda _: KeyNotFound("there is no such API key"),
    )


def get_link(link_id: str) -> SignInLink | None:
    """
    K6. Read a sign-in link.
    """
    item = get(SignInLinkItem, link_key(link_id))
    if item is None:
        return None
    return SignInLink(
        id=link_id,
        user_id=UserId(item.user_id),
        token_hash=item.token_hash,
        created_at=item.created_at,
        expires_at=item.expires_at,
        used_at=item.used_at,
        host=item.host,
    )


def create_link(writes: Writes, link: SignInLink) -> None:
    """
    K7. Write a new sign-in link; DynamoDB deletes it some time after it has expired.
    """
    pk, sk = link_key(link.id)
    writes.create(
        SignInLinkItem(
            pk,
            sk,
            user_id=link.user_id,
            token_hash=link.token_hash,
            created_at=link.created_at,
            expires_at=link.expires_at,
            host=link.host,
            expires=int(link.expires_at.timestamp()),
        )
    )


def use_link(writes: Writes, link: SignInLink, now: datetime) -> None:
    """
    K8. Use a link up: once, and in time.
    """
    unused = SignInLinkItem.used_at.does_not_exist()
    in_time = SignInLinkItem.expires_at > now
    message = "this sign-in link was used or has expired; ask for a new one"
    writes.update(
        SignInLinkItem,
        link_key(link.id),
        [SignInLinkItem.used_at.set(now)],
        unused & in_time,
        refused=lambda _: SignInLinkInvalid(message),
    )


def mark_first_operator(writes: Writes, now: datetime) -> None:
    """
    K9. Only one deployment's first operator is ever made without an operator.
    """
    message = "the first operator exists; ask an operator to add you"
    writes.create(
        FirstOperatorItem(f"TENANT#{PLATFORM}", "FIRST_OPERATOR", made_at=now),
        lambda _: OperatorExists(message),
    )


def _to_item(credential: Credential) -> CredentialItem:
    pk, sk = key(credential.secret_hash)
    item = CredentialItem(
        pk,
        sk,
        id=credential.id,
        credential_kind=credential.kind.value,
        user_id=credential.user_id,
        workspace_id=credential.workspace_id,
        scopes=sorted(credential.scopes),
        name=credential.name,
        last_four=credential.last_four,
        created_at=credential.created_at,
        expires_at=credential.expires_at,
        revoked_at=credential.revoked_at,
    )
    if credential.kind is CredentialKind.API_KEY:
        item.list_pk = f"API_KEYS#{credential.workspace_id}"
        item.list_sk = credential.id
    elif credential.expires_at is not None:
        item.expires = int(credential.expires_at.timestamp())
    return item


def _credential(item: CredentialItem) -> Credential:
    return Credential(
        id=item.id,
        kind=CredentialKind(item.credential_kind),
        secret_hash=item.pk.removeprefix("CREDENTIAL#"),
        user_id=UserId(item.user_id),
        workspace_id=TenantId(item.workspace_id),
        scopes=frozenset(item.scopes),
        name=item.name,
        last_four=item.last_four,
        created_at=item.created_at,
        expires_at=item.expires_at,
        revoked_at=item.revoked_at,
    )
