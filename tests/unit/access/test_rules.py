"""
Whether a principal may call a route with these ids in its path.
"""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tenantry.access.model import Policy
from tenantry.access.policy import ROUTES, SCOPES, WEBHOOKS, methods_of
from tenantry.access.rules import check
from tenantry.ids import TenantId
from tenantry.principals import ANONYMOUS, SCHEDULER, Principal, Role
from tests.acting import OPERATOR, owner_of, tenant_owner_of
from tests.builders import RESELLER_ID, TENANT_ID, refusal_of

OTHER, SISTER = TenantId("ten_OTHER"), TenantId("ten_SISTER")
OWNER = owner_of(RESELLER_ID)
TENANT_OWNER = tenant_owner_of(TENANT_ID, RESELLER_ID)
SUPPORT = replace(OWNER, role=Role.RESELLER_SUPPORT)
LIMITED = replace(SUPPORT, tenant_ids=frozenset({TENANT_ID}))
EVERYBODY = [OPERATOR, OWNER, SUPPORT, LIMITED, TENANT_OWNER]

READ = Policy(frozenset(Role) - {Role.ANONYMOUS, Role.SYSTEM}, "tenants:read")
OWN_RESELLER, OWN_TENANT = {"reseller_id": RESELLER_ID}, {"tenant_id": TENANT_ID}


def refused(principal: Principal, path: Mapping[str, str], policy: Policy = READ) -> str | None:
    return refusal_of(lambda: check(principal, policy, path))


@pytest.mark.parametrize(
    ("principal", "path", "code"),
    [
        (OPERATOR, OWN_RESELLER, None),
        (OPERATOR, {"tenant_id": OTHER}, None),
        (OWNER, OWN_RESELLER, None),
        (OWNER, {"reseller_id": OTHER}, "not_found"),
        (OWNER, OWN_TENANT, None),
        (SUPPORT, OWN_TENANT, None),
        (LIMITED, OWN_TENANT, None),
        (LIMITED, {"tenant_id": SISTER}, "not_found"),
        (LIMITED, OWN_RESELLER, None),
        (TENANT_OWNER, OWN_TENANT, None),
        (TENANT_OWNER, {"tenant_id": SISTER}, "not_found"),
        (TENANT_OWNER, OWN_RESELLER, "not_found"),
        (TENANT_OWNER, {}, None),
    ],
)
@pytest.mark.requirement("R-RES-6")
def test_a_foreign_id_is_answered_like_one_that_does_not_exist(
    principal: Principal, path: dict[str, str], code: str | None
) -> None:
    assert refused(principal, path) == code


def test_what_is_wrong_is_said_in_order() -> None:
    narrow, foreign = replace(OWNER, scopes=frozenset({"plans:read"})), {"reseller_id": OTHER}
    operators_only = Policy(frozenset({Role.OPERATOR}), "tenants:read")

    assert refused(ANONYMOUS, foreign, operators_only) == "credential.invalid"
    assert refused(narrow, foreign, operators_only) == "access.forbidden"
    assert refused(narrow, foreign) == "access.forbidden"
    assert refused(OWNER, foreign) == "not_found"


def test_a_key_allows_no_more_than_its_scopes_and_no_more_than_its_role() -> None:
    narrow = replace(OWNER, scopes=frozenset({"tenants:read"}))

    assert refused(narrow, OWN_TENANT) is None
    assert refused(narrow, OWN_TENANT, replace(READ, scope="tenants:write")) == "access.forbidden"
    assert refused(OWNER, {}, ROUTES["POST /v1/resellers"]) == "access.forbidden"


@pytest.mark.requirement("R-RES-6")
def test_no_reseller_and_no_tenant_reaches_what_is_the_operators() -> None:
    operators_only = [policy for policy in ROUTES.values() if policy.roles == {Role.OPERATOR}]

    assert len(operators_only) >= 10
    for principal in EVERYBODY[1:]:
        assert {refused(principal, {}, policy) for policy in operators_only} == {"access.forbidden"}


def test_jobs_call_no_route() -> None:
    closed = [policy for policy in ROUTES.values() if not policy.is_public]

    assert {refused(SCHEDULER, {}, policy) for policy in closed} == {"access.forbidden"}


def test_every_route_is_public_or_names_a_scope_never_both() -> None:
    assert [name for name, policy in ROUTES.items() if policy.is_public == bool(policy.scope)] == []
    assert all(":" in scope for scope in SCOPES)


def test_everything_that_a_stranger_can_change_is_limited() -> None:
    strangers = [name for name, policy in ROUTES.items() if policy.is_public and not policy.limit]

    signed_in_by_cookie = {"POST /workspace/{tenant_id}/consent", "POST /sign-out"}
    signed_by_a_provider = set(WEBHOOKS)
    assert {
        name for name in strangers if not name.startswith("GET ")
    } == signed_in_by_cookie | signed_by_a_provider


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/v1/plans", ["GET", "POST"]),
        ("/v1/resellers/ten_X", ["GET", "PATCH"]),
        ("/v1/resellers/", []),
        ("/v1/tenants/ten_X/consent", ["DELETE", "GET", "PUT"]),
        ("/v2/plans", []),
        ("", []),
    ],
)
def test_a_path_knows_its_methods(path: str, methods: list[str]) -> None:
    assert methods_of(path) == methods
