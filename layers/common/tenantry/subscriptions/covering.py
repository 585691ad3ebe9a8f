"""
Until when a subscription is paid: it follows from its payments, whatever order they came in.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from tenantry.intervals import months_after
from tenantry.subscriptions.model import Cover, Subscription


class Covered(NamedTuple):
    """
    What a payment pays for when all the others are counted too: `[starts_at, ends_at)`.

    It is empty when the dates of a payment by hand were paid for already.
    """

    payment_id: str
    starts_at: datetime
    ends_at: datetime


def paid_until(subscription: Subscription) -> datetime | None:
    """
    The end of what was paid; None while nothing was, or nothing is billed yet.

    Two payments that were asked for one period pay the next one too: no money is lost.
    """
    anchor = subscription.anchor
    if anchor is None:
        return None
    until: datetime | None = None
    for covered in periods_of(subscription.covers, lambda _: anchor):
        until = covered.ends_at
    return until


def periods_of(
    covers: Iterable[Cover], anchor_of: Callable[[Cover], datetime]
) -> Iterator[Covered]:
    """
    What each payment pays for, earliest first; no instant is paid for twice.

    Args:
        anchor_of: Whence the edges of the periods are counted that a payment pays for.
    """
    until: datetime | None = None
    for cover in sorted(covers, key=lambda one: (_start(one, anchor_of), one.payment_id)):
        starts_at = _start(cover, anchor_of)
        starts_at = starts_at if until is None else max(starts_at, until)
        until = _extended(until, cover, anchor_of)
        yield Covered(cover.payment_id, starts_at, until)


def pinned(covers: tuple[Cover, ...], anchor: datetime) -> tuple[Cover, ...]:
    """
    The same covers with dates of their own, for when billing is no longer counted from *anchor*.

    Without them what began a subscription would pay for its first period once more.
    """
    return tuple(
        replace(cover, starts_at=anchor, ends_at=months_after(anchor, cover.months))
        if cover.starts_at is None
        else cover
        for cover in covers
    )


def _start(cover: Cover, anchor_of: Callable[[Cover], datetime]) -> datetime:
    return cover.starts_at or anchor_of(cover)


def _extended(
    until: datetime | None, cover: Cover, anchor_of: Callable[[Cover], datetime]
) -> datetime:
    if cover.months and until is not None and _start(cover, anchor_of) < until:
        return _edge_after(anchor_of(cover), until, cover.months)
    ends_at = cover.ends_at or months_after(anchor_of(cover), cover.months)
    return ends_at if until is None else max(until, ends_at)


def _edge_after(anchor: datetime, until: datetime, months: int) -> datetime:
    """
    So many months after *until*, counted from the anchor: an end on the 31st stays on the 31st.
    """
    if until < anchor:
        return months_after(until, months)
    number = (until.year - anchor.year) * 12 + until.month - anchor.month
    while months_after(anchor, number) > until:
        number -= 1
    return months_after(anchor, number + months)
