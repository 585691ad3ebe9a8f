"""
What operators and the system say of lines: corrections, and tenants that may be a reseller's own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.clock import Month, moment, stamp
from tenantry.commissions.corrections import (
    CorrectionChanged,
    CorrectionStatus,
    ProposedCorrection,
    counted,
)
from tenantry.commissions.inputs import Correction, Flag, FlagStatus
from tenantry.commissions.model import Kind, LineKey
from tenantry.commissions.self_dealing import Sign
from tenantry.commissions.suspicions import Suspicion, SuspicionChanged, Word, flags_from
from tenantry.ids import TenantId, UserId
from tenantry.money import Money
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class CorrectionItem(Item):
    """
    A correction; in `lists` under its status, by when it was proposed.
    """

    KIND = "Correction"

    tenant_id = UnicodeAttribute()
    earned = UnicodeAttribute()
    payment_id = UnicodeAttribute()
    about = UnicodeAttribute()
    amount_minor = NumberAttribute()
    currency = UnicodeAttribute()
    why = UnicodeAttribute()
    status = UnicodeAttribute()
    proposed_by = UnicodeAttribute()
    proposed_at = TimeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_at = TimeAttribute(null=True)
    comment = UnicodeAttribute(null=True)
    version = NumberAttribute()


class SuspicionItem(Item):
    """
    What was said of a tenant that may be its reseller's own; in `lists` under its last word.
    """

    KIND = "Suspicion"

    signs = JSONAttribute()
    words = JSONAttribute()
    version = NumberAttribute()


def correction_key(reseller_id: TenantId, correction_id: str) -> Key:
    """
    Where a correction stands: with the reseller whose line it corrects.
    """
    return f"TENANT#{reseller_id}", f"CORRECTION#{correction_id}"


def suspicion_key(reseller_id: TenantId, tenant_id: TenantId) -> Key:
    """
    Where it stands what is thought of a reseller's tenant.
    """
    return f"TENANT#{reseller_id}", f"FLAG#{tenant_id}"


def corrections_of(reseller_id: TenantId) -> Mapping[TenantId, tuple[Correction, ...]]:
    """
    CF1. What counts of the corrections of a reseller's lines, by tenant.

    Each is recorded when it was approved: after a cut-off, it falls into the next statement.
    """
    found: defaultdict[TenantId, list[Correction]] = defaultdict(list)
    partition = Partition(f"TENANT#{reseller_id}", begins_with="CORRECTION#")
    for item in query(CorrectionItem, partition):
        correction = counted(_correction_from(item))
        if correction is not None:
            found[TenantId(item.tenant_id)].append(correction)
    return {tenant_id: tuple(several) for tenant_id, several in found.items()}


def flags_of(reseller_id: TenantId) -> Mapping[TenantId, tuple[Flag, ...]]:
    """
    CF2. What was said of a reseller's tenants that may be its own, by tenant.

    Each word is recorded when it was said: after a cut-off, it falls into the next statement.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="FLAG#")
    found = map(_suspicion_from, query(SuspicionItem, partition))
    return {one.tenant_id: flags_from(one) for one in found}


def get_correction(reseller_id: TenantId, correction_id: str) -> ProposedCorrection | None:
    """
    CF3. Read a correction.
    """
    item = get(CorrectionItem, correction_key(reseller_id, correction_id))
    return None if item is None else _correction_from(item)


def create_correction(writes: Writes, proposed: ProposedCorrection) -> None:
    """
    CF4. Write a new proposal.
    """
    writes.create(_correction_item(proposed))


def replace_correction(
    writes: Writes, before: ProposedCorrection, after: ProposedCorrection
) -> None:
    """
    CF5. Replace the version that was read.
    """
    message = "somebody decided on this correction at the same moment; read it again"
    writes.put(
        _correction_item(after),
        CorrectionItem.version == before.version,
        lambda _: CorrectionChanged(message),
    )


def listed_corrections(
    status: CorrectionStatus, after: str | None, limit: int | None
) -> Iterator[tuple[str, ProposedCorrection]]:
    """
    CF6. Corrections of one status, oldest first, each with its place.
    """
    partition = Partition(f"CORRECTIONS#{status.value}", index="lists", after=after)
    rows = query(CorrectionItem, partition, limit=limit)
    return ((str(item.list_sk), _correction_from(item)) for item in rows)


