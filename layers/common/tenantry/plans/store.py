"""
Plans; all of them stand in one partition, since a catalogue has tens of plans, not thousands.
"""

from collections.abc import Iterator

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from tenantry.money import Money
from tenantry.plans.model import Plan, PlanExists
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class PlanItem(Item):
    """
    A plan.
    """

    KIND = "Plan"

    code = UnicodeAttribute()
    name = UnicodeAttribute()
    wholesale_prices = JSONAttribute()
    is_active = BooleanAttribute()
    created_at = TimeAttribute()


def key(code: str) -> Key:
    """
    Where a plan stands.
    """
    return "PLANS", f"PLAN#{code}"


def get_plan(code: str) -> Plan | None:
    """
    P1. Read a plan.
    """
    item = get(PlanItem, key(code))
    return None if item is None else plan_from(item)


def list_plans(after: str | None = None, limit: int | None = None) -> Iterator[tuple[str, Plan]]:
    """
    P2. The catalogue, by code, each with its place.
    """
    partition = Partition("PLANS", begins_with="PLAN#", after=after)
    return ((item.sk, plan_from(item)) for item in query(PlanItem, partition, limit=limit))


def create(writes: Writes, plan: Plan) -> None:
    """
    P3. Write a new plan.
    """
    message = f"a plan with the code {plan.code} exists already"
    writes.create(_to_item(plan), lambda _: PlanExists(message, field="code"))


def replace(writes: Writes, plan: Plan) -> None:
    """
    P4. Write a changed plan.
    """
    writes.put(_to_item(plan), PlanItem.pk.exists())


def _to_item(plan: Plan) -> PlanItem:
    pk, sk = key(plan.code)
    return PlanItem(
        pk,
        sk,
        code=plan.code,
        name=plan.name,
        wholesale_prices=[[price.minor, price.currency] for price in plan.wholesale_prices],
        is_active=plan.is_active,
        created_at=plan.created_at,
    )


def plan_from(item: PlanItem) -> Plan:
    """
    The plan in an item that was read together with other kinds.
    """
    return Plan(
        code=item.code,
        name=item.name,
        wholesale_prices=tuple(
            Money(int(minor), currency) for minor, currency in item.wholesale_prices
        ),
        is_active=item.is_active,
        created_at=item.created_at,
    )
