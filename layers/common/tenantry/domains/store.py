"""
Domains with their partners, the one holder of each name, and how many a partner has claimed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from tenantry.clock import stamp
from tenantry.domains.model import (
    DOMAINS_MAX,
    Domain,
    DomainNotHeld,
    Holder,
    Standing,
    State,
    TooManyDomains,
)
from tenantry.domains.writing import SHARDS, DomainItem, domain_from, key, to_item
from tenantry.errors import TenantryError
from tenantry.ids import TenantId
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import Writes


class DomainHolderItem(Item):
    """
    Marker: the domain is one partner's; or it is reserved, and stays so until another proves it.
    """

    KIND = "DomainHolder"

    reseller_id = UnicodeAttribute()
    claimed_at = TimeAttribute()
    is_reserved = BooleanAttribute()


class DomainCountItem(Item):
    """
    How many domains a partner has claimed and not given up.
    """

    KIND = "DomainCount"

    used = NumberAttribute()


def holder_key(name: str) -> Key:
    """
    Where the marker of a domain's holder stands.
    """
    return f"DOMAIN#{name}", "HOLDER"


def count_key(reseller_id: TenantId) -> Key:
    """
    Where the number of a partner's domains stands.
    """
    return f"TENANT#{reseller_id}", "DOMAINS"


def get_domain(reseller_id: TenantId, name: str) -> Domain | None:
    """
    DM1. Read a partner's domain.
    """
    item = get(DomainItem, key(reseller_id, name))
    return None if item is None else domain_from(item)


def domains_of(
    reseller_id: TenantId, after: str | None = None, limit: int | None = None
) -> Iterator[tuple[str, Domain]]:
    """
    DM2. A partner's domains by name, each with its place; one that is let go is left out.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="DOMAIN#", after=after)
    is_not_released = DomainItem.state != State.RELEASED.value
    rows = query(DomainItem, partition, limit=limit, where=is_not_released)
    return ((item.sk, domain_from(item)) for item in rows)


def create(writes: Writes, domain: Domain) -> None:
    """
    DM3. Write a new claim, in place of one that is being let go if there is one, and count it.
    """
    has_room = DomainCountItem.used.does_not_exist() | (DomainCountItem.used < DOMAINS_MAX)
    message = f"a partner has at most {DOMAINS_MAX} domains; release one of them first"
    actions = [DomainCountItem.used.add(1), Item.kind.set(DomainCountItem.KIND)]
    # The claim goes first: that it is there already says more than that there is no room.
    if domain.version == 1:
        writes.create(to_item(domain))
    else:
        _put(writes, domain)
    writes.update(
        DomainCountItem,
        count_key(domain.reseller_id),
        actions,
        has_room,
        refused=lambda _: TooManyDomains(message, most=DOMAINS_MAX),
    )


def replace(writes: Writes, before: Domain, after: Domain) -> None:
    """
    DM4. Replace the version that was read, by the next one; any other version refuses.
    """
    assert after.version == before.version + 1, "a change makes the next version"
    _put(writes, after)
    if before.state is not State.RELEASED and after.state is State.RELEASED:
        at_least_one = DomainCountItem.used >= 1
        actions = [DomainCountItem.used.add(-1)]
        writes.update(DomainCountItem, count_key(after.reseller_id), actions, at_least_one)


def remove(writes: Writes, domain: Domain) -> None:
    """
    DM5. Remove a released domain, when all that followed it has let go.
    """
    is_as_read = DomainItem.version == domain.version
    is_released = DomainItem.state == State.RELEASED.value
    writes.delete(DomainItem, key(domain.reseller_id, domain.name), is_as_read & is_released)


def due(until: datetime) -> Iterator[tuple[TenantId, str]]:
    """
    DM6. Domains whose next look is due by *until*, however long ago it became so.
    """
    for shard in range(SHARDS):
        partition = Partition(f"DOMAIN_CHECK#{shard}", index="dated", until=f"{stamp(until)}#~")
        for item in query(Item, partition):
            yield TenantId(item.pk.removeprefix("TENANT#")), item.sk.removeprefix("DOMAIN#")


def by_standing(
    wanted: Standing, after: str | None, limit: int | None
) -> Iterator[tuple[str, Domain]]:
    """
    DM7. The domains of all partners of which one thing is to be said, by name, with their places.
    """
    partition = Partition(f"DOMAINS#{wanted.value}", index="lists", after=after)
    rows = query(DomainItem, partition, limit=limit)
    return ((str(item.list_sk), domain_from(item)) for item in rows)


def get_holder(name: str) -> Holder | None:
    """
    DM8. Whose a domain is; one that is reserved was released by whom it names.
    """
    item = get(DomainHolderItem, holder_key(name))
    if item is None:
        return None
    return Holder(name, TenantId(item.reseller_id), item.claimed_at, item.is_reserved)


def hold(writes: Writes, before: Holder | None, domain: Domain) -> None:
    """
    DM9. Make a partner the holder of its domain, in place of what was read; else refuse it all.
    """
    item = _holder_item(domain, is_reserved=False)
    if before is None:
        writes.create(item)
    else:
        writes.put(item, _is(before))


def reserve(writes: Writes, domain: Domain) -> None:
    """
    DM10. Make a domain nobody's: whoever proves it next, with a new token, becomes its holder.
    """
    held = Holder(domain.name, domain.reseller_id, domain.claimed_at)
    writes.put(_holder_item(domain, is_reserved=True), _is(held))


def check_held(writes: Writes, domain: Domain) -> None:
    """
    DM11. Refuse the whole transaction unless the partner holds the domain when it is written.

    For what follows a domain and would otherwise be made for one that another has meanwhile.
    """

    def refused(raw: RawItem | None) -> TenantryError:
        del raw
        return DomainNotHeld(f"{domain.name} is not this partner's at this moment")

    held = Holder(domain.name, domain.reseller_id, domain.claimed_at)
    writes.check(DomainHolderItem, holder_key(domain.name), _is(held), refused)


def check_served(writes: Writes, domain: Domain) -> None:
    """
    DM12. Refuse the whole transaction unless the domain still serves, by the same claim.

    For what opens under a domain; `check_held` lets a suspended one pass.
    """
    serves = DomainItem.state.is_in(State.PROVEN.value, State.GRACE.value)
    is_same = DomainItem.claimed_at == domain.claimed_at

    def refused(raw: RawItem | None) -> TenantryError:
        del raw
        return DomainNotHeld(f"{domain.name} is not this partner's at this moment")

    writes.check(DomainItem, key(domain.reseller_id, domain.name), serves & is_same, refused)


def _put(writes: Writes, after: Domain) -> None:
    writes.put(to_item(after), DomainItem.version == after.version - 1)


def _is(holder: Holder) -> Any:  # noqa: ANN401 - PynamoDB's own condition
    return (
        # The same partner ...
        (DomainHolderItem.reseller_id == holder.reseller_id)
        # ... by the same claim: it may have released the domain and proven it anew since ...
        & (DomainHolderItem.claimed_at == holder.claimed_at)
        # ... and it has not released it, or still has.
        & (DomainHolderItem.is_reserved == holder.is_reserved)
    )


def _holder_item(domain: Domain, *, is_reserved: bool) -> DomainHolderItem:
    return DomainHolderItem(
        *holder_key(domain.name),
        reseller_id=domain.reseller_id,
        claimed_at=domain.claimed_at,
        is_reserved=is_reserved,
    )
