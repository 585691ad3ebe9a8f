"""
Which agreement holds for a month, and which may be made.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tenantry.clock import Month, month_bounds, month_of
from tenantry.commissions.model import STANDARD, Agreement
from tenantry.errors import Conflict, RuleBroken, invalid_field
from tenantry.fx.model import QUOTED

HOLD_DAYS_MAX = 365
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Agreed:
    """
    An agreement as it was made.

    Args:
        agreed_at: When it was made, or last replaced.
        version: Grows by one when it is replaced; a write names the version that it read.
    """

    agreement: Agreement
    agreed_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True)
class Books:
    """
    What a partner's statements are kept in.

    Args:
        currency: Of all its lines, also of months that another agreement holds for: that which was
            agreed last, until there is a statement.
        last_statement: The month of its last one; None before the first.
    """

    currency: str
    last_statement: Month | None = None


class AgreementBegun(RuleBroken):
    """
    A month that has begun keeps its agreement.
    """

    code = "agreement.begun"


class AgreementChanged(Conflict):
    """
    The month's agreement was changed at the same moment.
    """

    code = "agreement.changed_meanwhile"


def changed_meanwhile() -> AgreementChanged:
    """
    The refusal of whoever agrees at the same moment as somebody else.
    """
    return AgreementChanged("somebody changed this agreement at the same moment; read it again")


def in_force(agreements: Sequence[Agreement], month: Month) -> Agreement:
    """
    The agreement that a month is earned under; the standard one where nothing was agreed (R-COM-1).
    """
    begun = [one for one in agreements if one.effective_from <= month]
    return max(begun, key=lambda one: one.effective_from, default=STANDARD)


def counted_in(agreements: Sequence[Agreement], currency: str) -> tuple[Agreement, ...]:
    """
    The agreements, and the standard one where it is in force, with lines in one currency.
    """
    if all(one.currency == currency for one in (STANDARD, *agreements)):
        return tuple(agreements)
    own = {one.effective_from: one for one in (STANDARD, *agreements)}
    return tuple(replace(one, currency=currency) for _, one in sorted(own.items()))


def check_agreement(new: Agreement, books: Books | None) -> None:
    """
    Refuse an agreement that cannot be, or that would change what is written.

    Args:
        books: What the partner's statements are kept in; None where nothing was agreed or written.

    Raises:
        Invalid: A field breaks a rule.
    """
    if not _MONTH.fullmatch(new.effective_from):
        raise invalid_field("effective_from", "must be a month, for example 2026-11")
    if not new.rate.is_finite() or not 0 <= new.rate <= 1:
        raise invalid_field("rate", "must be from 0 to 1")
    if new.currency not in QUOTED:
        rule = "no source of exchange rates quotes it, so nothing could be converted to it"
        raise invalid_field("currency", rule)
    if new.minimum.currency != new.currency or new.minimum.minor < 0:
        rule = "must be zero or more, in the agreement's currency"
        raise invalid_field("minimum", rule)
    if not 0 <= new.hold_days <= HOLD_DAYS_MAX:
        raise invalid_field("hold_days", f"must be from 0 to {HOLD_DAYS_MAX}")
    if books is None or books.last_statement is None:
        return
    if new.effective_from <= books.last_statement:
        rule = "must be after the last month that has a statement"
        raise invalid_field("effective_from", rule, last_statement=books.last_statement)
    # What is corrected later is corrected in the currency that it was written in, and a balance has
    # one currency.
    if new.currency != books.currency:
        rule = "must stay as it is once there is a statement"
        raise invalid_field("currency", rule)


def agreed(new: Agreement, before: Agreed | None, now: datetime) -> Agreed:
    """
    The agreement of a month in place of the one before; the same once more changes nothing.

    Raises:
        Invalid: The month is over.
        AgreementBegun: The month has begun under another agreement of its own.
    """
    if new.effective_from < month_of(now):
        raise invalid_field("month", "must not be over")
    if before is None:
        return Agreed(new, now)
    if before.agreement == new:
        return before
    if month_bounds(new.effective_from)[0] <= now:
        message = f"{new.effective_from} has begun under the agreement that it has"
        raise AgreementBegun(message)
    return Agreed(new, now, before.version + 1)
