"""
Many invitations in one request: each row stands or falls alone (R-INV-4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import batched

from pynamodb.attributes import UnicodeAttribute

from tenantry.acts import Act
from tenantry.assortment.model import Choice
from tenantry.errors import TenantryError
from tenantry.idempotency import KEPT, KeyReused
from tenantry.ids import InviteId, TenantId, UserId, new_id
from tenantry.invites import store
from tenantry.invites.commands import (
    check_offer,
    plan_invite,
    read_for_mint,
    write_minted,
)
from tenantry.invites.model import Invite, Offer
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

    It fixes the ids of all rows, so that a repeat, after a crash as well, mints none twice. It
    lapses as every idempotency key does.
    """

    KIND = "BulkRun"

    request_hash = UnicodeAttribute()
    started_at = TimeAttribute()


def key(reseller_id: TenantId, sender_key: str) -> Key:
    """
    Where a run stands: with the reseller, by who sent it and the request's key.
    """
    return f"TENANT#{reseller_id}", f"BULK#{sha256(sender_key.encode()).hexdigest()}"


def mint_all(reseller_id: TenantId, rows: Sequence[Row], act: Act) -> list[RowResult]:
    """
    Shape 2 in batches of shape 1. Mint an invite for every good row; a bad row costs only itself.

    Raises:
        KeyReused: The same key came before with another file.
        ResellerNotFound, ResellerInactive, TermsNotAccepted: The reseller may not invite at all.
    """
    run = _run_of(reseller_id, act)
    act = replace(act, now=run.started_at)
    minted = _already_minted([run.invite(row) for row in rows]) if run.is_repeat else {}
    results: dict[int, RowResult] = {}
    for row in rows:
        outcome = minted.get(run.invite(row)[1], row.offer)
        if not isinstance(outcome, Offer):
            results[row.number] = RowResult(row, outcome)
    left = [row for row in rows if row.number not in results]
    # A repeat with nothing left to do is answered even if the reseller may not invite any more.
    if left or not minted:
        results |= {result.row.number: result for result in _mint_rows(run, left, act)}
    return [results[row.number] for row in rows]


@dataclass(frozen=True, slots=True)
class _Run:
    """
    A request as it was first seen: the ids of its invites follow from it, for every later try.
    """

    reseller_id: TenantId
    key: str
    started_at: datetime
    is_repeat: bool

    def invite(self, row: Row) -> tuple[TenantId, InviteId]:
        """
        The invite of a row, minted or not.
        """
        source = f"{self.reseller_id} {self.key} {row.number}"
        entropy = sha256(source.encode()).digest()
        return self.reseller_id, InviteId(new_id("inv", self.started_at, entropy))


def _run_of(reseller_id: TenantId, act: Act) -> _Run:
    assert act.once is not None, "a bulk request carries a key"
    # The same key of two people is two requests, as it is in `idempotency`.
    sender_key = f"{act.principal.person_id} {act.once.key}"
    place = key(reseller_id, sender_key)
    stands = get(BulkRunItem, place)
    if stands is None or stands.started_at <= act.now - KEPT:
        lapses = int((act.now + KEPT).timestamp())
        run = BulkRunItem(
            *place, request_hash=act.once.request_hash, started_at=act.now, expires=lapses
        )
        never_or_lapsed = BulkRunItem.pk.does_not_exist() | (
            BulkRunItem.started_at <= act.now - KEPT
        )
        writes = Writes()
        writes.put(run, never_or_lapsed, _SeenBefore)
        try:
            writes.commit()
        except _SeenBefore as seen:
            stands = seen.run
        else:
            return _Run(reseller_id, sender_key, act.now, is_repeat=False)
    if stands.request_hash != act.once.request_hash:
        message = "this Idempotency-Key was used for another file"
        raise KeyReused(message, field="Idempotency-Key")
    return _Run(reseller_id, sender_key, stands.started_at, is_repeat=True)


class _SeenBefore(TenantryError):
    """
    Two tries of one request met: the first to write decides.
    """

    def __init__(self, raw: RawItem | None) -> None:
        super().__init__("this request was seen before")
        assert raw is not None, "only a run that exists can refuse"
        self.run = BulkRunItem.from_raw_data(dict(raw))


def _mint_rows(run: _Run, rows: Sequence[Row], act: Act) -> Iterator[RowResult]:
    offers = [row.offer for row in rows if isinstance(row.offer, Offer)]
    seller, choices, known = read_for_mint(run.reseller_id, offers)
    planned: list[tuple[Row, Invite]] = []
    for row in rows:
        outcome = _plan_row(run, row, act, choices=choices, known=known)
        if isinstance(outcome, Invite):
            planned.append((row, outcome))
        else:
            yield RowResult(row, outcome)
    for batch in batched(planned, ROWS_PER_TRANSACTION, strict=False):
        yield from _mint_batch(seller, batch, act)


def _plan_row(
    run: _Run, row: Row, act: Act, *, choices: dict[str, Choice], known: dict[str, UserId]
) -> Invite | TenantryError:
    if isinstance(row.offer, TenantryError):
        return row.offer
    try:
        check_offer(row.offer, choices)
    except TenantryError as reason:
        return reason
    reseller_id, invite_id = run.invite(row)
    return plan_invite(
        reseller_id, row.offer, act, invite_id=invite_id, known_user_id=known.get(row.offer.email)
    )


def _mint_batch(
    seller: Seller, batch: Sequence[tuple[Row, Invite]], act: Act
) -> Iterator[RowResult]:
    try:
        _write_batch(seller, [invite for _, invite in batch], act)
    except TenantryError as reason:
        # Another try of the same request may have written this batch at the same moment.
        done = _already_minted([(invite.reseller_id, invite.id) for _, invite in batch])
        yield from (RowResult(row, done.get(invite.id, reason)) for row, invite in batch)
    else:
        yield from (RowResult(row, invite) for row, invite in batch)


def _write_batch(seller: Seller, invites: Sequence[Invite], act: Act) -> None:
    with transaction() as writes:
        resellers.check_may_sell(writes, seller.reseller, seller.settings)
        for invite in invites:
            write_minted(writes, invite, act)


def _already_minted(invites: Sequence[tuple[TenantId, InviteId]]) -> dict[InviteId, Invite]:
    wanted: list[tuple[type[Item], Key]] = [
        (store.InviteItem, store.key(reseller_id, invite_id)) for reseller_id, invite_id in invites
    ]
    stored = [store.invite_from(item) for item in get_all(wanted) if item is not None]
    return {invite.id: invite for invite in stored}
