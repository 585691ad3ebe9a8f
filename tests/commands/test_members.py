"""
People in workspaces: added, changed, let go, and never the last owner.
"""

import pytest

from tenantry.ids import TenantId, UserId
from tenantry.mail.model import Locale
from tenantry.principals import PLATFORM, Role
from tenantry.resellers.model import Reseller
from tenantry.users import commands as members
from tenantry.users.model import Member
from tenantry.users.store import find_user_id, get_member, members_of, memberships_of
from tests.acting import an_act, owner_of
from tests.builders import a_form, make_reseller, refusal_of
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of, snapshot

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-RES-13")]

OWNER, BILLING, SUPPORT = Role.RESELLER_OWNER, Role.RESELLER_BILLING, Role.RESELLER_SUPPORT


def add(
    workspace_id: TenantId,
    email: str,
    role: Role = OWNER,
    tenant_ids: frozenset[TenantId] | None = None,
) -> Member:
    return members.add_member(
        workspace_id,
        email=email,
        name=email.partition("@")[0],
        role=role,
        tenant_ids=tenant_ids,
        locale=Locale.FR,
        act=an_act(),
    )


def change(member: Member, role: Role, tenant_ids: frozenset[TenantId] | None = None) -> Member:
    return members.change_member(
        member.workspace_id, member.user_id, role=role, tenant_ids=tenant_ids, act=an_act()
    )


def remove(member: Member) -> None:
    members.remove_member(member.workspace_id, member.user_id, an_act())


def first_owner(reseller: Reseller) -> Member:
    member = get_member(reseller.id, reseller.owner_id)
    assert member is not None
    return member


def roles_in(workspace_id: TenantId) -> dict[str, Role]:
    return {member.email: member.role for _, member in members_of(workspace_id)}


def test_a_new_person_becomes_a_user_and_a_member() -> None:
    reseller = make_reseller()

    member = add(reseller.id, "ben@acme.example", BILLING)

    assert get_member(reseller.id, member.user_id) == member
    assert member.user_id == find_user_id("BEN@acme.example")
    assert roles_in(reseller.id) == {"ama@acme.example": OWNER, "ben@acme.example": BILLING}


def test_a_known_person_joins_a_second_workspace_as_the_same_user() -> None:
    reseller, other = make_reseller(), make_reseller(a_form("other", email="b@b.example"))

    member = add(other.id, "AMA@acme.example", SUPPORT)

    assert member.user_id == reseller.owner_id
    assert {one.workspace_id for one in memberships_of(member.user_id)} == {reseller.id, other.id}
    assert len(items_of("User")) == 2


def test_nobody_is_added_twice_however_the_address_is_written() -> None:
    reseller = make_reseller()
    before = snapshot()

    assert refusal_of(lambda: add(reseller.id, "Ama@Acme.Example", SUPPORT)) == "member.exists"
    assert snapshot() == before


def test_two_who_add_one_person_at_the_same_instant_make_one_user() -> None:
    reseller = make_reseller()
    write = 1

    with tapped({write: meanwhile(lambda: add(reseller.id, "ben@acme.example"))}):
        refused = refusal_of(lambda: add(PLATFORM, "ben@acme.example", Role.OPERATOR))

    assert refused == "user.changed_meanwhile"
    assert len(items_of("User")) == len(items_of("EmailMarker")) == 2


def test_a_support_member_may_be_limited_to_chosen_tenants_and_nobody_else() -> None:
    reseller = make_reseller()
    chosen = frozenset({TenantId("ten_A"), TenantId("ten_B")})

    member = add(reseller.id, "sam@acme.example", SUPPORT, chosen)

    assert get_member(reseller.id, member.user_id) == member
    one = frozenset({TenantId("ten_A")})
    assert change(member, SUPPORT, one).tenant_ids == one
    assert change(member, SUPPORT).tenant_ids is None
    for role in (OWNER, BILLING):
        refused = refusal_of(lambda role=role: change(member, role, chosen))  # type: ignore[misc]
        assert refused == "member.limit_needs_support"
        refused = refusal_of(lambda role=role: add(reseller.id, "x@x.example", role, chosen))  # type: ignore[misc]
        assert refused == "member.limit_needs_support"


