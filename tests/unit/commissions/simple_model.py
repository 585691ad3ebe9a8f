"""
A programme of one tenant and two partners in whole months, and what each must have earned.

It knows nothing of the product's rules: a month is a number, a period is a range of numbers.
"""

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction


@dataclass(frozen=True)
class Bought:
    """
    A payment, asked for *count* months from month *start* on.

    Args:
        wholesale: Of the whole period; None where nobody said.
    """

    id: str
    start: int
    count: int
    is_by_hand: bool
    net: int
    tax: int
    currency: str
    is_platforms: bool
    wholesale: int | None
    known_at: datetime


@dataclass(frozen=True)
class Told:
    """
    That a refund (`pending`, `succeeded`, `failed`) or dispute (`open`, `won`, `lost`) is so far.
    """

    id: str
    bought: str
    minor: int
    status: str
    known_at: datetime


@dataclass(frozen=True)
class Added:
    """
    That an operator added cents to what a payment earns for a month, of a kind.
    """

    bought: str
    month: int
    kind: str
    minor: int
    known_at: datetime


@dataclass(frozen=True)
class Flagged:
    """
    That the tenant's months from one on are held for self-dealing, or are not any more.
    """

    since: int
    is_held: bool
    known_at: datetime


@dataclass(frozen=True)
class History:
    """
    All that happened.

    Args:
        confirmed: When an operator confirmed that the platform has a payment's money.
        holders: Who held the tenant at the end of each month.
        shares: By partner and month: the rate, and whether the wholesale price is what it is of.
        worth: What a minor unit of a currency is in cents, by currency and month.
        outcomes: By partner and month: `stands`, or whether the statement was rejected to be
            `restated`, or to be `skipped`.
    """

    bought: list[Bought] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    flagged: list[Flagged] = field(default_factory=list)
    confirmed: dict[str, datetime] = field(default_factory=dict)
    holders: list[str] = field(default_factory=list)
    shares: dict[str, list[tuple[Fraction, bool]]] = field(default_factory=dict)
    worth: dict[tuple[str, int], Fraction] = field(default_factory=dict)
    outcomes: dict[str, list[str]] = field(default_factory=dict)


type Sums = dict[tuple[int, str, str], int]
"""What was earned, by month, payment and kind."""


def earned(history: History, partner: str, month: int, cut_off: datetime) -> Sums:
    """
    What a partner must have earned by the statement of *month*, if that is not rejected.

    A payment of which all has gone back, to the nearest minor unit, pays for no month.
    """
    outcomes = history.outcomes[partner]
    sums: Sums = {}
    taken: dict[int, Bought] = {}
    end = None
    for bought in sorted(history.bought, key=lambda one: (one.start, one.id)):
        returned, _ = _back(history, bought, cut_off)
        if bought.known_at > cut_off or _rounded(bought.net * returned) == bought.net:
            continue
        start = bought.start if end is None else max(bought.start, end)
        stop = (bought.start if bought.is_by_hand else start) + bought.count
        taken |= dict.fromkeys(range(start, stop), bought)
        end = stop if end is None else max(end, stop)
    for number, bought in taken.items():
        if not 0 <= number <= month or history.holders[number] != partner:
            continue
        is_skipped = number < month and outcomes[number] == "skipped"
        if _is_the_platforms(history, bought, cut_off) and not is_skipped:
            sums |= _of_month(history, partner, number, (bought, cut_off))
    return {key: minor for key, minor in sums.items() if minor}


def is_all_gone(history: History, bought: Bought, cut_off: datetime) -> bool:
    """
    Whether nothing is left of a payment.
    """
    return _back(history, bought, cut_off)[0] == 1


def _is_the_platforms(history: History, bought: Bought, cut_off: datetime) -> bool:
    confirmed_at = history.confirmed.get(bought.id)
    return bought.is_platforms or (confirmed_at is not None and confirmed_at <= cut_off)


def _of_month(history: History, partner: str, number: int, known: tuple[Bought, datetime]) -> Sums:
    bought, cut_off = known
    rate, is_of_wholesale = history.shares[partner][number]
    left = 1 - _back(history, bought, cut_off)[1]
    if _is_held(history, number, cut_off):
        left = Fraction(0)
    cents = history.worth[bought.currency, number] / bought.count
    shares = {"commission": bought.net * cents * rate}
    if is_of_wholesale and bought.wholesale is not None:
        below = min(bought.wholesale, bought.net)
        shares = {"commission": below * cents * rate}
        if bought.net > below:
            shares["markup"] = (bought.net - below) * cents
    return {
        (number, bought.id, kind): _rounded(
            max(Fraction(0), share + _added(history, (bought.id, number, kind), cut_off)) * left
        )
        for kind, share in shares.items()
    }


def _added(history: History, key: tuple[str, int, str], cut_off: datetime) -> int:
    return sum(
        one.minor
        for one in history.added
        if (one.bought, one.month, one.kind) == key and one.known_at <= cut_off
    )


def _is_held(history: History, number: int, cut_off: datetime) -> bool:
    """
    What was said last of the month.
    """
    said = [one for one in history.flagged if one.since <= number and one.known_at <= cut_off]
    said.sort(key=lambda one: one.known_at)
    return bool(said) and said[-1].is_held


def _back(history: History, bought: Bought, cut_off: datetime) -> tuple[Fraction, Fraction]:
    """
    Which share of a payment went back, and which did or is disputed.
    """
    said: dict[str, set[str]] = {}
    minor: dict[str, int] = {}
    for told in history.told:
        if told.bought == bought.id and told.known_at <= cut_off:
            said.setdefault(told.id, set()).add(told.status)
            minor[told.id] = told.minor
    gone = disputed = 0
    for name, statuses in said.items():
        if "lost" in statuses or (statuses & {"pending", "succeeded"} and "failed" not in statuses):
            gone += minor[name]
        elif statuses == {"open"}:
            disputed += minor[name]
    whole = bought.net + bought.tax
    one = Fraction(1)
    return min(one, Fraction(gone, whole)), min(one, Fraction(gone + disputed, whole))


def _rounded(exact: Fraction) -> int:
    """
    The nearest whole number; of two as near, the even one.
    """
    low = exact.numerator // exact.denominator
    over = exact - low - Fraction(1, 2)
    return low + (over > 0 or (over == 0 and low % 2 == 1))
