"""
Adding people to workspaces, changing what they are there, and letting them go.
"""

from dataclasses import dataclass, replace

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.ids import TenantId, UserId
from tenantry.mail.model import Locale
from tenantry.principals import PLATFORM, Role
from tenantry.transactions import Writes, transaction
from tenantry.users import rules, store
from tenantry.users.model import Member, MemberNotFound, User


@dataclass(frozen=True, slots=True)
class Person:
    """
    Somebody named by an address: a user already, or one to be created with the same transaction.
    """

    user: User
    is_new: bool


def person(email: str, name: str, locale: Locale, act: Act) -> Person:
    """
    Find who *email* belongs to, or plan a new user for it.
    """
    user_id = store.find_user_id(email)
    if user_id is not None:
        return Person(User(user_id, email, name, locale, act.now), is_new=False)
    planned = UserId(act.new_id("usr", rules.normalise_email(email)))
    return Person(User(planned, email, name, locale, act.now), is_new=True)


def enlist(writes: Writes, someone: Person) -> None:
    """
    Create the person if new, or hold on to who they are, in the caller's transaction.
    """
    if someone.is_new:
        store.create_user(writes, someone.user)
    else:
        store.check_user(writes, someone.user.email, someone.user.id)


def add_member(
    workspace_id: TenantId,
    *,
    email: str,
    name: str,
    role: Role,
    tenant_ids: frozenset[TenantId] | None,
    locale: Locale,
    act: Act,
) -> Member:
    """
    Shape 1. Add a person to a workspace and mail them a sign-in link (R-RES-13).

    Raises:
        LimitNeedsSupport: Another role than support came with chosen tenants.
        MemberExists: The person is in the workspace already.
    """
    rules.check_limit(role, tenant_ids)
    someone = person(email, name, locale, act)
    member = Member(workspace_id, someone.user.id, role, email, name, act.now, tenant_ids)
    with transaction() as writes:
        store.put_member(writes, member)
        enlist(writes, someone)
        _record(writes, act, "member.added", member, locale=locale.value)
        idempotency.remember(writes, act, member)
    return member


def change_member(
    workspace_id: TenantId,
    user_id: UserId,
    *,
    role: Role,
    tenant_ids: frozenset[TenantId] | None,
    act: Act,
) -> Member:
    """
    Shape 1. Give a member another role, or other chosen tenants.

    Raises:
        LastOwner: The workspace would lose its last owner.
    """
    rules.check_limit(role, tenant_ids)
    before = get_member(workspace_id, user_id)
    after = replace(before, role=role, tenant_ids=tenant_ids)
    if after == before:
        return before
    with transaction() as writes:
        if role not in rules.LEADING_ROLES:
            _keep_led(writes, workspace_id, user_id)
        store.put_member(writes, after, anew=False)
        _record(writes, act, "member.changed", after, previous_role=before.role.value)
    return after


def remove_member(workspace_id: TenantId, user_id: UserId, act: Act) -> None:
    """
    Shape 1. End a membership; the person's credentials stop working within 30 seconds.

    Raises:
        LastOwner: The workspace would lose its last owner.
    """
    member = get_member(workspace_id, user_id)
    with transaction() as writes:
        _keep_led(writes, workspace_id, user_id)
        store.remove_member(writes, workspace_id, user_id)
        _record(writes, act, "member.removed", member)


def get_member(workspace_id: TenantId, user_id: UserId) -> Member:
    """
    Read a membership.

    Raises:
        MemberNotFound: The person is not in this workspace.
    """
    member = store.get_member(workspace_id, user_id)
    if member is None:
        message = "nobody with this id is a member here"
        raise MemberNotFound(message)
    return member


def _keep_led(writes: Writes, workspace_id: TenantId, leaving: UserId) -> None:
    # The check names one leader who stays and holds on to them: two owners who remove each other at
    # the same instant both carry a condition on the other, so one of the two is refused.
    members = (member for _, member in store.members_of(workspace_id))
    stays = rules.check_leader_stays(members, leaving)
    if stays is not None:
        store.check_member(writes, stays)


def _record(writes: Writes, act: Act, kind: str, member: Member, **data: str) -> None:
    is_platform = member.workspace_id == PLATFORM
    events.record(
        writes,
        act,
        kind,
        tenant_id=member.workspace_id,
        reseller_id=None if is_platform else member.workspace_id,
        user_id=member.user_id,
        role=member.role.value,
        **data,
    )
