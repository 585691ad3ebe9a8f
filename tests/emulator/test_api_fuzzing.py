"""
The API's document against the running product: what it allows, what it forbids, all boundaries.

Nothing may make a function fail, and no answer may differ from what the document says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import uuid4

import pytest

from tests.emulator.fuzzing import Fuzzer, operations
from tests.emulator.provisioned import PLAN, Programme, provisioned
from tests.emulator.requesting import Caller

pytestmark = pytest.mark.emulator

BOUNDARIES_OF_EVERY = 3
OTHERS = ["reseller owner", "tenant owner", "nobody"]
TENANT_OWNER = "tenant.owner@fuzz.example"
BRINGS_CUSTOMERS = {
    "POST /v1/resellers",
    "POST /v1/resellers/{reseller_id}/invites",
    "POST /v1/resellers/{reseller_id}/invites/bulk",
    "POST /v1/resellers/{reseller_id}/tenants",
}


@dataclass(frozen=True, slots=True)
class Town:
    """
    A programme with a reseller, its tenant, and who they belong to.
    """

    programme: Programme
    reseller_id: str
    owner: Caller
    tenant_id: str
    tenant_owner: Caller
    notification_id: str

    def fuzzer(self, principal: str) -> Fuzzer:
        """
        The principal, and what stands in the paths that they ask for.
        """
        secrets = {
            "operator": self.programme.operator.secret,
            "reseller owner": self.owner.secret,
            "tenant owner": self.tenant_owner.secret,
            "nobody": "",
        }
        known = {
            "reseller_id": self.reseller_id,
            "tenant_id": self.tenant_id,
            "notification_id": self.notification_id,
            "plan_code": PLAN,
        }
        renew = self.reopened if principal == "tenant owner" else self.renewed
        return Fuzzer(self.programme, secrets[principal], known, renew)

    def reopened(self, operation: str) -> Mapping[str, str]:
        """
        What operators may have switched off, on again, before somebody brings customers in.
        """
        if operation in BRINGS_CUSTOMERS:
            operator = self.programme.operator
            settings = {"types": ["commission", "subscription"], "terms": {}}
            operator.call("PATCH", "/v1/programme", settings)
            operator.call("POST", f"/v1/resellers/{self.reseller_id}/reactivate")
        return {}

    def renewed(self, operation: str) -> Mapping[str, str]:
        """
        The same, and something new to end for each part of the path that can be ended.
        """
        at, programme = f"/v1/resellers/{self.reseller_id}", self.programme
        known = {**self.reopened(operation)}
        if operation.startswith("GET "):
            return known
        if "{tenant_id}" in operation:
            known["tenant_id"] = programme.new_tenant(self.reseller_id)["id"]
        if "{invite_id}" in operation:
            offer = {"email": "kofi@fuzz.example", "tenant_name": "Kofi", "plan_code": PLAN}
            known["invite_id"] = programme.operator.made(f"{at}/invites", offer)["id"]
        if "{key_id}" in operation:
            body = {"name": "spare", "scopes": ["me:read"]}
            known["key_id"] = self.owner.made("/v1/api-keys", body)["key"]["id"]
        if "{user_id}" in operation:
            person = {"email": f"{uuid4().hex}@fuzz.example", "name": "Mia"}
            member = {**person, "role": "reseller_billing"}
            is_operator = "/operators/" in operation
            where = ("/v1/operators", person) if is_operator else (f"{at}/members", member)
            known["user_id"] = programme.operator.made(*where)["user_id"]
        return known


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with provisioned(tmp_path_factory.mktemp("fuzzing")) as programme:
        reseller = programme.new_reseller(type="subscription", initial_licenses=1_000_000)
        owner = programme.owner_of(reseller)
        mailed = programme.invite(reseller["id"], TENANT_OWNER)
        tenant_id = programme.accept(programme.link(mailed)).json["tenant_id"]
        told = owner.listed(f"/v1/resellers/{reseller['id']}/notifications")
        tenant_owner = programme.signed_in(TENANT_OWNER)
        yield Town(
            programme, reseller["id"], owner, tenant_id, tenant_owner, notification_id=told[0]["id"]
        )


def test_every_answer_is_one_that_the_document_tells_of(town: Town) -> None:
    fuzzer = town.fuzzer("operator")

    # The operator's requests get furthest, so they are the ones to try the boundaries with; in the
    # deep run those of all operations, every one.
    for number, operation in enumerate(operations()):
        every = 0 if number % BOUNDARIES_OF_EVERY else 24
        fuzzer.run([operation], every=every, examples=1, is_repeatable=True)

    assert fuzzer.failures == []


@pytest.mark.parametrize("principal", OTHERS)
def test_every_answer_to_others_is_told_of_too(town: Town, principal: str) -> None:
    fuzzer = town.fuzzer(principal)

    # Each takes a part of the operations; in the deep run all of them take all.
    part = islice(operations(), OTHERS.index(principal), None, len(OTHERS))
    fuzzer.run(part, every=0, examples=1, is_repeatable=True)

    assert fuzzer.failures == []


@pytest.mark.deep
@pytest.mark.parametrize("principal", ["operator", *OTHERS])
def test_every_answer_to_many_more_requests_is_told_of_too(town: Town, principal: str) -> None:
    fuzzer = town.fuzzer(principal)

    every = 1 if principal == "operator" else 8
    fuzzer.run(operations(), every=every, examples=10, is_repeatable=False)

    assert fuzzer.failures == []
