"""
How long a warm function trusts what it has resolved: 30 seconds, and never past a credential's end.
"""

from datetime import datetime

import pytest

from tenantry.access.resolve import REMEMBERED_FOR, Resolver
from tenantry.credentials.model import CredentialInvalid
from tenantry.errors import TenantryError
from tenantry.principals import Role
from tenantry.resellers.model import ResellerInactive
from tests.acting import DAY, NOON, SECOND
from tests.calling import call
from tests.functions.cast import (
    Json,
    a_key,
    a_reseller,
    add_member,
    an_owner,
    expect,
    made,
)

LAST = NOON + REMEMBERED_FOR - SECOND / 1_000
LATER = NOON + REMEMBERED_FOR


@pytest.fixture
def reseller(operator: str) -> Json:
    return a_reseller(operator)


def role_at(resolver: Resolver, secret: str, now: datetime) -> Role | type[TenantryError]:
    """
    As whom the secret is let in at *now*, or why not.
    """
    try:
        return resolver.resolve(secret, now).role
    except TenantryError as reason:
        return type(reason)


def revoke(secret: str, by: str) -> None:
    keys = call("GET", "/v1/api-keys", secret=by).json["items"]
    key_id = next(key["id"] for key in keys if key["last_four"] == secret[-4:])
    expect(call("DELETE", f"/v1/api-keys/{key_id}", secret=by), 204)


def test_what_is_trusted_is_trusted_for_at_most_half_a_minute() -> None:
    assert REMEMBERED_FOR.total_seconds() <= 30


def test_a_revoked_key_stops_working_within_half_a_minute(reseller: Json) -> None:
    resolver, secret = Resolver(), an_owner(reseller)
    first = role_at(resolver, secret, NOON)
    revoke(secret, by=an_owner(reseller))

    met = [role_at(resolver, secret, now) for now in (LAST, LATER, LATER + DAY)]

    assert (first, met) == (
        Role.RESELLER_OWNER,
        [Role.RESELLER_OWNER, CredentialInvalid, CredentialInvalid],
    )


def test_a_function_that_has_not_met_the_key_refuses_it_at_once(reseller: Json) -> None:
    secret = an_owner(reseller)
    revoke(secret, by=an_owner(reseller))

    assert role_at(Resolver(), secret, NOON) is CredentialInvalid
    assert call("GET", "/v1/me", secret=secret).status == 401


def test_a_changed_role_counts_within_half_a_minute(operator: str, reseller: Json) -> None:
    member = add_member(operator, reseller, Role.RESELLER_OWNER)
    secret = a_key(member["user_id"], Role.RESELLER_OWNER, reseller["id"])
    resolver = Resolver()
    role_at(resolver, secret, NOON)
    path = f"/v1/resellers/{reseller['id']}/members/{member['user_id']}"
    made(call("PATCH", path, body={"role": "reseller_support"}, secret=operator), 200)

    met = [role_at(resolver, secret, now) for now in (LAST, LATER)]

    assert met == [Role.RESELLER_OWNER, Role.RESELLER_SUPPORT]


def test_other_chosen_tenants_count_within_half_a_minute(operator: str, reseller: Json) -> None:
    member = add_member(operator, reseller, Role.RESELLER_SUPPORT, [])
    secret = a_key(member["user_id"], Role.RESELLER_SUPPORT, reseller["id"])
    resolver = Resolver()
    before = resolver.resolve(secret, NOON).tenant_ids
    path = f"/v1/resellers/{reseller['id']}/members/{member['user_id']}"
    made(call("PATCH", path, body={"role": "reseller_support"}, secret=operator), 200)

    after = resolver.resolve(secret, LATER).tenant_ids

    assert (before, after) == (frozenset(), None)


def test_who_has_left_is_refused_within_half_a_minute(operator: str, reseller: Json) -> None:
    member = add_member(operator, reseller, Role.RESELLER_BILLING)
    secret = a_key(member["user_id"], Role.RESELLER_BILLING, reseller["id"])
    resolver = Resolver()
    role_at(resolver, secret, NOON)
    path = f"/v1/resellers/{reseller['id']}/members/{member['user_id']}"
    expect(call("DELETE", path, secret=operator), 204)

    assert role_at(resolver, secret, LATER) is CredentialInvalid


@pytest.mark.requirement("R-RES-5")
def test_a_deactivated_reseller_is_refused_within_half_a_minute(
    operator: str, reseller: Json
) -> None:
    resolver, secret = Resolver(), an_owner(reseller)
    role_at(resolver, secret, NOON)
    at = f"/v1/resellers/{reseller['id']}"
    expect(call("POST", f"{at}/deactivate", secret=operator), 200)

    refused = role_at(resolver, secret, LATER)
    expect(call("POST", f"{at}/reactivate", secret=operator), 200)

    assert refused is ResellerInactive
    assert role_at(resolver, secret, LATER) is Role.RESELLER_OWNER


def test_an_expired_key_is_refused_from_its_very_end_although_it_is_trusted(reseller: Json) -> None:
    ends_at = NOON + 10 * SECOND
    resolver, secret = Resolver(), an_owner(reseller, expires_at=ends_at)

    met = [role_at(resolver, secret, now) for now in (NOON, ends_at - SECOND / 1_000, ends_at)]

    assert met == [Role.RESELLER_OWNER, Role.RESELLER_OWNER, CredentialInvalid]


def test_an_expired_key_is_never_trusted_in_the_first_place(reseller: Json) -> None:
    resolver, secret = Resolver(), an_owner(reseller, expires_at=NOON)

    met = [role_at(resolver, secret, now) for now in (NOON, LAST, NOON - SECOND)]

    # The last: a clock that was set back trusts nothing that it has read later.
    assert met == [CredentialInvalid, CredentialInvalid, Role.RESELLER_OWNER]


def test_a_key_revoked_before_it_was_met_is_refused_while_it_is_remembered(reseller: Json) -> None:
    resolver, secret = Resolver(), an_owner(reseller)
    revoke(secret, by=an_owner(reseller))

    assert {role_at(resolver, secret, now) for now in (NOON, LAST)} == {CredentialInvalid}


def test_two_secrets_are_never_taken_for_one_another(operator: str, reseller: Json) -> None:
    resolver, other = Resolver(), a_reseller(operator)
    secrets = [an_owner(reseller), an_owner(other), operator]

    twice = [[resolver.resolve(one, NOON).workspace_id for one in secrets] for _ in range(2)]

    assert twice == [[reseller["id"], other["id"], "ten_PLATFORM"]] * 2


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("secret", ["", "tnt_test_", "hunter2", "tnt_test_" + "0" * 36, "ключ"])
def test_what_is_no_credential_is_refused_without_asking_the_table(secret: str) -> None:
    assert role_at(Resolver(), secret, NOON) is CredentialInvalid
