"""
Product plans, with the reseller that composed them.
"""

from collections.abc import Iterator

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.ids import TenantId
from tenantry.product_plans.model import Component, ProductPlan, ProductPlanExists, Status
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class ProductPlanItem(Item):
    """
    A product plan.
    """

    KIND = "ProductPlan"

    name = UnicodeAttribute()
    description = UnicodeAttribute()
    components = JSONAttribute()
    status = UnicodeAttribute()
    created_at = TimeAttribute()
    version = NumberAttribute()


def key(reseller_id: TenantId, code: str) -> Key:
    """
    Where a product plan stands.
    """
    return f"TENANT#{reseller_id}", f"PRODUCT_PLAN#{code}"


def get_product_plan(reseller_id: TenantId, code: str) -> ProductPlan | None:
    """
    PP1. Read a product plan.
    """
    item = get(ProductPlanItem, key(reseller_id, code))
    return None if item is None else product_plan_from(item)


def product_plans_of(
    reseller_id: TenantId, after: str | None, limit: int
) -> Iterator[tuple[str, ProductPlan]]:
    """
    PP2. A reseller's product plans by code, each with its place.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="PRODUCT_PLAN#", after=after)
    rows = query(ProductPlanItem, partition, limit=limit)
    return ((item.sk, product_plan_from(item)) for item in rows)


def create(writes: Writes, plan: ProductPlan) -> None:
    """
    PP3. Write a new product plan.
    """
    message = f"this reseller has a plan with the code {plan.code}"
    writes.create(_to_item(plan), lambda _: ProductPlanExists(message, field="code"))


def replace(writes: Writes, before: ProductPlan, after: ProductPlan) -> None:
    """
    PP4. Replace the version that was read; any other version refuses.
    """
    writes.put(_to_item(after), ProductPlanItem.version == before.version)


def product_plan_from(item: ProductPlanItem) -> ProductPlan:
    """
    The product plan in an item that was read together with other kinds.
    """
    return ProductPlan(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        code=item.sk.removeprefix("PRODUCT_PLAN#"),
        name=item.name,
        description=item.description,
        components=tuple(Component(code, quantity) for code, quantity in item.components),
        status=Status(item.status),
        created_at=item.created_at,
        version=int(item.version),
    )


def _to_item(plan: ProductPlan) -> ProductPlanItem:
    pk, sk = key(plan.reseller_id, plan.code)
    return ProductPlanItem(
        pk,
        sk,
        name=plan.name,
        description=plan.description,
        components=[[one.plan_code, one.quantity] for one in plan.components],
        status=plan.status.value,
        created_at=plan.created_at,
        version=plan.version,
    )
