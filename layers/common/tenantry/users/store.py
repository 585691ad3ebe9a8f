"""
Users, the markers that make their addresses unique, and memberships.
"""

from collections.abc import Iterator
from hashlib import sha256

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from tenantry.ids import TenantId, UserId
from tenantry.mail.model import Locale
from tenantry.principals import Role
from tenantry.reads import Partition, get, get_all, query
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import Refusal, Writes, changed_meanwhile
from tenantry.users.model import EmailTaken, Member, MemberExists, User
from tenantry.users.rules import normalise_email


class UserItem(Item):
    """
    A person.
    """

    KIND = "User"

    email = UnicodeAttribute()
    name = UnicodeAttribute()
    locale = UnicodeAttribute()
    created_at = TimeAttribute()


class EmailItem(Item):
    """
    Marker: the address belongs to one user.
    """

    KIND = "EmailMarker"

    user_id = UnicodeAttribute()


class MemberItem(Item):
    """
    A person's role in a workspace; listed by person under `lists`.
    """

    KIND = "Member"

    user_id = UnicodeAttribute()
    role = UnicodeAttribute()
    email = UnicodeAttribute()
    name = UnicodeAttribute()
    added_at = TimeAttribute()
    tenant_ids = JSONAttribute(null=True)


def key(user_id: UserId) -> Key:
    """
    Where a person stands.
    """
    return f"USER#{user_id}", "USER"


def email_key(email: str) -> Key:
    """
    Where an address's marker stands: under a hash, since more places log keys than log values.
    """
    return f"EMAIL#{sha256(normalise_email(email).encode()).hexdigest()}", "EMAIL"


def member_key(workspace_id: TenantId, user_id: UserId) -> Key:
    """
    Where a membership stands: in the workspace.
    """
    return f"TENANT#{workspace_id}", f"MEMBER#{user_id}"


def get_user(user_id: UserId) -> User | None:
    """
    U1. Read a person.
    """
    item = get(UserItem, key(user_id))
    return None if item is None else _user(user_id, item)


def find_user_id(email: str) -> UserId | None:
    """
    U2. Whom an address belongs to.
    """
    item = get(EmailItem, email_key(email))
    return None if item is None else UserId(item.user_id)


def create_user(writes: Writes, user: User) -> None:
    """
    U3. Write a new person with the marker that makes the address unique.
    """
    marker_pk, marker_sk = email_key(user.email)
    writes.create(EmailItem(marker_pk, marker_sk, user_id=user.id), _email_taken)
    pk, sk = key(user.id)
    writes.create(
        UserItem(
            pk,
            sk,
            email=user.email,
            name=user.name,
            locale=user.locale.value,
            created_at=user.created_at,
        )
    )


def check_user(writes: Writes, email: str, user_id: UserId) -> None:
    """
    U4. The address must still belong to this person when the transaction is written.
    """
    writes.check(EmailItem, email_key(email), EmailItem.user_id == user_id, _email_taken)


def put_member(writes: Writes, member: Member, *, anew: bool = True) -> None:
    """
    U5. Write a membership, new or changed.
    """
    item = _member_item(member)
    if anew:
        writes.create(
            item, lambda _: MemberExists("this person is a member already", field="email")
        )
    else:
        writes.put(item, MemberItem.pk.exists())


def remove_member(writes: Writes, workspace_id: TenantId, user_id: UserId) -> None:
    """
    U6. End a membership.
    """
    writes.delete(MemberItem, member_key(workspace_id, user_id), MemberItem.pk.exists())


def check_member(writes: Writes, member: Member, refused: Refusal = changed_meanwhile) -> None:
    """
    U7. The person must still have this role in the workspace when the transaction is written.
    """
    condition = MemberItem.role == member.role.value
    writes.check(MemberItem, member_key(member.workspace_id, member.user_id), condition, refused)


def get_member(workspace_id: TenantId, user_id: UserId) -> Member | None:
    """
    U8. Read one membership.
    """
    item = get(MemberItem, member_key(workspace_id, user_id))
    return None if item is None else member_from(item)


def members_of(
    workspace_id: TenantId, after: str | None = None, limit: int | None = None
) -> Iterator[tuple[str, Member]]:
    """
    U9. Everybody in a workspace, each with their place.
    """
    partition = Partition(f"TENANT#{workspace_id}", begins_with="MEMBER#", after=after)
    return ((item.sk, member_from(item)) for item in query(MemberItem, partition, limit=limit))


def memberships_of(user_id: UserId) -> list[Member]:
    """
    U10. Every workspace that a person is in; found by the index, then read from the base table.
    """
    partition = Partition(f"USER#{user_id}", index="lists", begins_with="MEMBER#")
    places: list[tuple[type[Item], Key]] = [
        (MemberItem, (item.pk, item.sk)) for item in query(MemberItem, partition)
    ]
    return [member_from(item) for item in get_all(places) if item is not None]


def _email_taken(_: RawItem | None) -> EmailTaken:
    return EmailTaken("this person was added at the same moment; repeat the request")


def _user(user_id: UserId, item: UserItem) -> User:
    return User(user_id, item.email, item.name, Locale(item.locale), item.created_at)


def _member_item(member: Member) -> MemberItem:
    pk, sk = member_key(member.workspace_id, member.user_id)
    return MemberItem(
        pk,
        sk,
        list_pk=f"USER#{member.user_id}",
        list_sk=f"MEMBER#{member.workspace_id}",
        user_id=member.user_id,
        role=member.role.value,
        email=member.email,
        name=member.name,
        added_at=member.added_at,
        tenant_ids=None if member.tenant_ids is None else sorted(member.tenant_ids),
    )


def member_from(item: MemberItem) -> Member:
    """
    The membership in an item that was read together with other kinds.
    """
    chosen = item.tenant_ids
    return Member(
        workspace_id=TenantId(item.pk.removeprefix("TENANT#")),
        user_id=UserId(item.user_id),
        role=Role(item.role),
        email=item.email,
        name=item.name,
        added_at=item.added_at,
        tenant_ids=None if chosen is None else frozenset(TenantId(one) for one in chosen),
    )


def erase_user(writes: Writes, user: User) -> None:
    """
    U11. Erase a person: the marker frees the address, and nothing names them any more.
    """
    writes.delete(UserItem, key(user.id))
    writes.delete(EmailItem, email_key(user.email), EmailItem.user_id == user.id)