def test_the_last_owner_neither_leaves_nor_becomes_something_less() -> None:
    reseller = make_reseller()
    add(reseller.id, "ben@acme.example", BILLING)
    owner, before = first_owner(reseller), snapshot()

    assert refusal_of(lambda: remove(owner)) == "member.last_owner"
    assert refusal_of(lambda: change(owner, SUPPORT)) == "member.last_owner"
    assert snapshot() == before


def test_an_owner_leaves_when_another_one_stays() -> None:
    reseller = make_reseller()
    ben = add(reseller.id, "ben@acme.example")

    remove(first_owner(reseller))

    assert roles_in(reseller.id) == {"ben@acme.example": OWNER}
    assert refusal_of(lambda: remove(ben)) == "member.last_owner"


def test_two_owners_who_remove_each_other_at_the_same_instant_leave_one() -> None:
    reseller = make_reseller()
    ama, ben = first_owner(reseller), add(reseller.id, "ben@acme.example")
    write = 2

    with tapped({write: meanwhile(lambda: remove(ama))}) as line:
        refused = refusal_of(lambda: remove(ben))

    assert (refused, line.calls[write]) == ("conflict", "TransactWriteItems")
    assert roles_in(reseller.id) == {"ben@acme.example": OWNER}


def test_two_owners_who_step_back_at_the_same_instant_leave_one() -> None:
    reseller = make_reseller()
    ama, ben = first_owner(reseller), add(reseller.id, "ben@acme.example")
    write = 2

    with tapped({write: meanwhile(lambda: change(ama, BILLING))}):
        refused = refusal_of(lambda: change(ben, SUPPORT))

    assert refused == "conflict"
    assert list(roles_in(reseller.id).values()).count(OWNER) == 1


def test_the_last_operator_stays() -> None:
    one, other = (add(PLATFORM, f"{name}@us.example", Role.OPERATOR) for name in ("olu", "ife"))

    remove(one)

    assert refusal_of(lambda: remove(other)) == "member.last_owner"


def test_a_colleague_comes_and_goes_freely() -> None:
    reseller = make_reseller()
    ben = add(reseller.id, "ben@acme.example", BILLING)

    remove(ben)

    assert get_member(reseller.id, ben.user_id) is None
    assert find_user_id("ben@acme.example") == ben.user_id
    assert refusal_of(lambda: remove(ben)) == "member.not_found"
    assert add(reseller.id, "ben@acme.example", SUPPORT).user_id == ben.user_id


def test_changing_nothing_is_no_event() -> None:
    reseller = make_reseller()
    ben = add(reseller.id, "ben@acme.example", BILLING)
    before = snapshot()

    assert change(ben, BILLING) == ben
    assert snapshot() == before


def test_a_member_is_changed_and_removed_in_their_own_workspace_alone() -> None:
    reseller, other = make_reseller(), make_reseller(a_form("other", email="b@b.example"))
    stranger = Member(other.id, reseller.owner_id, OWNER, "", "", an_act().now)

    assert refusal_of(lambda: remove(stranger)) == "member.not_found"
    assert refusal_of(lambda: change(stranger, BILLING)) == "member.not_found"


def test_the_event_says_who_became_what_and_names_nobody() -> None:
    reseller = make_reseller()
    ben = add(reseller.id, "ben@acme.example", BILLING)

    change(ben, SUPPORT)

    event = next(one for one in items_of("Event") if one["name"] == "member.changed")
    assert event["tenant_id"] == event["reseller_id"] == reseller.id
    assert '"previous_role": "reseller_billing"' in event["facts"]
    assert "acme.example" not in repr(items_of("Event"))
    assert events_written().count("member.added") == 1


def test_a_person_is_listed_page_by_page() -> None:
    reseller = make_reseller()
    for number in range(4):
        add(reseller.id, f"{number}@acme.example", SUPPORT)

    first = list(members_of(reseller.id, limit=3))
    rest = list(members_of(reseller.id, first[-1][0], 3))

    ids = [member.user_id for _, member in first + rest]
    assert (len(first), len(rest), len(set(ids))) == (3, 2, 5)
    assert owner_of(reseller.id).person_id == UserId("usr_RESELLEROWNER")
