"""
Many processes that ask for the same thing at the same instant, over HTTP.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pytest

from infra.local.stack import eventually
from tests.emulator.provisioned import Link, Programme
from tests.emulator.racing import Racers
from tests.emulator.recording import (
    RECORDED,
    SHUT,
    Outcomes,
    Place,
    record_one_after_another,
    record_then_shut,
    written,
)
from tests.emulator.requesting import Answer, Request

pytestmark = pytest.mark.emulator

RACERS = 16
OK = (200, "")
CREATED = (201, "")

# Each process of a function takes half a second to start, so that the ordinary run has few of them.
a_few_or_many = pytest.mark.parametrize(
    ("count", "rounds"), [(4, 1), pytest.param(RACERS, 10, marks=pytest.mark.deep)]
)


@pytest.fixture(scope="module")
def racers() -> Iterator[Racers]:
    with Racers(RACERS) as racers:
        yield racers


def accepting(programme: Programme, link: Link, name: str) -> Request:
    path = f"/v1/resellers/{link.reseller_id}/invites/{link.invite_id}/accept"
    return programme.anybody.request("POST", path, {"token": link.token, "name": name})


def race_to_accept(programme: Programme, racers: Racers, links: list[Link]) -> list[Answer]:
    programme.forget_limits()
    # A function's processes start when they are first needed: they shall be there for the race.
    racers.race([programme.anybody.request("GET", link.path) for link in links])
    names = [f"Kofi {number}" for number in range(len(links))]
    return racers.race([accepting(programme, *racer) for racer in zip(links, names, strict=True)])


def at(reseller: Mapping[str, Any]) -> str:
    return f"/v1/resellers/{reseller['id']}"


def outcomes(answers: list[Answer]) -> Counter[tuple[int, str]]:
    return Counter(answer.outcome for answer in answers)


def licenses_of(programme: Programme, reseller: Mapping[str, Any]) -> dict[str, int]:
    (pool,) = (
        item
        for item in programme.items()
        if item["pk"]["S"] == f"TENANT#{reseller['id']}" and item["sk"]["S"] == "LICENSES"
    )
    return {name: int(pool[name]["N"]) for name in ("count", "used", "available")}


@pytest.mark.requirement("R-INV-2")
@pytest.mark.parametrize(
    ("count", "rounds"), [(2, 1), (4, 1), pytest.param(RACERS, 10, marks=pytest.mark.deep)]
)
def test_one_link_accepted_at_the_same_instant_makes_one_tenant(
    programme: Programme, racers: Racers, count: int, rounds: int
) -> None:
    for _ in range(rounds):
        reseller = programme.new_reseller(type="subscription", initial_licenses=count)
        link = programme.link(programme.invite(reseller["id"]))

        answers = race_to_accept(programme, racers, [link] * count)

        assert outcomes(answers) == {OK: count}
        assert len({answer.text for answer in answers}) == 1
        (tenant,) = programme.operator.listed(f"{at(reseller)}/tenants")
        assert tenant["id"] == answers[0].json["tenant_id"]
        assert licenses_of(programme, reseller)["used"] == 1
        assert len(programme.operator.listed(f"{at(reseller)}/notifications")) == 1
        events = programme.operator.listed(f"/v1/tenants/{tenant['id']}/audit")
        assert [event["kind"] for event in events] == ["invite.accepted"]


@pytest.mark.requirement("R-INV-2")
@pytest.mark.parametrize(
    ("count", "rounds"), [(2, 1), pytest.param(RACERS, 10, marks=pytest.mark.deep)]
)
def test_links_accepted_at_the_same_instant_take_no_licence_that_is_not_there(
    programme: Programme, racers: Racers, count: int, rounds: int
) -> None:
    licenses = count // 2
    for _ in range(rounds):
        reseller = programme.new_reseller(type="subscription", initial_licenses=licenses)
        invited = [programme.invite(reseller["id"]) for _ in range(count)]
        mailed = [programme.link(email) for email in invited]

        answers = race_to_accept(programme, racers, mailed)

        refused = (409, "license.none_available")
        assert outcomes(answers) == {OK: licenses, refused: count - licenses}
        assert len(programme.operator.listed(f"{at(reseller)}/tenants")) == licenses
        pool = {"count": licenses, "used": licenses, "available": 0}
        assert licenses_of(programme, reseller) == pool


@pytest.mark.requirement("R-TEN-2")
@pytest.mark.parametrize(
    ("count", "rounds"), [(4, 2), pytest.param(RACERS, 20, marks=pytest.mark.deep)]
)
def test_no_record_is_written_after_its_tenant_was_deactivated(
    programme: Programme, racers: Racers, count: int, rounds: int
) -> None:
    reseller = programme.new_reseller()
    for _ in range(rounds):
        tenant = programme.new_tenant(reseller["id"])
        place = Place(programme.operator, tenant["id"])
        first = racers.race([place.order(f"first-{racer}") for racer in range(count)])

        shut, *others = race_the_gate(racers, place, count)

        orders = written(programme.stack, tenant["id"])
        answered = Counter(outcome for seen in [shut, *others] for _, outcome in seen)
        assert orders[-1] == SHUT
        assert orders.count(RECORDED) == len(first) + answered[CREATED]
        assert answered.keys() == {CREATED, (409, "tenant.not_active")}


def race_the_gate(racers: Racers, place: Place, count: int) -> list[Outcomes]:
    parts = [partial(record_then_shut, place, 0, 5)]
    parts += [partial(record_one_after_another, place, racer, 1_000) for racer in range(1, count)]
    return racers.race(parts)


@pytest.mark.requirement("R-API-1")
@a_few_or_many
def test_one_idempotency_key_sent_by_many_mints_one_invite(
    programme: Programme, racers: Racers, count: int, rounds: int
) -> None:
    for _ in range(rounds):
        reseller = programme.new_reseller()
        offer = {"email": "kofi@shop.example", "tenant_name": "Kofi's", "plan_code": "standard"}
        mint = programme.operator.request("POST", f"{at(reseller)}/invites", offer)

        answers = racers.race([mint] * count)

        assert_one_effect(answers)
        assert len(programme.operator.listed(f"{at(reseller)}/invites")) == 1


@pytest.mark.requirement("R-API-1")
@a_few_or_many
def test_one_idempotency_key_sent_by_many_creates_one_reseller(
    programme: Programme, racers: Racers, count: int, rounds: int
) -> None:
    for number in range(rounds):
        body = new_reseller(f"once-{count}-{number}")
        create = programme.operator.request("POST", "/v1/resellers", body)

        answers = racers.race([create] * count)

        assert_one_effect(answers)
        found = programme.operator.listed(f"/v1/resellers?search=once-{count}-{number}%20")
        assert len(found) == 1


def assert_one_effect(answers: list[Answer]) -> None:
    assert outcomes(answers) == {CREATED: len(answers)}
    assert len({answer.text for answer in answers}) == 1
    replays = sum(answer.headers.get("idempotent-replayed") == "true" for answer in answers)
    assert replays == len(answers) - 1


def new_reseller(slug: str, owner: str = "ama@acme.example") -> dict[str, Any]:
    return {
        "slug": slug,
        "type": "commission",
        "personal": {"name": "Ama", "email": owner},
        "company": {"legal_name": f"{slug} Ltd"},
    }


@pytest.mark.requirement("R-RES-3")
@a_few_or_many
def test_one_slug_claimed_by_many_goes_to_one(
    programme: Programme, racers: Racers, count: int, rounds: int
) -> None:
    for number in range(rounds):
        slug = f"claimed-{count}-{number}"
        owners = [f"owner-{racer}@{slug}.example" for racer in range(count)]
        bodies = [new_reseller(slug, owner) for owner in owners]
        claims = [programme.operator.request("POST", "/v1/resellers", body) for body in bodies]

        answers = racers.race(claims)

        assert outcomes(answers) == {CREATED: 1, (409, "reseller.slug_taken"): count - 1}
        assert len(programme.operator.listed(f"/v1/resellers?search={slug}%20")) == 1


@a_few_or_many
def test_changes_of_one_reseller_at_the_same_instant_never_undo_each_other(
    programme: Programme, racers: Racers, count: int, rounds: int
) -> None:
    for _ in range(rounds):
        # On a busy machine all may come one after another; then it was no race.
        eventually(lambda: race_to_change_a_reseller(programme, racers, count) > 0)


def race_to_change_a_reseller(programme: Programme, racers: Racers, count: int) -> int:
    reseller = programme.new_reseller()
    bodies = [{"branding": {"display_name": f"Brand {number}"}} for number in range(count)]

    answers = racers.race(
        [programme.operator.request("PATCH", at(reseller), body) for body in bodies]
    )

    changed = [answer.json for answer in answers if answer.status == 200]
    refused = outcomes(answers)[409, "reseller.changed_meanwhile"]
    stands = programme.operator.call("GET", at(reseller)).json
    assert len(changed) + refused == count
    assert sorted(body["version"] for body in changed) == list(range(2, len(changed) + 2))
    assert stands == max(changed, key=lambda body: body["version"])
    return refused


@pytest.mark.requirement("R-RES-13")
@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=pytest.mark.deep)])
def test_two_owners_who_remove_each_other_leave_one(
    programme: Programme, racers: Racers, rounds: int
) -> None:
    for _ in range(rounds):
        programme.forget_limits()
        reseller = programme.new_reseller()
        first = programme.owner_of(reseller)
        email = f"second@{reseller['slug']}.example"
        added = {"email": email, "name": "Kwame", "role": "reseller_owner"}
        second_id = programme.operator.made(f"{at(reseller)}/members", added)["user_id"]
        second = programme.signed_in(email)
        removals = [
            first.request("DELETE", f"{at(reseller)}/members/{second_id}"),
            second.request("DELETE", f"{at(reseller)}/members/{reseller['owner_id']}"),
        ]

        answers = racers.race(removals)

        assert [answer.status for answer in answers].count(204) == 1
        assert all(answer.status < 500 for answer in answers)
        (left,) = programme.operator.listed(f"{at(reseller)}/members")
        assert left["user_id"] in {second_id, reseller["owner_id"]}
