"""
Looking into the running stack's table with the product's own stores, and moving some ends in it.

The stores keep one connection for a process, and so a process looks into one stack.
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from infra.local.deploy import Json
from infra.local.stack import LocalStack
from tenantry.clock import moment, stamp
from tenantry.domains import store as domains
from tenantry.ids import TenantId
from tenantry.intervals import months_after
from tenantry.licenses import store as licenses
from tenantry.licenses.model import LicensePool
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import Subscription
from tenantry.tenants import store as tenants
from tenantry.tenants.rules import with_subscription
from tenantry.transactions import transaction

# Any function of the product will do: they all know the table.
FUNCTION = "TenantsServe"
MONTH = timedelta(days=31)
PAYMENT_TIMES = ("covers_from", "covers_until", "occurred_at", "recorded_at")


class Inside:
    """
    What the API does not show.
    """

    def __init__(self, stack: LocalStack) -> None:
        self._stack = stack
        os.environ.update(stack.environments()[FUNCTION])

    def items(self) -> dict[str, dict[str, str]]:
        """
        Every item's text attributes, by its two keys.
        """
        pages = (
            self._stack.client("dynamodb")
            .get_paginator("scan")
            .paginate(TableName=self._stack.table_name, ConsistentRead=True)
        )
        read = (item for page in pages for item in page["Items"])
        texts = (
            {name: value["S"] for name, value in item.items() if "S" in value} for item in read
        )
        return {f"{item['pk']} {item['sk']}": item for item in texts}

    def kinds(self) -> Counter[str]:
        """
        How many items of each kind there are.
        """
        return Counter(item["kind"] for item in self.items().values())

    def pool(self, reseller_id: str) -> LicensePool:
        """
        A reseller's licences.
        """
        return licenses.get_pool(TenantId(reseller_id))

    def subscription(self, tenant_id: str) -> Subscription:
        """
        A tenant's subscription.
        """
        found = subscriptions.get_subscription(TenantId(tenant_id))
        assert found is not None, f"{tenant_id} has no subscription"
        return found

    def move_pilot_end(self, tenant_id: str, ends_at: datetime) -> None:
        """
        Let a pilot end at another moment, since nobody can wait 30 days for it.

        No request can do this. The two items change as a command of the product would change them,
        so that everything else has no way to know.
        """
        before = self.subscription(tenant_id)
        after = replace(before, ends_at=ends_at, version=before.version + 1)
        tenant = tenants.get_tenant(TenantId(tenant_id))
        assert tenant is not None, f"{tenant_id} does not exist"
        with transaction() as writes:
            subscriptions.replace(writes, before, after)
            tenants.replace(writes, tenant, with_subscription(tenant, after))

    def move_paid_period(self, tenant_id: str, ends_at: datetime) -> None:
        """
        Let what was paid end at another moment, with the period that is billed next.

        The same as for a pilot's end.
        """
        before = self.subscription(tenant_id)
        covers = tuple(
            replace(cover, starts_at=ends_at - MONTH, ends_at=ends_at, months=0)
            for cover in before.covers
        )
        after = replace(before, anchor=ends_at, covers=covers, version=before.version + 1)
        with transaction() as writes:
            subscriptions.replace(writes, before, after)

    def move_back(self, reseller_id: str, tenant_id: str, months: int) -> None:
        """
        Let a tenant have been held, and what it has paid have come, so many months earlier.

        Nobody can wait for a month to be over. What a payment's refunds say stays as it is.
        """
        for item in self._of(f"TENANT#{tenant_id}", "PAYMENT#"):
            moved = {name: _earlier(item[name], months) for name in PAYMENT_TIMES}
            self._put({**item, **moved})
        for item in self._of(f"TENANT#{reseller_id}", f"HOLDING#{tenant_id}#"):
            starts_at = _earlier(item["starts_at"], months)
            place = {"S": f"HOLDING#{tenant_id}#{starts_at['S']}"}
            self._put({**item, "sk": place, "starts_at": starts_at})
            self._table("delete_item", Key={"pk": item["pk"], "sk": item["sk"]})

    def move_missing(self, reseller_id: str, name: str, since: datetime) -> None:
        """
        Let the record of a domain have been missing since another moment, and a look be due.
        """
        before = domains.get_domain(TenantId(reseller_id), name)
        assert before is not None, f"{name} is not claimed"
        after = replace(
            before, missing_since=since, next_check_at=since, version=before.version + 1
        )
        with transaction() as writes:
            domains.replace(writes, before, after)

    def add_to_line(self, reseller_id: str, cents: int) -> None:
        """
        Change a line of the partner's first statement, as nobody ever may.
        """
        item = self._of(f"TENANT#{reseller_id}", "LINE#")[0]
        changed = int(item["amount_minor"]["N"]) + cents
        self._put({**item, "amount_minor": {"N": str(changed)}})

    def _of(self, pk: str, prefix: str) -> list[dict[str, dict[str, str]]]:
        answer = self._table(
            "query",
            KeyConditionExpression="pk = :p AND begins_with(sk, :s)",
            ExpressionAttributeValues={":p": {"S": pk}, ":s": {"S": prefix}},
        )
        return list(answer["Items"])

    def _put(self, item: dict[str, dict[str, str]]) -> None:
        self._table("put_item", Item=item)

    def _table(self, call: str, **what: object) -> Json:
        return getattr(self._stack.client("dynamodb"), call)(
            TableName=self._stack.table_name, **what
        )


def _earlier(text: dict[str, str], months: int) -> dict[str, str]:
    return {"S": stamp(months_after(moment(text["S"]), -months))}
