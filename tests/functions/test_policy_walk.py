"""
Every route by every kind of principal, with ids of their own and of others.

The table says again, apart from the policy itself, who is let in. So a route that is added, or
opened to somebody else, changes a line here too, by somebody who has thought about it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from tenantry.access.policy import ROUTES, SCOPES
from tests import pretending
from tests.calling import call
from tests.functions import town
from tests.functions.cast import expect
from tests.functions.good_requests import Ids, in_path, send
from tests.functions.keys import answer_trials
from tests.functions.packs import pay_here
from tests.functions.parts import watch_all_parts
from tests.functions.town import Person, Town
from tests.licensing import PretendProvider
from tests.pretending import standing_in
from tests.reading import restore

ANYBODY = "*"

WALK = """
O     GET    /v1/programme
O     PATCH  /v1/programme
O     GET    /v1/operators
O     POST   /v1/operators
O     DELETE /v1/operators/{user_id}
O     GET    /v1/audit
O     POST   /v1/queues/{queue}/replay
O     GET    /v1/self-check
O     GET    /v1/jobs
OWBS  GET    /v1/plans
O     POST   /v1/plans
OWBS  GET    /v1/plans/{plan_code}
O     PATCH  /v1/plans/{plan_code}
OWBS  GET    /v1/plans/{plan_code}/prices
O     POST   /v1/plans/{plan_code}/prices
O     GET    /v1/resellers
O     POST   /v1/resellers
OWBS  GET    /v1/resellers/{reseller_id}
OW    PATCH  /v1/resellers/{reseller_id}
O     POST   /v1/resellers/{reseller_id}/deactivate
O     POST   /v1/resellers/{reseller_id}/reactivate
W     POST   /v1/resellers/{reseller_id}/terms
OWBS  GET    /v1/resellers/{reseller_id}/diagnosis
OWBS  GET    /v1/resellers/{reseller_id}/funnel
OW    GET    /v1/resellers/{reseller_id}/audit
OWBS  GET    /v1/resellers/{reseller_id}/members
OW    POST   /v1/resellers/{reseller_id}/members
OW    PATCH  /v1/resellers/{reseller_id}/members/{user_id}
OW    DELETE /v1/resellers/{reseller_id}/members/{user_id}
OWBS  GET    /v1/resellers/{reseller_id}/notifications
WBS   POST   /v1/resellers/{reseller_id}/notifications/{notification_id}/read
OWBS  GET    /v1/resellers/{reseller_id}/invites
OWS   POST   /v1/resellers/{reseller_id}/invites
OW    POST   /v1/resellers/{reseller_id}/invites/bulk
OWBS  GET    /v1/resellers/{reseller_id}/invites/{invite_id}
OWS   POST   /v1/resellers/{reseller_id}/invites/{invite_id}/revoke
OWS   POST   /v1/resellers/{reseller_id}/invites/{invite_id}/resend
*     POST   /v1/resellers/{reseller_id}/invites/{invite_id}/accept
OWBS  GET    /v1/resellers/{reseller_id}/tenants
OW    POST   /v1/resellers/{reseller_id}/tenants
OWBST GET    /v1/tenants/{tenant_id}
OWST  PATCH  /v1/tenants/{tenant_id}
OW    DELETE /v1/tenants/{tenant_id}
OW    POST   /v1/tenants/{tenant_id}/deactivate
OW    POST   /v1/tenants/{tenant_id}/reactivate
O     POST   /v1/tenants/{tenant_id}/upgrade
OWBST GET    /v1/tenants/{tenant_id}/subscription
OWBST GET    /v1/tenants/{tenant_id}/subscription/history
OWB   PATCH  /v1/tenants/{tenant_id}/subscription
OWBT  POST   /v1/tenants/{tenant_id}/subscription/cancel
OWB   POST   /v1/tenants/{tenant_id}/subscription/resume
OWBT  GET    /v1/tenants/{tenant_id}/billing
OWB   PUT    /v1/tenants/{tenant_id}/billing
OWBT  GET    /v1/tenants/{tenant_id}/payments
OWB   POST   /v1/tenants/{tenant_id}/payments
OWBT  GET    /v1/tenants/{tenant_id}/payments/{payment_id}
O     POST   /v1/tenants/{tenant_id}/payments/{payment_id}/confirm
OWBT  GET    /v1/tenants/{tenant_id}/payments/{payment_id}/refunds
OWB   POST   /v1/tenants/{tenant_id}/payments/{payment_id}/refunds
OWBT  GET    /v1/tenants/{tenant_id}/payments/{payment_id}/disputes
OWBT  GET    /v1/tenants/{tenant_id}/charges
OWBT  POST   /v1/tenants/{tenant_id}/charges
OWBT  GET    /v1/tenants/{tenant_id}/charges/{charge_id}
OWST  POST   /v1/tenants/{tenant_id}/records
O     POST   /v1/tenants/{tenant_id}/move
OT    GET    /v1/tenants/{tenant_id}/transfers
T     POST   /v1/tenants/{tenant_id}/transfers
OT    DELETE /v1/tenants/{tenant_id}/transfers/{transfer_id}
W     POST   /v1/resellers/{reseller_id}/transfers
OWBST GET    /v1/tenants/{tenant_id}/consent
T     PUT    /v1/tenants/{tenant_id}/consent
T     DELETE /v1/tenants/{tenant_id}/consent
OWT   GET    /v1/tenants/{tenant_id}/audit
OWBS  GET    /v1/resellers/{reseller_id}/licenses
OWB   PATCH  /v1/resellers/{reseller_id}/licenses
O     POST   /v1/resellers/{reseller_id}/licenses/grants
O     POST   /v1/resellers/{reseller_id}/licenses/sync
OWB   POST   /v1/resellers/{reseller_id}/license-quotes
OWB   GET    /v1/resellers/{reseller_id}/license-purchases
WB    POST   /v1/resellers/{reseller_id}/license-purchases
OWB   GET    /v1/resellers/{reseller_id}/license-purchases.csv
OWB   GET    /v1/resellers/{reseller_id}/license-purchases/{purchase_id}
O     POST   /v1/resellers/{reseller_id}/license-purchases/{purchase_id}/returns
O     PUT    /v1/resellers/{reseller_id}/license-purchases/{purchase_id}/refunds/{refund_id}
O     POST   /v1/resellers/{reseller_id}/license-purchases/{purchase_id}/accept
O     GET    /v1/license-purchases/waiting
OWBS  GET    /v1/resellers/{reseller_id}/product-plans
OWB   POST   /v1/resellers/{reseller_id}/product-plans
OWBS  GET    /v1/resellers/{reseller_id}/product-plans/{plan_code}
OWB   PATCH  /v1/resellers/{reseller_id}/product-plans/{plan_code}
OWBS  GET    /v1/resellers/{reseller_id}/services
OWB   POST   /v1/resellers/{reseller_id}/services
OWBS  GET    /v1/resellers/{reseller_id}/services/{plan_code}
OWB   PATCH  /v1/resellers/{reseller_id}/services/{plan_code}
OWB   POST   /v1/resellers/{reseller_id}/services/{plan_code}/cancel
OWB   POST   /v1/resellers/{reseller_id}/services/{plan_code}/resume
OWB   GET    /v1/resellers/{reseller_id}/payment-key
W     PUT    /v1/resellers/{reseller_id}/payment-key
OW    DELETE /v1/resellers/{reseller_id}/payment-key
OWBS  GET    /v1/resellers/{reseller_id}/list-prices
OWB   PUT    /v1/resellers/{reseller_id}/list-prices/{plan_code}/{currency}/{interval}
OW    DELETE /v1/resellers/{reseller_id}/list-prices/{plan_code}/{currency}/{interval}
OWBS  GET    /v1/resellers/{reseller_id}/agreements
O     PUT    /v1/resellers/{reseller_id}/agreements/{month}
OWB   GET    /v1/resellers/{reseller_id}/commission-preview/{month}
OWB   GET    /v1/resellers/{reseller_id}/commission-balance
OWB   GET    /v1/resellers/{reseller_id}/statements
OWB   GET    /v1/resellers/{reseller_id}/statements/{month}
OWB   GET    /v1/resellers/{reseller_id}/statements/{month}/lines
OWB   GET    /v1/resellers/{reseller_id}/statements/{month}/statement.csv
OWB   GET    /v1/resellers/{reseller_id}/statements/{month}/statement.pdf
OWB   POST   /v1/resellers/{reseller_id}/statements/{month}/exports
OWB   GET    /v1/resellers/{reseller_id}/statements/{month}/exports/{export_id}
O     GET    /v1/statement-runs/{month}
O     GET    /v1/corrections
O     POST   /v1/resellers/{reseller_id}/corrections
OWB   GET    /v1/resellers/{reseller_id}/corrections/{correction_id}
O     POST   /v1/resellers/{reseller_id}/corrections/{correction_id}/approve
O     POST   /v1/resellers/{reseller_id}/corrections/{correction_id}/decline
O     GET    /v1/self-dealing
OWB   GET    /v1/resellers/{reseller_id}/self-dealing
O     GET    /v1/resellers/{reseller_id}/self-dealing/{tenant_id}
O     POST   /v1/resellers/{reseller_id}/self-dealing/{tenant_id}/decide
O     GET    /v1/ledger-checks/{day}/differences
O     GET    /v1/statements
O     POST   /v1/statements/approvals
O     POST   /v1/resellers/{reseller_id}/statements/{month}/approve
O     POST   /v1/resellers/{reseller_id}/statements/{month}/reject
OWB   GET    /v1/resellers/{reseller_id}/payout-account
W     PUT    /v1/resellers/{reseller_id}/payout-account
O     GET    /v1/resellers/{reseller_id}/payout-account/sharers
OWB   GET    /v1/resellers/{reseller_id}/disbursements
O     POST   /v1/resellers/{reseller_id}/disbursements
OWB   GET    /v1/resellers/{reseller_id}/disbursements/{disbursement_id}
OWB   GET    /v1/resellers/{reseller_id}/disbursements/{disbursement_id}/attempts
O     POST   /v1/resellers/{reseller_id}/disbursements/{disbursement_id}/retry
O     POST   /v1/resellers/{reseller_id}/disbursements/{disbursement_id}/give-up
O     POST   /v1/resellers/{reseller_id}/disbursements/{disbursement_id}/outcome
O     PUT    /v1/resellers/{reseller_id}/billing
OWBS  GET    /v1/resellers/{reseller_id}/dunning
OWB   PUT    /v1/resellers/{reseller_id}/dunning
O     GET    /v1/reconciliations/{day}
O     GET    /v1/payment-sweeps/{day}
O     GET    /v1/payment-sweeps/{day}/differences
O     GET    /v1/suspended-payments
O     GET    /v1/suspended-payments/{suspended_id}
O     POST   /v1/suspended-payments/{suspended_id}/match
O     POST   /v1/suspended-payments/{suspended_id}/return
OWBS  GET    /v1/fx-rates/{day}
OWBS  GET    /v1/fx-rates/{day}/conversion
OWBS  GET    /v1/license-prices
O     POST   /v1/license-prices
OWBST GET    /v1/me
OWBST GET    /v1/api-keys
OWBST POST   /v1/api-keys
OWBST DELETE /v1/api-keys/{key_id}
*     POST   /v1/sign-in-links
*     POST   /v1/sessions
*     POST   /v1/webhooks/{provider}
*     POST   /v1/notices/{subject}/{token}
*     GET    /invites/{reseller_id}/{invite_id}/{token}
*     POST   /invites/{reseller_id}/{invite_id}
*     GET    /sign-in
*     POST   /sign-in
*     GET    /sign-in/{link_id}/{token}
*     POST   /sign-in/{link_id}
*     GET    /workspace
*     POST   /workspace/{tenant_id}/consent
*     POST   /sign-out
*     GET    /health
*     GET    /openapi.json
*     GET    /docs
"""

LET_IN = {
    f"{method} {path}": who
    for who, method, path in (line.split() for line in WALK.strip().splitlines())
}
CLOSED = [route for route, who in LET_IN.items() if who != ANYBODY]
OF_ANY_DAY = {
    "GET /v1/reconciliations/{day}",
    "GET /v1/payment-sweeps/{day}",
    "GET /v1/payment-sweeps/{day}/differences",
    "GET /v1/ledger-checks/{day}/differences",
}
"""A day is nobody's; one without payments has totals of nothing, and one without sweeps none."""


