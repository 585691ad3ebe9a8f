"""
Writing a move: all that a reseller's customer hangs on changes in one transaction, or nothing.

Every part names what it expects. A tenant has exactly one holder at any instant, since its own
version, the open holding and its subscription are conditions of the same write: whatever else
happens to the tenant meanwhile (a second move, a deletion, a payment, a suspension) changes one of
them, and one of the two is worked out anew.
"""

from dataclasses import dataclass
from typing import Any

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.billing import store as billing
from tenantry.charges import store as charges
from tenantry.consents import store as consents
from tenantry.hosts.following import tenant_changed
from tenantry.ids import TenantId
from tenantry.licenses import store as licenses
from tenantry.licenses.model import FreedTo
from tenantry.moves import rules, store
from tenantry.moves.model import Transfer
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.resellers import store as resellers
from tenantry.resellers.model import ProgrammeSettings, Reseller
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import Subscription
from tenantry.subscriptions.moving import moved
from tenantry.tenants import rules as tenant_rules
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Held, Tenant
from tenantry.transactions import Writes, transaction


@dataclass(frozen=True, slots=True)
class Move:
    """
    A move as it was decided, with all that was read for it.

    Args:
        transfer: The tenant's open transfer; None where it has none.
        is_redeemed: Whether the move is by that transfer's token.
        freed_to: What the old reseller's licence is taken to become.
    """

    tenant: Tenant
    subscription: Subscription
    held: Held
    receiver: Reseller
    settings: ProgrammeSettings
    transfer: Transfer | None
    is_redeemed: bool
    freed_to: FreedTo
    comment: str


def write(move: Move, act: Act) -> Tenant:
    """
    Write a move.

    Raises:
        ChangedMeanwhile: Something that was read for it has changed; work it out anew.
        ResellerInactive, TermsNotAccepted, NoneAvailable: The receiver cannot take it, as of now.
        FreedElsewhere: The freed licence becomes something else.
    """
    tenant, to = move.tenant, move.receiver.id
    after = tenant_rules.move(tenant, to, holds_license=move.receiver.is_prepaid)
    with transaction() as writes:
        tenants.replace(writes, tenant, after)
        tenant_changed(writes, tenant, after)
        tenants.hand_over(writes, move.held, to, act.now)
        subscriptions.replace(
            writes, move.subscription, moved(move.subscription, to, act.now), act.now
        )
        resellers.check_may_sell(writes, move.receiver, move.settings)
        if move.receiver.is_prepaid:
            licenses.allocate(writes, to)
        if tenant.holds_license:
            licenses.free(writes, tenant.held_by, move.freed_to)
        _end_agreements(writes, move, act)
        # How the old reseller billed it, and what it offered for a pilot, is not the new one's.
        billing.put_mode(writes, tenant.id, None)
        charges.forget_upgrade(writes, tenant.id)
        _tell(writes, move, act)
        idempotency.remember(writes, act, after)
    return after


def _end_agreements(writes: Writes, move: Move, act: Act) -> None:
    """
    Nobody is let in without the owner's consent, also one from when the receiver held it before.
    """
    transfer, to = move.transfer, move.receiver.id
    consents.remove(writes, move.tenant.id, move.tenant.held_by)
    if transfer is not None and move.is_redeemed:
        consents.put(writes, rules.consent_of(transfer, to, act.now))
        store.end(writes, rules.redeemed(transfer, to, act.now), act.now)
        return
    consents.remove(writes, move.tenant.id, to)
    if transfer is None:
        store.check_none_open(writes, move.tenant.id)
    else:
        store.end(writes, rules.revoked(transfer, act.now))


def _tell(writes: Writes, move: Move, act: Act) -> None:
    """
    Each reseller is told its own side; the receiver's comment is none of the old one's affair.
    """
    tenant_id, old, new = move.tenant.id, move.tenant.held_by, move.receiver.id
    by: dict[str, Any] = {}
    if move.transfer is not None and move.is_redeemed:
        by["transfer_id"] = move.transfer.id
    _notify(writes, old, "tenant.moved", tenant_id, act=act)
    _notify(writes, new, "tenant.received", tenant_id, act=act)
    said: dict[str, Any] = {} if move.is_redeemed else {"comment": move.comment}
    events.record(
        writes,
        act,
        "tenant.moved",
        tenant_id=tenant_id,
        reseller_id=old,
        to_reseller_id=new,
        **by,
        **said,
    )
    events.record(
        writes,
        act,
        "tenant.received",
        tenant_id=tenant_id,
        reseller_id=new,
        from_reseller_id=old,
        comment=move.comment,
        **by,
    )


def _notify(
    writes: Writes, workspace: TenantId, kind: str, tenant_id: TenantId, *, act: Act
) -> None:
    told = {"tenant_id": tenant_id}
    notifications.put(writes, Notification(act.new_id("ntf", kind), workspace, kind, act.now, told))
