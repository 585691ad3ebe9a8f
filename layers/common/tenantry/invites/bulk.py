"""
Many invitations in one request: each row stands or falls alone (R-INV-4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from pynamodb.attributes import UnicodeAttribute

from tenantry.acts import Act
from tenantry.errors import TenantryError
from tenantry.idempotency import KeyReused
from tenantry.ids import InviteId, TenantId, UserId, new_id
from tenantry.invites import store
from tenantry.invites.commands import (
    check_offer,
    plan_invite,
    read_for_mint,
    write_minted,
)
from tenantry.invites.model import Invite, Offer
from tenantry.plans.model import Plan
from tenantry.provisioning.commands import Seller
from tenantry.reads import get, get_all
from tenantry.resellers import store as resellers
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import Writes, transaction

ROWS_MAX = 1_000
ROWS_PER_TRANSACTION = 45
"""Two items a row and one check: 91 of the 100 that a transaction takes."""


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row of the file: an offer, or why it is none.

    Args:
        number: 1 for the first row after the heading.
    """

    number: int
    offer: Offer | TenantryError


@dataclass(frozen=True, slots=True)
class RowResult:
    """
    What became of a row: an invite, or the reason why not.
    """

    row: Row
    outcome: Invite | TenantryError


class BulkRunItem(Item):
    """
    The intent of a bulk request, written first.

    It fixes the ids of all rows, so that a repeat, after a crash as well, mints none twice.
    """

    KIND = "BulkRun"

    request_hash = UnicodeAttribute()
    started_at = TimeAttribute()


def key(reseller_id: TenantId, idempotency_key: str) -> Key:
    """
    Where a run stands: with the reseller, by the request's key.
    """
    return f"TENANT#{reseller_id}", f"BULK#{sha256(idempotency_key.encode()).hexdigest()}"


def mint_all(reseller_id: TenantId, rows: Sequence[Row], act: Act) -> list[RowResult]:
    """
    Shape 2 in batches of shape 1. Mint an invite for every good row; a bad row costs only itself.

    Raises:
        KeyReused: The same key came before with another file.
        ResellerNotFound, ResellerInactive, TermsNotAccepted: The reseller may not invite at all.
    """
    act = replace(act, now=_started_at(reseller_id, act))
    offers = [row.offer for row in rows if isinstance(row.offer, Offer)]
    seller, plans, known = read_for_mint(reseller_id, offers)
    results: dict[int, RowResult] = {}
    planned: list[tuple[Row, Invite]] = []
    for row in rows:
        outcome = _plan_row(reseller_id, row, act, plans=plans, known=known)
        if isinstance(outcome, Invite):
            planned.append((row, outcome))
        results[row.number] = RowResult(row, outcome)
    for start in range(0, len(planned), ROWS_PER_TRANSACTION):
        for result in _mint_batch(seller, planned[start : start + ROWS_PER_TRANSACTION], act):
            results[result.row.number] = result
    return [results[row.number] for row in rows]


def _started_at(reseller_id: TenantId, act: Act) -> datetime:
    """
    When this request was first seen; every later try makes its ids from the same moment.
    """
    assert act.once is not None, "a bulk request carries a key"
    place = key(reseller_id, act.once.key)
    run = BulkRunItem(*place, request_hash=act.once.request_hash, started_at=act.now)
    stands = get(BulkRunItem, place)
    if stands is None:
        writes = Writes()
        writes.create(run, _SeenBefore)
        try:
            writes.commit()
        except _SeenBefore as seen:
            stands = seen.run
        else:
            return act.now
    if stands.request_hash != act.once.request_hash:
        message = "this Idempotency-Key was used for another file"
        raise KeyReused(message, field="Idempotency-Key")
    return stands.started_at


class _SeenBefore(TenantryError):
    """
    Two tries of one request met: the first to write decides.
    """

    def __init__(self, raw: RawItem | None) -> None:
        super().__init__("this request was seen before")
        assert raw is not None, "only a run that exists can refuse"
        self.run = BulkRunItem.from_raw_data(dict(raw))


def _plan_row(
    reseller_id: TenantId, row: Row, act: Act, *, plans: dict[str, Plan], known: dict[str, UserId]
) -> Invite | TenantryError:
    if isinstance(row.offer, TenantryError):
        return row.offer
    try:
        check_offer(row.offer, plans)
    except TenantryError as reason:
        return reason
    assert act.once is not None, "a bulk request carries a key"
    source = f"{reseller_id} {act.once.key} {row.number}"
    invite_id = InviteId(new_id("inv", act.now, sha256(source.encode()).digest()))
    return plan_invite(
        reseller_id, row.offer, act, invite_id=invite_id, known_user_id=known.get(row.offer.email)
    )


def _mint_batch(
    seller: Seller, batch: Sequence[tuple[Row, Invite]], act: Act
) -> Iterator[RowResult]:
    try:
        _write_batch(seller, [invite for _, invite in batch], act)
    except TenantryError as reason:
        done = _already_minted([invite for _, invite in batch])
        if not done:
            yield from (RowResult(row, reason) for row, _ in batch)
            return
        # A try that died half-way had written this batch: the batches after it are still to do.
        yield from (RowResult(row, done.get(invite.id, reason)) for row, invite in batch)
    else:
        yield from (RowResult(row, invite) for row, invite in batch)


def _write_batch(seller: Seller, invites: Sequence[Invite], act: Act) -> None:
    with transaction() as writes:
        resellers.check_may_sell(writes, seller.reseller, seller.settings)
        for invite in invites:
            write_minted(writes, invite, act)


def _already_minted(invites: Sequence[Invite]) -> dict[InviteId, Invite]:
    wanted: list[tuple[type[Item], Key]] = [
        (store.InviteItem, store.key(invite.reseller_id, invite.id)) for invite in invites
    ]
    stored = [store.invite_from(item) for item in get_all(wanted) if item is not None]
    return {invite.id: invite for invite in stored}
