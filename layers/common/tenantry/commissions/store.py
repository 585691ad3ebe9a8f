"""
Agreements with the reseller that they are made with, and who was held by it.
"""

from collections.abc import Iterator
from decimal import Decimal

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.clock import Month
from tenantry.commissions.agreements import Agreed, AgreementChanged
from tenantry.commissions.inputs import Holding
from tenantry.commissions.model import Agreement, Basis, Method
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.tenants.store import HoldingItem
from tenantry.transactions import Writes


class AgreementItem(Item):
    """
    What a reseller earns from a month on.
    """

    KIND = "Agreement"

    rate = UnicodeAttribute()
    basis = UnicodeAttribute()
    minimum_minor = NumberAttribute()
    currency = UnicodeAttribute()
    hold_days = NumberAttribute()
    method = UnicodeAttribute()
    agreed_at = TimeAttribute()
    version = NumberAttribute()


def key(reseller_id: TenantId, month: Month) -> Key:
    """
    Where the agreement of a month stands.
    """
    return f"TENANT#{reseller_id}", f"AGREEMENT#{month}"


def get_agreement(reseller_id: TenantId, month: Month) -> Agreed | None:
    """
    CM1. Read the agreement that begins with a month.
    """
    item = get(AgreementItem, key(reseller_id, month))
    return None if item is None else _from_item(item)


def agreements_of(
    reseller_id: TenantId, after: str | None, limit: int | None
) -> Iterator[tuple[str, Agreed]]:
    """
    CM2. A reseller's agreements by month, each with its place.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="AGREEMENT#", after=after)
    rows = query(AgreementItem, partition, limit=limit)
    return ((item.sk, _from_item(item)) for item in rows)


def create(writes: Writes, reseller_id: TenantId, agreed: Agreed) -> None:
    """
    CM3. Write the agreement of a month that has none.
    """
    writes.create(_to_item(reseller_id, agreed), lambda _: _changed())


def replace(writes: Writes, reseller_id: TenantId, before: Agreed, after: Agreed) -> None:
    """
    CM4. Replace the version that was read; any other version refuses.
    """
    item = _to_item(reseller_id, after)
    writes.put(item, AgreementItem.version == before.version, lambda _: _changed())


def holdings_of(reseller_id: TenantId) -> Iterator[tuple[TenantId, Holding]]:
    """
    CM5. Whom a reseller holds or has held, from when to when, from the base table.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="HOLDING#")
    for item in query(HoldingItem, partition):
        yield TenantId(item.tenant_id), Holding(item.starts_at, item.ends_at)


def _changed() -> AgreementChanged:
    return AgreementChanged("somebody changed this agreement at the same moment; read it again")


def _to_item(reseller_id: TenantId, agreed: Agreed) -> AgreementItem:
    agreement = agreed.agreement
    pk, sk = key(reseller_id, agreement.effective_from)
    return AgreementItem(
        pk,
        sk,
        rate=str(agreement.rate),
        basis=agreement.basis.value,
        minimum_minor=agreement.minimum.minor,
        currency=agreement.currency,
        hold_days=agreement.hold_days,
        method=agreement.method.value,
        agreed_at=agreed.agreed_at,
        version=agreed.version,
    )


def _from_item(item: AgreementItem) -> Agreed:
    agreement = Agreement(
        effective_from=Month(item.sk.removeprefix("AGREEMENT#")),
        rate=Decimal(item.rate),
        basis=Basis(item.basis),
        minimum=Money(int(item.minimum_minor), item.currency),
        hold_days=int(item.hold_days),
        method=Method(item.method),
        currency=item.currency,
    )
    return Agreed(agreement, item.agreed_at, int(item.version))
