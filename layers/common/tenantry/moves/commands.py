"""
Moving a tenant to another reseller: by an operator, or by its owner's token (R-RES-14).
"""

from collections.abc import Callable
from dataclasses import dataclass

from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.licenses.model import FreedElsewhere, FreedTo
from tenantry.moves import rules, store, tokens
from tenantry.moves.model import Transfer, TransferNotFound
from tenantry.moves.writing import Move, write
from tenantry.resellers import commands as reseller_commands
from tenantry.resellers import rules as reseller_rules
from tenantry.resellers import store as resellers
from tenantry.subscriptions import store as subscriptions
from tenantry.tenants import commands as tenant_commands
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Tenant
from tenantry.transactions import worked_out_anew


@dataclass(frozen=True, slots=True)
class _Asked:
    """
    Who is to hold the tenant, and what was said about it.
    """

    reseller_id: TenantId
    comment: str


def move(tenant_id: TenantId, reseller_id: TenantId, comment: str, act: Act) -> Tenant:
    """
    Shape 1. Give a tenant to another reseller; its owner is asked for a consent of its own.

    A token that its owner has made is good no more: it was made for another reseller's customer.

    Raises:
        TenantNotFound, ResellerNotFound: There is none.
        TenantDeleted, SameReseller, OwnPlan, TooSoon: As `rules.check_may_move`.
        ResellerInactive, TermsNotAccepted: The reseller may not bring in customers.
        NoneAvailable: The prepaid reseller has no licence left.
    """

    def try_once(freed_to: FreedTo) -> Tenant:
        tenant = tenant_commands.read(tenant_id, act.principal)
        transfer = store.get_open(tenant.id)
        return _move(tenant, _Asked(reseller_id, comment), transfer, freed_to, act=act)

    return worked_out_anew(lambda: _freeing(try_once))


def redeem(reseller_id: TenantId, token: str, comment: str, act: Act) -> Tenant:
    """
    Shape 1. Take a tenant over by its owner's token, which is the owner's consent too.

    Raises:
        TransferNotFound: The token is wrong, or not good any more.
        TenantDeleted, SameReseller, OwnPlan, TooSoon: As `rules.check_may_move`.
        ResellerInactive, TermsNotAccepted: The reseller may not bring in customers.
        NoneAvailable: The prepaid reseller has no licence left.
    """

    def try_once(freed_to: FreedTo) -> Tenant:
        transfer = _found(token, act)
        tenant = tenants.get_tenant(transfer.tenant_id)
        assert tenant is not None, "tenants are never removed"
        asked = _Asked(reseller_id, comment)
        return _move(tenant, asked, transfer, freed_to, act=act, is_redeemed=True)

    return worked_out_anew(lambda: _freeing(try_once))


def _found(token: str, act: Act) -> Transfer:
    ids = tokens.ids_in(token)
    transfer = None if ids is None else store.get_transfer(*ids)
    is_its = transfer is not None and tokens.matches(token, transfer.token_hash)
    if transfer is None or not is_its or not rules.is_good(transfer, act.now):
        message = "this token is wrong, was used or revoked, or has expired"
        raise TransferNotFound(message, field="token")
    return transfer


def _freeing(try_once: Callable[[FreedTo], Tenant]) -> Tenant:
    """
    Try with what the freed licence becomes, which only its own write can tell for certain.
    """
    freed_to = FreedTo.AVAILABLE
    for _ in FreedTo:
        try:
            return try_once(freed_to)
        except FreedElsewhere as elsewhere:
            freed_to = elsewhere.freed_to
    return try_once(freed_to)


def _move(
    tenant: Tenant,
    asked: _Asked,
    transfer: Transfer | None,
    freed_to: FreedTo,
    *,
    act: Act,
    is_redeemed: bool = False,
) -> Tenant:
    receiver, settings = reseller_commands.get(asked.reseller_id), resellers.get_settings()
    subscription = subscriptions.get_subscription(tenant.id)
    assert subscription is not None, f"{tenant.id} has no subscription"
    held = tenants.get_held(tenant)
    rules.check_may_move(tenant, subscription, held, receiver.id, now=act.now)
    reseller_rules.check_may_sell(receiver, settings)
    move = Move(
        tenant=tenant,
        subscription=subscription,
        held=held,
        receiver=receiver,
        settings=settings,
        transfer=transfer,
        is_redeemed=is_redeemed,
        freed_to=freed_to,
        comment=asked.comment,
    )
    return write(move, act)
