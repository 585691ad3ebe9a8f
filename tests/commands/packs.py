"""
What tests of licences look at, and how a process dies in the middle of what it does.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count, product

from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.license_purchases import commands, store
from tenantry.license_purchases.model import Purchase, Standing
from tenantry.license_purchases.rules import standing
from tenantry.licenses import store as pools
from tenantry.licenses.model import LicensePool
from tenantry.mail.model import Locale
from tenantry.provisioning import commands as provisioning
from tenantry.tenants.model import Tenant
from tests.acting import NOON, an_act, owner_of
from tests.builders import GROWTH, once
from tests.commands.faults import Fault, ProcessDied, dies_after, dies_before, tapped
from tests.licensing import PretendProvider
from tests.reading import items_of

DEATHS = (dies_before, dies_after)
_numbers = count()


def pool_of(reseller_id: TenantId) -> LicensePool:
    """
    The reseller's pool.
    """
    return pools.get_pool(reseller_id)


def is_stored_whole(reseller_id: TenantId) -> bool:
    """
    Whether the stored numbers, which conditions compare, are those that follow from the facts.
    """
    [item] = items_of("LicensePool")
    pool = pool_of(reseller_id)
    stored = [item[name] for name in ("count", "owed", "frozen", "available", "waiting")]
    waiting = pool.disputed - pool.frozen
    return stored == [pool.count, pool.owed, pool.frozen, pool.available, waiting]


def stands(purchase: Purchase) -> Standing:
    """
    Where a purchase stands now.
    """
    return standing(commands.get(purchase.reseller_id, purchase.id))


def asks(reseller_id: TenantId, key: str | None = None) -> Act:
    """
    The owner's request, with a key of its own unless one is given.
    """
    return an_act(owner_of(reseller_id), NOON, once(key or f"request {next(_numbers)}"))


def give_back(
    purchase: Purchase, quantity: int, provider: PretendProvider, key: str | None = None
) -> Purchase:
    """
    Return a part of a purchase.
    """
    act = asks(purchase.reseller_id, key)
    return commands.give_back(purchase.reseller_id, purchase.id, provider, act, quantity=quantity)


def bring_in(reseller_id: TenantId, tenants: int = 1, key: str | None = None) -> list[Tenant]:
    """
    New tenants, made without an invite; one, if the request's key is given.
    """
    return [
        provisioning.create(
            reseller_id,
            asks(reseller_id, key),
            name="Shop",
            plan_code=GROWTH,
            owner_email=f"owner{next(_numbers)}@shop.example",
            owner_name="Kofi",
            locale=Locale.EN,
            branding=None,
        )
        for _ in range(tenants)
    ]


def deaths(calls: int) -> Iterator[tuple[int, Fault]]:
    """
    Every moment at which a process can die that makes so many calls.
    """
    return product(range(calls), DEATHS)


def die_and_repeat[T](do: Callable[[], T], call: int, dies: Fault) -> tuple[T, int]:
    """
    Do something, dying at this call; then do it again. Also says how many calls the first try made.
    """
    with tapped({call: dies}) as line, suppress(ProcessDied):
        do()
    return do(), len(line.calls)


def waiting_for_operator() -> list[str]:
    """
    The purchases that an operator has to decide on.
    """
    return [purchase.id for _, purchase in store.waiting_for_operator(None, 100)]
