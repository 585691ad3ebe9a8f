"""
From a secret to the principal that it stands for, remembered for half a minute.
"""

from datetime import timedelta

import pytest

from tenantry.access.resolve import REMEMBERED_FOR, Resolver
from tenantry.credentials import commands as credentials
from tenantry.credentials import tokens
from tenantry.credentials.model import CredentialKind, IssuedCredential
from tenantry.ids import TenantId
from tenantry.mail.model import Locale
from tenantry.principals import PLATFORM, Principal, Role
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Reseller
from tenantry.users import commands as members
from tenantry.users.store import members_of
from tests.acting import DAY, NOON, SECOND, an_act
from tests.builders import ENTROPY, bring_in, make_plan, make_reseller, refusal_of
from tests.commands.faults import tapped

pytestmark = pytest.mark.usefixtures("world")

READS = frozenset({"invites:read"})


def the_owner(reseller: Reseller) -> Principal:
    return Principal(reseller.owner_id, Role.RESELLER_OWNER, reseller.id, reseller.id)


def a_key_of(principal: Principal, scopes: frozenset[str] = READS) -> IssuedCredential:
    act = an_act(principal)
    return credentials.create_api_key(
        "CI", scopes, act, expires_at=NOON + DAY, secret_entropy=act.entropy
    )


def resolved(secret: str, after: timedelta = timedelta(0)) -> Principal:
    return Resolver().resolve(secret, NOON + after)


def test_a_key_stands_for_its_person_in_their_workspace_with_its_scopes() -> None:
    reseller = make_reseller()
    key = a_key_of(the_owner(reseller))

    principal = resolved(key.secret)

    assert (principal.person_id, principal.role) == (reseller.owner_id, Role.RESELLER_OWNER)
    assert (principal.workspace_id, principal.reseller_id) == (reseller.id, reseller.id)
    assert (principal.scopes, principal.credential_id) == (READS, key.credential.id)


def test_the_owner_of_a_tenant_stands_under_its_reseller() -> None:
    make_plan()
    reseller = make_reseller()
    tenant = bring_in(reseller)
    (owner,) = [one for _, one in members_of(tenant.id)]
    key = a_key_of(Principal(owner.user_id, Role.TENANT_OWNER, tenant.id, reseller.id))

    principal = resolved(key.secret)

    assert (principal.role, principal.workspace_id) == (Role.TENANT_OWNER, tenant.id)
    assert principal.reseller_id == reseller.id


def test_the_first_operator_stands_under_no_reseller() -> None:
    issued = credentials.make_first_operator("olu@us.example", "Olu", ENTROPY, an_act())

    principal = resolved(issued.secret)

    assert (principal.role, principal.workspace_id) == (Role.OPERATOR, PLATFORM)
    assert principal.reseller_id is None


@pytest.mark.requirement("R-RES-13")
def test_a_limited_support_member_stays_limited() -> None:
    reseller, chosen = make_reseller(), frozenset({TenantId("ten_A")})
    sam = members.add_member(
        reseller.id,
        email="sam@acme.example",
        name="Sam",
        role=Role.RESELLER_SUPPORT,
        tenant_ids=chosen,
        locale=Locale.EN,
        act=an_act(),
    )
    key = a_key_of(Principal(sam.user_id, Role.RESELLER_SUPPORT, reseller.id, reseller.id))

    assert resolved(key.secret).tenant_ids == chosen


def test_a_secret_that_nobody_has_is_nobodys() -> None:
    unknown = tokens.new_secret(CredentialKind.API_KEY, "test", ENTROPY)

    with tapped() as line:
        refused = [refusal_of(lambda one=one: resolved(one)) for one in ("", "tnt_x", unknown)]  # type: ignore[misc]

    assert refused == ["credential.invalid"] * 3
    # What has not the form of a secret costs no read.
    assert line.calls == ["GetItem"]


def test_resolving_is_two_reads_and_then_none_for_half_a_minute() -> None:
    secret, resolver = a_key_of(the_owner(make_reseller())).secret, Resolver()

    with tapped() as line:
        first = resolver.resolve(secret, NOON)
        again = resolver.resolve(secret, NOON + REMEMBERED_FOR - SECOND)
    assert (line.calls, again) == (["GetItem", "BatchGetItem"], first)

    with tapped() as line:
        resolver.resolve(secret, NOON + REMEMBERED_FOR)
    assert line.calls == ["GetItem", "BatchGetItem"]


def test_a_revoked_key_is_refused_within_half_a_minute_in_a_warm_process_too() -> None:
    owner = the_owner(make_reseller())
    key, resolver = a_key_of(owner), Resolver()
    resolver.resolve(key.secret, NOON)

    credentials.revoke_api_key(key.credential.id, an_act(owner))

    assert refusal_of(lambda: resolved(key.secret)) == "credential.invalid"
    late = NOON + REMEMBERED_FOR
    assert refusal_of(lambda: resolver.resolve(key.secret, late)) == "credential.invalid"


@pytest.mark.parametrize(("after", "code"), [(DAY - SECOND, None), (DAY, "credential.invalid")])
def test_a_key_ends_when_it_ends_even_while_it_is_remembered(
    after: timedelta, code: str | None
) -> None:
    key, resolver = a_key_of(the_owner(make_reseller())), Resolver()
    resolver.resolve(key.secret, NOON + DAY - 2 * SECOND)

    assert refusal_of(lambda: resolver.resolve(key.secret, NOON + after)) == code


@pytest.mark.requirement("R-RES-5")
def test_the_members_of_an_inactive_reseller_are_let_in_nowhere_until_it_is_active_again() -> None:
    reseller = make_reseller()
    secret, resolver = a_key_of(the_owner(reseller)).secret, Resolver()
    resolver.resolve(secret, NOON)
    resellers.deactivate(reseller.id, an_act())

    assert refusal_of(lambda: resolved(secret)) == "reseller.inactive"
    late = NOON + REMEMBERED_FOR
    assert refusal_of(lambda: resolver.resolve(secret, late)) == "reseller.inactive"
    resellers.reactivate(reseller.id, an_act())
    assert resolved(secret).workspace_id == reseller.id


@pytest.mark.requirement("R-RES-5")
def test_the_tenants_of_an_inactive_reseller_go_on_working() -> None:
    make_plan()
    reseller = make_reseller()
    tenant = bring_in(reseller)
    (owner,) = [one for _, one in members_of(tenant.id)]
    key = a_key_of(Principal(owner.user_id, Role.TENANT_OWNER, tenant.id, reseller.id))
    resellers.deactivate(reseller.id, an_act())

    assert resolved(key.secret).workspace_id == tenant.id


def test_a_member_who_was_let_go_and_one_whose_role_changed_are_so_at_once() -> None:
    reseller = make_reseller()
    ben = members.add_member(
        reseller.id,
        email="ben@acme.example",
        name="Ben",
        role=Role.RESELLER_OWNER,
        tenant_ids=None,
        locale=Locale.EN,
        act=an_act(),
    )
    key = a_key_of(Principal(ben.user_id, Role.RESELLER_OWNER, reseller.id, reseller.id))

    members.change_member(
        reseller.id, ben.user_id, role=Role.RESELLER_BILLING, tenant_ids=None, act=an_act()
    )
    assert resolved(key.secret).role is Role.RESELLER_BILLING

    members.remove_member(reseller.id, ben.user_id, an_act())
    assert refusal_of(lambda: resolved(key.secret)) == "credential.invalid"
