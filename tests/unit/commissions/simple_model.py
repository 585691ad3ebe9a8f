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
class History:
    """
    All that happened.

    Args:
        holders: Who held the tenant at the end of each month.
        shares: By partner and month: the rate, and whether the wholesale price is what it is of.
        worth: What a minor unit of a currency is in cents, by currency and month.
    """

    bought: list[Bought] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    holders: list[str] = field(default_factory=list)
    shares: dict[str, list[tuple[Fraction, bool]]] = field(default_factory=dict)
    worth: dict[tuple[str, int], Fraction] = field(default_factory=dict)


type Sums = dict[tuple[int, str, str], int]
"""What was earned, by month, payment and kind."""


def earned(history: History, partner: str, month: int, cut_off: datetime) -> Sums:
    """
    What a partner must have earned by the statement of *month*.

    A payment of which all has gone back, to the nearest minor unit, pays for no month.
    """
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
        if 0 <= number <= month and history.holders[number] == partner and bought.is_platforms:
            sums |= _of_month(history, partner, number, (bought, cut_off))
    return {key: minor for key, minor in sums.items() if minor}


def is_all_gone(history: History, bought: Bought, cut_off: datetime) -> bool:
    """
    Whether nothing is left of a payment.
    """
    return _back(history, bought, cut_off)[0] == 1


def _of_month(history: History, partner: str, number: int, known: tuple[Bought, datetime]) -> Sums:
    bought, cut_off = known
    rate, is_of_wholesale = history.shares[partner][number]
    left = 1 - _back(history, bought, cut_off)[1]
    cents = history.worth[bought.currency, number] * left / bought.count
    if not is_of_wholesale or bought.wholesale is None:
        return {(number, bought.id, "commission"): _rounded(bought.net * cents * rate)}
    below = min(bought.wholesale, bought.net)
    return {
        (number, bought.id, "commission"): _rounded(below * cents * rate),
        (number, bought.id, "markup"): _rounded((bought.net - below) * cents),
    }


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
