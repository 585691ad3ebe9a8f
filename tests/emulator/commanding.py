"""
Commands as racers give them: each in a process of its own, on one table in MiniStack.
"""

import json
import os
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from infra.local.places import ACCOUNT, REGION
from pilot_expiry.settle import handler as settle
from tenantry import events
from tenantry.acts import Act
from tenantry.clock import FOREVER, stamp
from tenantry.ids import TenantId, UserId
from tenantry.mail.model import Locale
from tenantry.pilots import commands as pilots
from tenantry.principals import PLATFORM, Principal, Role
from tenantry.provisioning import commands as provisioning
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import PILOT, Terms
from tenantry.users import commands as members
from tenantry.users import store as users
from tests.acting import NOON, OPERATOR
from tests.builders import GROWTH, make_plan, make_reseller, refusal_of, tenant_in_table
from tests.calling import CONTEXT

PILOTS_END = NOON + PILOT


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a tenant's pilot, its gate and its history stand.
    """

    status: str
    is_open: bool
    is_due: bool
    events: Counter[str]


def environment(endpoint_url: str, table_name: str) -> dict[str, str]:
    """
    What a process needs to act on a table in MiniStack.
    """
    return {
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": ACCOUNT,
        "AWS_REGION": REGION,
        "TENANTRY_TABLE": table_name,
        "TENANTRY_STAGE": "local",
        "POWERTOOLS_LOG_LEVEL": "CRITICAL",
    }


def start_pilots(count: int) -> list[TenantId]:
    """
    Tenants whose pilots all end at `PILOTS_END`.
    """
    make_plan()
    reseller = make_reseller()
    return [
        provisioning.create(
            reseller.id,
            _act(),
            name=f"Shop {number}",
            plan_code=GROWTH,
            owner_email=f"owner-{number}@shop.example",
            owner_name="Kofi",
            locale=Locale.EN,
            branding=None,
        ).id
        for number in range(count)
    ]


def upgrade(tenant_id: TenantId) -> str | None:
    """
    Upgrade a pilot at the instant of its end; the code of a refusal.
    """
    return refusal_of(lambda: pilots.upgrade(tenant_id, Terms(GROWTH), _act(now=PILOTS_END)))


def expire(tenant_id: TenantId) -> str | None:
    """
    Give the expiry job the message of a pilot that has just ended; `again` when it wants a repeat.
    """
    body = json.dumps({"tenant_id": tenant_id, "now": stamp(PILOTS_END), "correlation_id": "race"})
    answer = settle({"Records": [{"messageId": "1", "body": body}]}, CONTEXT)
    return "again" if answer["batchItemFailures"] else None


def standing(tenant_id: TenantId) -> Standing:
    """
    How it came out.
    """
    subscription, tenant = subscriptions.get_subscription(tenant_id), tenant_in_table(tenant_id)
    assert subscription is not None
    due = {pilot.tenant_id for pilot in subscriptions.pilots_ending(PILOTS_END, PILOTS_END)}
    history = events.of_workspace(tenant_id, None, 100)
    return Standing(
        status=subscription.status.value,
        is_open=tenant.records_until == FOREVER,
        is_due=tenant_id in due,
        events=Counter(event.kind for _, event in history),
    )


def add_operator() -> UserId:
    """
    One more operator.
    """
    act = _act()
    return members.add_member(
        PLATFORM,
        email=f"{act.entropy.hex()[:16]}@example.com",
        name="Olu",
        role=Role.OPERATOR,
        tenant_ids=None,
        locale=Locale.EN,
        act=act,
    ).user_id


def remove_operator(leaving: UserId, asking: UserId) -> str | None:
    """
    Let an operator go, as another one asks; the code of a refusal.
    """
    act = _act(Principal(asking, Role.OPERATOR, PLATFORM))
    return refusal_of(lambda: members.remove_member(PLATFORM, leaving, act))


def operators() -> set[UserId]:
    """
    Who is an operator.
    """
    return {member.user_id for _, member in users.members_of(PLATFORM)}


def _act(principal: Principal = OPERATOR, now: datetime = NOON) -> Act:
    # Ids follow from the entropy, and two processes shall never make the same.
    return Act(principal, now, os.urandom(32), "race")
