"""
What a partner's disbursements have left over, and which of them is open.
"""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.disbursements.model import Carried, DisbursementOpen
from tenantry.errors import TenantryError
from tenantry.ids import TenantId, UserId
from tenantry.money import Money
from tenantry.reads import get
from tenantry.table import Item, Key, RawItem
from tenantry.transactions import Writes, changed_meanwhile


class CarriedItem(Item):
    """
    What a partner's disbursements have left over, and which of them is open.
    """

    KIND = "CarriedPayout"

    amount_minor = NumberAttribute()
    currency = UnicodeAttribute()
    approvers = JSONAttribute(null=True)
    disbursement_id = UnicodeAttribute(null=True)
    version = NumberAttribute()


def carried_key(reseller_id: TenantId) -> Key:
    """
    Where it stands what a partner's disbursements have left over.
    """
    return f"TENANT#{reseller_id}", "CARRIED_PAYOUT"


def get_carried(reseller_id: TenantId, currency: str) -> Carried:
    """
    DB6. What a partner's disbursements have left over; nothing before the first one.

    Args:
        currency: Of its statements.
    """
    item = get(CarriedItem, carried_key(reseller_id))
    if item is None:
        return Carried(reseller_id, Money(0, currency))
    return carried_from(item)


def put_carried(writes: Writes, before: Carried, after: Carried) -> None:
    """
    DB7. Replace what was read, by the next version; any other version refuses.
    """
    assert after.version == before.version + 1, "a change makes the next version"
    as_read = (
        CarriedItem.pk.does_not_exist()
        if before.version == 0
        else CarriedItem.version == before.version
    )

    def refused(raw: RawItem | None) -> TenantryError:
        found = None if raw is None else carried_from(CarriedItem.from_raw_data(dict(raw)))
        if found is None or found.disbursement_id in {None, before.disbursement_id}:
            return changed_meanwhile(raw)
        return is_open(str(found.disbursement_id))

    item = CarriedItem(
        *carried_key(after.reseller_id),
        amount_minor=after.amount.minor,
        currency=after.amount.currency,
        approvers=list(after.approvers) or None,
        disbursement_id=after.disbursement_id,
        version=after.version,
    )
    writes.put(item, as_read, refused)


def is_open(disbursement_id: str) -> DisbursementOpen:
    """
    What refuses a second disbursement before the first one has ended.
    """
    message = "another disbursement of this partner has not ended"
    return DisbursementOpen(message, disbursement_id=disbursement_id)


def carried_from(item: CarriedItem) -> Carried:
    """
    What an item says that was read together with other kinds.
    """
    return Carried(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        amount=Money(int(item.amount_minor), item.currency),
        approvers=tuple(UserId(one) for one in item.approvers or ()),
        disbursement_id=item.disbursement_id,
        version=int(item.version),
    )