def get_suspicion(reseller_id: TenantId, tenant_id: TenantId) -> Suspicion | None:
    """
    CF7. Read what is thought of a reseller's tenant.
    """
    item = get(SuspicionItem, suspicion_key(reseller_id, tenant_id))
    return None if item is None else _suspicion_from(item)


def put_suspicion(writes: Writes, before: Suspicion | None, after: Suspicion) -> None:
    """
    CF8. Write what is thought of a tenant over what was read, or where nothing stood.
    """

    def refused(_: object) -> SuspicionChanged:
        return SuspicionChanged("something was said of this tenant at the same moment; read again")

    if before is None:
        writes.create(_suspicion_item(after), refused)
    else:
        writes.put(_suspicion_item(after), SuspicionItem.version == before.version, refused)


def listed_suspicions(
    status: FlagStatus, after: str | None, limit: int | None
) -> Iterator[tuple[str, Suspicion]]:
    """
    CF9. Tenants of all resellers of which this was said last, longest ago first, with their places.
    """
    partition = Partition(f"FLAGS#{status.value}", index="lists", after=after)
    rows = query(SuspicionItem, partition, limit=limit)
    return ((str(item.list_sk), _suspicion_from(item)) for item in rows)


def suspicions_of(
    reseller_id: TenantId, after: str | None, limit: int | None
) -> Iterator[tuple[str, Suspicion]]:
    """
    CF10. What is thought of a reseller's tenants, by tenant, each with its place.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="FLAG#", after=after)
    rows = query(SuspicionItem, partition, limit=limit)
    return ((item.sk, _suspicion_from(item)) for item in rows)


def _correction_item(proposed: ProposedCorrection) -> CorrectionItem:
    return CorrectionItem(
        *correction_key(proposed.reseller_id, proposed.id),
        tenant_id=proposed.tenant_id,
        earned=proposed.key.earned,
        payment_id=proposed.key.payment_id,
        about=proposed.key.about.value,
        amount_minor=proposed.amount.minor,
        currency=proposed.amount.currency,
        why=proposed.why,
        status=proposed.status.value,
        proposed_by=proposed.proposed_by,
        proposed_at=proposed.proposed_at,
        decided_by=proposed.decided_by,
        decided_at=proposed.decided_at,
        comment=proposed.comment,
        version=proposed.version,
        list_pk=f"CORRECTIONS#{proposed.status.value}",
        list_sk=f"{stamp(proposed.proposed_at)}#{proposed.id}",
    )


def _correction_from(item: CorrectionItem) -> ProposedCorrection:
    decided_by: str | None = item.decided_by
    return ProposedCorrection(
        id=item.sk.removeprefix("CORRECTION#"),
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        tenant_id=TenantId(item.tenant_id),
        key=LineKey(Month(item.earned), item.payment_id, Kind(item.about)),
        amount=Money(int(item.amount_minor), item.currency),
        why=item.why,
        proposed_by=UserId(item.proposed_by),
        proposed_at=item.proposed_at,
        status=CorrectionStatus(item.status),
        decided_by=None if decided_by is None else UserId(decided_by),
        decided_at=item.decided_at,
        comment=item.comment,
        version=int(item.version),
    )


def _suspicion_item(suspicion: Suspicion) -> SuspicionItem:
    last = suspicion.last
    place = f"{stamp(last.said_at)}#{suspicion.reseller_id}#{suspicion.tenant_id}"
    return SuspicionItem(
        *suspicion_key(suspicion.reseller_id, suspicion.tenant_id),
        signs={name: sign.value for name, sign in suspicion.signs.items()},
        words=[_word_as_json(word) for word in suspicion.words],
        version=suspicion.version,
        list_pk=f"FLAGS#{last.status.value}",
        list_sk=place,
    )


def _suspicion_from(item: SuspicionItem) -> Suspicion:
    return Suspicion(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        tenant_id=TenantId(item.sk.removeprefix("FLAG#")),
        words=tuple(map(_word_from, item.words)),
        signs={name: Sign(sign) for name, sign in item.signs.items()},
        version=int(item.version),
    )


def _word_as_json(word: Word) -> dict[str, Any]:
    return {
        "status": word.status.value,
        "since": word.since,
        "said_at": stamp(word.said_at),
        "by": word.by,
        "why": word.why,
    }


def _word_from(stored: Mapping[str, Any]) -> Word:
    return Word(
        status=FlagStatus(stored["status"]),
        since=Month(stored["since"]),
        said_at=moment(stored["said_at"]),
        by=UserId(stored["by"]),
        why=stored["why"],
    )
