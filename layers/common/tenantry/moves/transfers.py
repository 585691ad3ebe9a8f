"""
A tenant's owner makes a token by which another reseller takes the tenant over, or revokes it.

The reseller that holds the tenant is not told of it before the move: its events name no reseller.
"""

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.moves import rules, store, tokens
from tenantry.moves.model import IssuedTransfer, Transfer, TransferNotFound
from tenantry.tenants import commands as tenants
from tenantry.tenants import store as tenant_store
from tenantry.transactions import Writes, transaction


def make(tenant_id: TenantId, act: Act) -> IssuedTransfer:
    """
    Shape 1. Make a token that is good for 14 days; it is shown once, and one at a time is good.

    Raises:
        TenantNotFound, TenantDeleted: There is none that the principal may see, or it is gone.
        TransferOpen: A token that was made before is still good.
        TenantChanged: The tenant was moved at the same moment.
    """
    tenant = tenants.read(tenant_id, act.principal)
    transfer_id = act.new_id("trf")
    token = tokens.token(tenant.id, transfer_id)
    transfer = rules.make(
        transfer_id, tenant, tokens.hash_of(token), act.principal.person_id, now=act.now
    )
    issued = IssuedTransfer(transfer, token)
    with transaction() as writes:
        store.create(writes, transfer, act.now)
        tenant_store.check_held(writes, tenant)
        _record(writes, "transfer.made", transfer, act)
        idempotency.remember(writes, act, issued)
    return issued


def revoke(tenant_id: TenantId, transfer_id: str, act: Act) -> Transfer:
    """
    Shape 1. Make a token good for nothing; what was redeemed, revoked or has expired stays.

    Raises:
        TenantNotFound, TransferNotFound: There is none that the principal may see.
        TransferChanged: It was redeemed at the same moment.
    """
    tenant = tenants.read(tenant_id, act.principal)
    before = store.get_transfer(tenant.id, transfer_id)
    if before is None:
        message = "the tenant has no such transfer"
        raise TransferNotFound(message)
    if not rules.is_good(before, act.now):
        return before
    after = rules.revoked(before, act.now)
    with transaction() as writes:
        store.end(writes, after)
        _record(writes, "transfer.revoked", after, act)
    return after


def _record(writes: Writes, kind: str, transfer: Transfer, act: Act) -> None:
    events.record(
        writes,
        act,
        kind,
        tenant_id=transfer.tenant_id,
        reseller_id=None,
        transfer_id=transfer.id,
    )
