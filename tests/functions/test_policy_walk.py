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
from tests.functions import naming, town
from tests.functions.cast import expect
from tests.functions.good_requests import Ids, in_path, send
from tests.functions.keys import answer_trials
from tests.functions.packs import pay_here
from tests.functions.parts import watch_all_parts
from tests.functions.town import Person, Town
from tests.functions.walk import ANYBODY, WALK
from tests.licensing import PretendProvider
from tests.pretending import standing_in
from tests.reading import restore

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
        naming.follow_nothing(patch)
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
