"""
Making and ending keys, and signing in.
"""

import hmac
from dataclasses import replace
from datetime import datetime
from typing import Any

from tenantry import events, idempotency, settings
from tenantry.acts import Act
from tenantry.credentials import rules, store, tokens
from tenantry.credentials.model import (
    SESSION_VALID_FOR,
    SIGN_IN_LINK_VALID_FOR,
    WELCOME_LINK_VALID_FOR,
    Credential,
    CredentialKind,
    IssuedCredential,
    KeyNotFound,
    NoWorkspace,
    SignInLink,
    SignInLinkInvalid,
)
from tenantry.ids import EventId, TenantId, UserId, derived_id
from tenantry.mail.model import Locale
from tenantry.principals import ALL_SCOPES, PLATFORM, Principal, Role
from tenantry.reads import get_all
from tenantry.resellers import rules as reseller_rules
from tenantry.resellers import store as resellers
from tenantry.tenants import store as tenants
from tenantry.transactions import Writes, transaction
from tenantry.users import commands as people
from tenantry.users import store as users
from tenantry.users.model import Member


def create_api_key(
    name: str,
    scopes: frozenset[str],
    act: Act,
    *,
    expires_at: datetime | None,
    secret_entropy: bytes,
) -> IssuedCredential:
    """
    Shape 1. Make an API key for the principal itself, in its workspace; the secret is shown once.

    Raises:
        ScopeTooWide: The key would allow more than the credential that makes it.
    """
    principal = act.principal
    assert principal.workspace_id is not None, "an anonymous principal has no workspace"
    rules.check_scopes(scopes, principal.scopes)
    issued = _issue(
        CredentialKind.API_KEY,
        principal.person_id,
        principal.workspace_id,
        entropy=secret_entropy,
        scopes=scopes,
        name=name,
        expires_at=expires_at,
        act=act,
    )
    with transaction() as writes:
        store.create(writes, issued.credential)
        _record(writes, act, "api_key.created", issued.credential, scopes=sorted(scopes))
        idempotency.remember(writes, act, issued)
    return issued


def revoke_api_key(key_id: str, act: Act) -> Credential:
    """
    Shape 1. End an API key of the principal's workspace; it stops working within 30 seconds.

    Raises:
        KeyNotFound: The workspace has no such key, or it is another member's and the principal does
            not lead the workspace.
    """
    principal = act.principal
    assert principal.workspace_id is not None, "an anonymous principal has no workspace"
    credential = store.find_api_key(principal.workspace_id, key_id)
    leads = principal.role in {Role.OPERATOR, Role.RESELLER_OWNER, Role.TENANT_OWNER}
    if credential is None or not (leads or credential.user_id == principal.person_id):
        message = "there is no such API key"
        raise KeyNotFound(message)
    if credential.revoked_at is not None:
        return credential
    with transaction() as writes:
        store.revoke(writes, credential, act.now)
        _record(writes, act, "api_key.revoked", credential)
    return replace(credential, revoked_at=act.now)


def request_sign_in_link(email: str, act: Act, *, host: str | None = None) -> None:
    """
    Shape 1. Mail a sign-in link, if the address is somebody's, which the caller does not learn.

    Args:
        host: The partner's host at which it was asked for, as the table has it, not a header.
    """
    user_id = users.find_user_id(email)
    if user_id is None:
        return
    link_id = act.new_id("lnk", user_id)
    token_hash = tokens.hash_of(tokens.link_token(link_id))
    ends_at = act.now + SIGN_IN_LINK_VALID_FOR
    link = SignInLink(link_id, user_id, token_hash, act.now, ends_at, host=host)
    with transaction() as writes:
        store.create_link(writes, link)
        events.record(
            writes,
            act,
            "sign_in.requested",
            tenant_id=PLATFORM,
            reseller_id=None,
            user_id=user_id,
            link_id=link_id,
        )


def welcome_link(user_id: UserId, event_id: EventId, occurred_at: datetime) -> SignInLink:
    """
    Shape 1. The sign-in link in the welcome mail of *event_id*: the same one for every try.
    """
    link_id = derived_id("lnk", event_id, user_id)
    stands = store.get_link(link_id)
    if stands is not None:
        return stands
    token_hash = tokens.hash_of(tokens.link_token(link_id))
    ends_at = occurred_at + WELCOME_LINK_VALID_FOR
    link = SignInLink(link_id, user_id, token_hash, occurred_at, ends_at)
    with transaction() as writes:
        store.create_link(writes, link)
    return link


def find_link(link_id: str, token: str, now: datetime) -> SignInLink:
    """
    Read a sign-in link that can be used; nothing is consumed.

    Raises:
        SignInLinkInvalid: It is unknown, used or expired.
    """
    link = store.get_link(link_id)
    if link is None or not hmac.compare_digest(tokens.hash_of(token), link.token_hash):
        message = "this sign-in link was used or has expired; ask for a new one"
        raise SignInLinkInvalid(message)
    rules.check_usable(link, now)
    return link


