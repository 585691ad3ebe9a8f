"""
Tenants that may be their reseller's own, and what was said of each, in order (R-COM-8).
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime

from tenantry.clock import Month, month_of
from tenantry.commissions.inputs import Flag, FlagStatus
from tenantry.commissions.self_dealing import Sign
from tenantry.errors import ChangedMeanwhile, NotFound
from tenantry.ids import TenantId, UserId


@dataclass(frozen=True, slots=True)
class Word:
    """
    What was said of a tenant once; it never changes.

    Args:
        since: The first month that it is about.
        by: The operator, or the system.
        why: For people; None where the system found a sign.
    """

    status: FlagStatus
    since: Month
    said_at: datetime
    by: UserId
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Suspicion:
    """
    That a tenant may be its reseller's own; the last word on it counts.

    Args:
        signs: What was found, by the hash of what tenant and reseller have in common: the same
            thing makes no second suspicion once an operator has decided.
        words: At least one, in the order in which they were said.
    """

    reseller_id: TenantId
    tenant_id: TenantId
    words: tuple[Word, ...]
    signs: dict[str, Sign] = field(default_factory=dict)
    version: int = 1

    @property
    def id(self) -> str:
        """
        A reseller's tenant is suspected of one thing, whatever the signs.
        """
        return self.tenant_id

    @property
    def last(self) -> Word:
        """
        What counts.
        """
        return self.words[-1]

    @property
    def status(self) -> FlagStatus:
        """
        Whether its lines are held, pay again, or earn nothing for good.
        """
        return self.last.status


class SuspicionNotFound(NotFound):
    """
    Nothing was found that the tenant and the reseller have in common.
    """

    code = "self_dealing.not_found"


class SuspicionChanged(ChangedMeanwhile):
    """
    Something else was said of the tenant at the same moment.
    """

    code = "self_dealing.changed_meanwhile"


def found(
    before: Suspicion | None,
    signs: dict[str, Sign],
    of: tuple[TenantId, TenantId],
    *,
    by: UserId,
    now: datetime,
) -> Suspicion | None:
    """
    What is thought once signs were found; the same object where they say nothing new.

    From the month on in which a sign is found the tenant's lines are held. A sign that an operator
    has decided on holds nothing again; while a tenant is held, or known to be its reseller's own,
    another sign is only written down.

    Args:
        signs: By hash.
        of: The reseller and the tenant.
    """
    if before is None:
        word = Word(FlagStatus.HELD, month_of(now), now, by)
        return Suspicion(*of, (word,), signs) if signs else None
    if not _news(signs.keys(), before):
        return before
    words = before.words
    if before.status is FlagStatus.RELEASED:
        words = (*words, Word(FlagStatus.HELD, month_of(now), _after(before, now), by))
    return replace(before, words=words, signs={**before.signs, **signs}, version=before.version + 1)


def said(
    before: Suspicion, status: FlagStatus, *, by: UserId, why: str, now: datetime
) -> Suspicion:
    """
    What an operator says of a tenant; the same once more changes nothing.

    What was held is released, or confirmed, from the month on in which it was found. Whoever holds
    a tenant anew holds it from this month on.
    """
    if before.status is status:
        return before
    since = month_of(now) if status is FlagStatus.HELD else before.last.since
    word = Word(status, since, _after(before, now), by, why)
    return replace(before, words=(*before.words, word), version=before.version + 1)


def flags_from(suspicion: Suspicion) -> tuple[Flag, ...]:
    """
    The words as the lines of statements follow from them.
    """
    return tuple(
        Flag(f"{suspicion.id}/{number:04}", word.since, word.status, word.said_at)
        for number, word in enumerate(suspicion.words)
    )


def _news(signs: AbstractSet[str], before: Suspicion) -> bool:
    return not signs <= before.signs.keys()


def _after(before: Suspicion, now: datetime) -> datetime:
    """
    When the next word is said: never before the last one, whichever clock was read.
    """
    return max(now, before.last.said_at)