@pytest.fixture(scope="module")
def people(operator: str) -> Iterator[Town]:
    watch_all_parts()
    with pytest.MonkeyPatch.context() as patch, standing_in(pretending.PretendProvider()):
        pay_here(patch, PretendProvider())
        answer_trials(patch)
        yield town.build(operator)


def outcome(town: Town, route: str, person: Person, ids: Ids) -> str:
    answer = send(route, ids, person.secret)
    if not route.startswith("GET"):
        restore(town.pristine)
    # The town's resellers are prepaid: whoever is told that was let in.
    if answer.status < 400 or answer.json["code"] == "commission.prepaid":
        return "let in"
    return f"{answer.status} {answer.json['code']}"


def with_scopes(person: Person, scopes: Iterable[str]) -> Person:
    body = {"name": "narrow", "scopes": sorted(scopes)}
    made = expect(call("POST", "/v1/api-keys", body=body, secret=person.secret), 201)
    return replace(person, secret=made.json["secret"])


def test_the_walk_knows_every_route() -> None:
    assert list(LET_IN) == list(ROUTES)


@pytest.mark.requirement("R-RES-6")
@pytest.mark.parametrize("route", CLOSED)
def test_who_is_let_in_with_ids_of_their_own(people: Town, route: str) -> None:
    who = set(LET_IN[route])

    met = {name: outcome(people, route, one, one.own) for name, one in people.people.items()}

    assert met == {
        name: "let in" if one.kind in who else one.refused for name, one in people.people.items()
    }


