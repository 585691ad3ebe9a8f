"""
A look at everything, over the wire: what it finds, and what it costs.
"""

from dataclasses import replace

import pytest

from infra.local.dns.server import NameServer
from tenantry.domains.checks.every import EVERY, first_questions
from tenantry.domains.checks.scene import Scene
from tenantry.domains.findings import CheckName, CheckState, Record, record_at
from tenantry.domains.following import Wanted
from tests.claiming import EDGE, PARTNER, a_scene
from tests.zones import SOON, lookups_at

KEYS = tuple(
    record_at(PARTNER, f"{name}._domainkey.{PARTNER}", "CNAME", f"{name}.dkim.amazonses.com")
    for name in ("one", "two", "three")
)
SPF = "v=spf1 include:amazonses.com ~all"
RETURNS = (
    record_at(PARTNER, f"bounce.{PARTNER}", "MX", "10 feedback-smtp.eu-west-1.amazonses.com"),
    record_at(PARTNER, f"bounce.{PARTNER}", "TXT", SPF),
)
WANTED = Wanted(KEYS, RETURNS, "amazonses.com", (f"portal.{PARTNER}",))
OURS = {
    EDGE: {"A": "203.0.113.7"},
    "amazonses.com": {"TXT": "v=spf1 ip4:192.0.2.0/24 -all"},
    **{one.value: {"TXT": f"v=DKIM1; k=ed25519; p={'A' * 43}="} for one in KEYS},
}
THEIRS = {
    PARTNER: {"A": "203.0.113.7", "TXT": SPF},
    f"*.{PARTNER}": {"CNAME": EDGE},
    f"_dmarc.{PARTNER}": {"TXT": "v=DMARC1; p=reject"},
    f"bounce.{PARTNER}": {one.type: one.value for one in RETURNS},
    **{one.name: {one.type: one.value} for one in KEYS},
}


@pytest.fixture
def scene(name_server: NameServer) -> Scene:
    name_server.zones.zone(PARTNER)
    name_server.zones.load(OURS)
    made = a_scene({}, wanted=WANTED)
    return replace(made, lookups=lookups_at(name_server, replace(SOON, for_a_question=1)))


def states(scene: Scene) -> dict[CheckName, CheckState]:
    scene.lookups.ask_all(first_questions(scene))
    return {name: look(scene).state for name, look in EVERY.items()}


def to_set(scene: Scene) -> set[Record]:
    return {record for look in EVERY.values() for record in look(scene).records}


@pytest.mark.requirement("R-WL-1")
def test_a_domain_where_everything_is_set_passes(name_server: NameServer, scene: Scene) -> None:
    name_server.zones.load(THEIRS)
    challenge = scene.domain.challenge
    name_server.zones.set(challenge.name, challenge.type, challenge.value)

    found = states(scene)

    tested = {name: state for name, state in found.items() if name is not CheckName.REPUTATION}
    assert set(tested.values()) == {CheckState.PASSED}
    assert scene.lookups.queries <= 40


@pytest.mark.requirement("R-WL-1")
def test_what_is_to_be_set_is_all_that_is_needed(name_server: NameServer, scene: Scene) -> None:
    name_server.zones.set(PARTNER, "MX", "10 mail.partner.example")
    for record in to_set(scene):
        # A flattening provider's own type, which the server has too.
        name_server.zones.set(record.name, record.type, record.value)
    again = replace(scene, lookups=lookups_at(name_server))

    found = states(again)

    passed = {CheckState.PASSED, CheckState.WARNING, CheckState.NOT_TESTED}
    assert set(found.values()) <= passed


@pytest.mark.requirement("R-WL-1")
@pytest.mark.parametrize("fault", ["silent", "servfail", "refused"])
def test_a_domain_whose_servers_are_in_trouble_is_unknown_and_nothing_else(
    name_server: NameServer, scene: Scene, fault: str
) -> None:
    name_server.zones.faults.plan(fault, PARTNER)

    found = states(scene)

    tested = {name: state for name, state in found.items() if name is not CheckName.REPUTATION}
    assert set(tested.values()) == {CheckState.UNKNOWN}
    assert scene.lookups.queries <= 60
