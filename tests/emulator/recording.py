"""
One racer of the gate: records orders, and another that shuts the gate and looks at what stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from infra.local.deploy import client
from tests.emulator.requesting import Caller, Request


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a tenant's records are written and can be read.
    """

    caller: Caller
    tenant_id: str
    endpoint_url: str
    table_name: str

    def order(self, reference: str) -> Request:
        """
        The request that records an order.
        """
        body = {"kind": "sales_order", "reference": reference, "content": {"lines": [1]}}
        return self.caller.request("POST", f"/v1/tenants/{self.tenant_id}/records", body)

    def references(self) -> set[str]:
        """
        The orders that stand in the table, read consistently.
        """
        pages = client(self.endpoint_url, "dynamodb").get_paginator("query")
        found = pages.paginate(
            TableName=self.table_name,
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"RECORDS#{self.tenant_id}"}},
        )
        return {item["reference"]["S"] for page in found for item in page["Items"]}


@dataclass(frozen=True, slots=True)
class Recorded:
    """
    What one racer saw: how each of its orders was answered.
    """

    outcomes: Sequence[tuple[str, tuple[int, str]]]
    standing: frozenset[str] = frozenset()
    """For the racer that shut the gate: what stood in the table when it had its answer."""

    @property
    def taken(self) -> set[str]:
        """
        The orders that were answered as recorded.
        """
        return {reference for reference, (status, _) in self.outcomes if status == 201}


def record_one_after_another(place: Place, racer: int, most: int) -> Recorded:
    """
    Record orders without a pause until the gate refuses one, *most* at the most.
    """
    outcomes = []
    for number in range(most):
        reference = f"SO-{racer}-{number}"
        outcome = place.order(reference)().outcome
        outcomes.append((reference, outcome))
        if outcome[0] != 201:
            break
    return Recorded(outcomes)


def record_then_shut(place: Place, racer: int, recorded: int) -> Recorded:
    """
    Record some orders like the others, deactivate the tenant, and look at once at what stands.
    """
    before = record_one_after_another(place, racer, recorded)
    shut = place.caller.call("POST", f"/v1/tenants/{place.tenant_id}/deactivate")
    assert shut.status == 200, shut.text
    return Recorded(before.outcomes, frozenset(place.references()))
