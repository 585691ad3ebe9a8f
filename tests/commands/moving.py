"""
Resellers between which tenants move.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tenantry.consents.store import get_consent
from tenantry.ids import TenantId
from tenantry.licenses.store import get_pool
from tenantry.moves import commands, transfers
from tenantry.moves.model import IssuedTransfer
from tenantry.resellers.model import Reseller, ResellerType
from tenantry.tenants.model import Tenant
from tests.acting import DAY, NOON, an_act, owner_of, tenant_owner_of
from tests.builders import (
    a_form,
    bring_in,
    make_prepaid_reseller,
    make_reseller,
    refusal_of,
    tenant_in_table,
)
from tests.commands.faults import meanwhile, tapped
from tests.reading import items_of, restore, snapshot

MOVE_DAY = NOON + DAY
COMMENT = "agreed by both"


def a_receiver(slug: str = "other", licenses: int | None = None) -> Reseller:
    """
    Another reseller: one that earns commission, or a prepaid one with so many licences.
    """
    if licenses is None:
        return make_reseller(a_form(slug, email=f"{slug}@other.example"))
    type_ = ResellerType.SUBSCRIPTION
    email = f"{slug}@other.example"
    return make_reseller(a_form(slug, type_, email=email, initial_licenses=licenses))


def a_tenant(licenses: int | None = None) -> Tenant:
    """
    A customer of a reseller, since noon.
    """
    reseller = make_reseller() if licenses is None else make_prepaid_reseller(licenses)
    return bring_in(reseller)


def move(tenant: Tenant, to: Reseller, now: datetime = MOVE_DAY) -> Tenant:
    """
    An operator moves the tenant.
    """
    return commands.move(tenant.id, to.id, COMMENT, an_act(now=now))


def make_token(tenant: Tenant, now: datetime = NOON) -> IssuedTransfer:
    """
    The tenant's owner makes a token.
    """
    return transfers.make(tenant.id, an_act(tenant_owner_of(tenant.id, tenant.held_by), now))


def redeem(issued: IssuedTransfer, to: Reseller, now: datetime = MOVE_DAY) -> Tenant:
    """
    The other reseller's owner redeems it.
    """
    return commands.redeem(to.id, issued.token, COMMENT, an_act(owner_of(to.id), now))


def holdings() -> list[tuple[str, str, str | None]]:
    """
    Every holding in the table: the reseller, from when, until when.
    """
    rows = [
        (str(item["pk"]).removeprefix("TENANT#"), str(item["starts_at"]), item.get("ends_at"))
        for item in items_of("Holding")
    ]
    return sorted(rows, key=lambda row: row[1])


def used(reseller_id: TenantId) -> tuple[int, int]:
    """
    How many licences a reseller's tenants use, and how many are available.
    """
    pool = get_pool(reseller_id)
    return pool.used, pool.available


def consent_ends(tenant: Tenant, reseller_id: TenantId) -> datetime | None:
    """
    Until when the tenant lets the reseller in.
    """
    consent = get_consent(tenant.id, reseller_id)
    return None if consent is None else consent.ends_at


def told(workspace: TenantId) -> list[str]:
    """
    The kinds of what a workspace was told, the oldest first.
    """
    place = f"TENANT#{workspace}"
    found: list[Any] = [item for item in items_of("Notification") if item["pk"] == place]
    return [str(item["name"]) for item in sorted(found, key=lambda item: str(item["sk"]))]


def now_held(tenant: Tenant) -> TenantId:
    """
    Who holds the tenant now.
    """
    return tenant_in_table(tenant.id).held_by


def write_of(action: Callable[[], object]) -> int:
    """
    The number of the call with which *action* writes, when nobody is in the way; it is undone.
    """
    before = snapshot()
    with tapped() as line:
        action()
    restore(before)
    return line.calls.index("TransactWriteItems")


def race(action: Callable[[], object], other: Callable[[], object]) -> str | None:
    """
    Do *action*, and just before it writes *other*; the code with which *action* is refused.
    """
    write = write_of(action)
    with tapped({write: meanwhile(other)}):
        return refusal_of(action)
