"""
Agreements with the reseller that they are made with, and who was held by it.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import groupby

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from tenantry.clock import Month
from tenantry.commissions.agreements import Agreed, Books, changed_meanwhile
from tenantry.commissions.inputs import Holding
from tenantry.commissions.model import Agreement, Basis, Method
from tenantry.errors import TenantryError
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.reads import GREATEST, Partition, get, query
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


class BooksItem(Item):
    """
    What a partner's statements are kept in: it stops agreements that a statement forbids.
    """

    KIND = "CommissionBooks"

    currency = UnicodeAttribute()
    last_statement = UnicodeAttribute(null=True)


LAST_MONTH = Month("9999-12")
"""After every month that anything was agreed for."""


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
    writes.create(_to_item(reseller_id, agreed), lambda _: changed_meanwhile())


def replace(writes: Writes, reseller_id: TenantId, before: Agreed, after: Agreed) -> None:
    """
    CM4. Replace the version that was read; any other version refuses.
    """
    item = _to_item(reseller_id, after)
    writes.put(item, AgreementItem.version == before.version, lambda _: changed_meanwhile())


def holdings_of(reseller_id: TenantId) -> Iterator[tuple[TenantId, Holding]]:
    """
    CM5. Whom a reseller holds or has held, from when to when, from the base table.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="HOLDING#")
    for item in query(HoldingItem, partition):
        yield TenantId(item.tenant_id), Holding(item.starts_at, item.ends_at)


def holdings_with(reseller_id: TenantId, tenant_id: TenantId) -> tuple[Holding, ...]:
    """
    CM6. From when to when a reseller held one tenant, in order; none if it never did.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with=f"HOLDING#{tenant_id}#")
    return tuple(Holding(item.starts_at, item.ends_at) for item in query(HoldingItem, partition))


def tenants_held(
    reseller_id: TenantId, after: str | None, limit: int
) -> Iterator[tuple[str, TenantId, Holding]]:
    """
    CM9. A page of whom a reseller holds or has held, by tenant, each with its place.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="HOLDING#", after=after)
    for item in query(HoldingItem, partition, limit=limit):
        yield item.sk, TenantId(item.tenant_id), Holding(item.starts_at, item.ends_at)


def holdings_between(
    reseller_id: TenantId, first: TenantId, last: TenantId
) -> Iterator[tuple[TenantId, tuple[Holding, ...]]]:
    """
    CM11. Whom a reseller held of the tenants from *first* to *last*, and from when to when, by id.
    """
    partition = Partition(
        f"TENANT#{reseller_id}", after=f"HOLDING#{first}", until=f"HOLDING#{last}#{GREATEST}"
    )
    rows = query(HoldingItem, partition)
    for tenant_id, own in groupby(rows, key=lambda item: str(item.tenant_id)):
        yield TenantId(tenant_id), tuple(Holding(one.starts_at, one.ends_at) for one in own)


def books_key(reseller_id: TenantId) -> Key:
    """
    Where it stands what a partner's statements are kept in.
    """
    return f"TENANT#{reseller_id}", "BOOKS"


def get_books(reseller_id: TenantId) -> Books | None:
    """
    CM7. Read what a partner's statements are kept in; None before anything was agreed or written.
    """
    item = get(BooksItem, books_key(reseller_id))
    if item is None:
        return None
    last: str | None = item.last_statement
    return Books(item.currency, None if last is None else Month(last))


def put_books(
    writes: Writes,
    reseller_id: TenantId,
    change: tuple[Books | None, Books],
    refused: Callable[[], TenantryError],
) -> None:
    """
    CM8. Write what a partner's statements are kept in, over what was read.
    """
    before, after = change
    unchanged: Condition
    if before is None:
        unchanged = BooksItem.pk.does_not_exist()
    elif before.last_statement is None:
        unchanged = BooksItem.last_statement.does_not_exist()
        unchanged &= BooksItem.currency == before.currency
    else:
        unchanged = BooksItem.last_statement == before.last_statement
    kept = books_key(reseller_id)
    if after == before:
        writes.check(BooksItem, kept, unchanged, lambda _: refused())
        return
    item = BooksItem(*kept, currency=after.currency, last_statement=after.last_statement)
    writes.put(item, unchanged, lambda _: refused())


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