def sign_in(
    link_id: str, token: str, act: Act, *, workspace_id: TenantId | None, secret_entropy: bytes
) -> IssuedCredential:
    """
    Shape 1. Use a link up and open a session in one of the person's workspaces.

    Args:
        workspace_id: Which one; None for the one that the person joined first.

    Raises:
        SignInLinkInvalid: The link is unknown, used or expired.
        NoWorkspace: The person is not in that workspace, or in none.
        ResellerInactive: The workspace is an inactive reseller's (R-RES-5).
    """
    link = find_link(link_id, token, act.now)
    member = _choose(users.memberships_of(link.user_id), workspace_id)
    act = replace(act, principal=_entering(member))
    issued = _issue(
        CredentialKind.SESSION,
        link.user_id,
        member.workspace_id,
        entropy=secret_entropy,
        scopes=frozenset({ALL_SCOPES}),
        name="",
        expires_at=act.now + SESSION_VALID_FOR,
        act=act,
    )
    with transaction() as writes:
        store.use_link(writes, link, act.now)
        store.create(writes, issued.credential)
        _record(writes, act, "session.opened", issued.credential)
    return issued


def sign_out(secret: str, act: Act) -> None:
    """
    Shape 1. End the session of *secret*; ending it twice changes nothing.
    """
    session = store.get_credential(tokens.hash_of(secret))
    if session is None or session.revoked_at is not None:
        return
    with transaction() as writes:
        store.revoke(writes, session, act.now)
        _record(writes, act, "session.ended", session)


def make_first_operator(email: str, name: str, secret_entropy: bytes, act: Act) -> IssuedCredential:
    """
    Shape 1. Make the first operator of a fresh deployment, with an API key; it works once, ever.

    Raises:
        OperatorExists: It was made before.
    """
    someone = people.person(email, name, Locale.EN, act)
    issued = _issue(
        CredentialKind.API_KEY,
        someone.user.id,
        PLATFORM,
        entropy=secret_entropy,
        scopes=frozenset({ALL_SCOPES}),
        name="first operator",
        expires_at=None,
        act=act,
    )
    with transaction() as writes:
        store.mark_first_operator(writes, act.now)
        people.enlist(writes, someone)
        users.put_member(
            writes, Member(PLATFORM, someone.user.id, Role.OPERATOR, email, name, act.now)
        )
        store.create(writes, issued.credential)
        _record(writes, act, "operator.first_made", issued.credential)
    return issued


def _issue(
    kind: CredentialKind,
    user_id: UserId,
    workspace_id: TenantId,
    *,
    entropy: bytes,
    scopes: frozenset[str],
    name: str,
    expires_at: datetime | None,
    act: Act,
) -> IssuedCredential:
    mode = "live" if settings.stage() == "prod" else "test"
    secret = tokens.new_secret(kind, mode, entropy)
    prefix = "key" if kind is CredentialKind.API_KEY else "ses"
    credential = Credential(
        id=act.new_id(prefix),
        kind=kind,
        secret_hash=tokens.hash_of(secret),
        user_id=user_id,
        workspace_id=workspace_id,
        scopes=scopes,
        name=name,
        last_four=secret[-4:],
        created_at=act.now,
        expires_at=expires_at,
    )
    return IssuedCredential(credential, secret)


def _choose(memberships: list[Member], workspace_id: TenantId | None) -> Member:
    chosen = [
        member
        for member in memberships
        if workspace_id is None or member.workspace_id == workspace_id
    ]
    if not chosen:
        message = "you are not a member of this workspace"
        raise NoWorkspace(message)
    return min(chosen, key=lambda member: member.added_at)


def _entering(member: Member) -> Principal:
    """
    The member in their workspace: who opens the link has shown who they are.
    """
    workspace_id = member.workspace_id
    found: list[Any] = get_all(
        [
            (resellers.ResellerItem, resellers.key(workspace_id)),
            (tenants.TenantItem, tenants.key(workspace_id)),
        ]
    )
    reseller, tenant = found
    if reseller is not None:
        reseller_rules.check_may_sign_in(resellers.reseller_from(reseller))
    parent = None if tenant is None else tenants.tenant_from(tenant).parent_tenant_id
    reseller_id = parent if reseller is None else workspace_id
    return Principal(member.user_id, member.role, workspace_id, reseller_id)


def _record(writes: Writes, act: Act, kind: str, credential: Credential, **data: Any) -> None:
    is_platform = credential.workspace_id == PLATFORM
    events.record(
        writes,
        act,
        kind,
        tenant_id=credential.workspace_id,
        reseller_id=None if is_platform else act.principal.reseller_id,
        credential_id=credential.id,
        user_id=credential.user_id,
        **data,
    )