@pytest.mark.parametrize("route", [route for route in LET_IN if route not in CLOSED])
@pytest.mark.parametrize("name", ["nobody", "operator", "owner of a with an expired key"])
def test_a_public_route_lets_everybody_in(people: Town, route: str, name: str) -> None:
    somebody = people.people[name]

    assert outcome(people, route, somebody, somebody.own) == "let in"


@pytest.mark.requirement("R-RES-6")
@pytest.mark.parametrize(
    "route", [route for route in CLOSED if "{" in route and route not in OF_ANY_DAY]
)
def test_a_foreign_id_answers_404(people: Town, route: str) -> None:
    met = {
        (name, str(in_path(route, stray))): outcome(people, route, one, stray)[:3]
        for name, one in people.people.items()
        if one.kind in set(LET_IN[route])
        for stray in one.strays()
        if in_path(route, stray) != in_path(route, one.own)
    }

    assert met == dict.fromkeys(met, "404")
    assert met


@pytest.mark.parametrize("route", CLOSED)
def test_a_key_needs_the_scope_of_the_route_and_no_other(people: Town, route: str) -> None:
    leader = next(
        one for one in people.people.values() if one.kind in {"O", "W", "T"} & set(LET_IN[route])
    )
    scope = ROUTES[route].scope

    enough = outcome(people, route, with_scopes(leader, {scope}), leader.own)
    too_few = outcome(people, route, with_scopes(leader, SCOPES - {scope}), leader.own)

    assert (enough, too_few) == ("let in", town.NOT_ALLOWED)
