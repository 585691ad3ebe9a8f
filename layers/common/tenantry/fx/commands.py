"""
Taking over what was published, and reading it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tenantry.errors import Unavailable
from tenantry.fx import rules, store
from tenantry.fx.model import AGE_MAX, Conversion, DayRates, NoRates, RateMissing, RateSource
from tenantry.money import Money
from tenantry.observability import counted, log

DAYS_MAX = 60
"""How many days one run of the job takes over."""


@dataclass(frozen=True, slots=True)
class Taken:
    """
    What came of asking for a day's rates.

    Args:
        missing: Currencies that a source is there for, and that have no rate for the day.
        silent: Sources that did not answer, or not in their form.
    """

    rates: DayRates
    missing: tuple[str, ...]
    silent: frozenset[str]

    @property
    def is_complete(self) -> bool:
        """
        Whether nothing is left to ask for.
        """
        return not self.missing


@dataclass(frozen=True, slots=True)
class Dated:
    """
    A conversion, and the day whose rates it was made with; None where none were needed.
    """

    conversion: Conversion
    day: date | None


def take_over(
    day: date, sources: Sequence[RateSource], silent: frozenset[str] = frozenset()
) -> Taken:
    """
    Ask every source for *day*, and store what is not stored yet; it can be repeated at any time.

    A source that does not answer keeps the others from nothing. What is missing is counted, so that
    an alarm says so (R-FX-3). One write for each source with something new, and no event: it is
    nobody's workspace that changes.

    Args:
        silent: Sources that have just not answered; they are not asked again.
    """
    rates = store.get_rates(day)
    for source in sources:
        if source.currencies <= rates.quotes.keys() or source.name in silent:
            continue
        try:
            quotes = rules.fit(source.fetch(day), day)
        except Unavailable as error:
            silent |= {source.name}
            log.warning("rates did not come", extra={"source": source.name, "detail": str(error)})
            continue
        others = {
            currency for other in sources if other is not source for currency in other.currencies
        }
        if own := {name: quote for name, quote in quotes.items() if name not in others}:
            rates = store.put_rates(day, own)
    expected = {currency for source in sources for currency in source.currencies}
    missing = tuple(sorted(expected - rates.quotes.keys()))
    if missing:
        counted("fx.missing", len(missing))
    return Taken(rates, missing, silent)


def read(day: date) -> DayRates:
    """
    A day's rates.

    Raises:
        NoRates: None are stored.
    """
    rates = store.get_rates(day)
    if not rates.quotes:
        message = f"no rates are stored for {day}"
        raise NoRates(message, day=day.isoformat())
    return rates


def convert_for(
    amount: Money,
    currency: str,
    day: date,
    rates_of: Callable[[date], DayRates] = store.get_rates,
) -> Dated:
    """
    *amount* in another currency at the rates of *day*, or of the last day before it that has them.

    No quote that is used was published more than five days before *day* (R-FX-3).

    Args:
        rates_of: Where a day's rates come from; whoever converts much reads each day once.

    Raises:
        RateMissing: No fresh rate is stored; `currency` and `day` say which.
    """
    if amount.currency == currency:
        return Dated(Conversion(amount, ()), None)
    reason: RateMissing | None = None
    for number in range(AGE_MAX.days + 1):
        try:
            rates = rates_of(day - timedelta(days=number))
            return _converted(amount, currency, rates, day - AGE_MAX)
        except RateMissing as error:
            # The first reason names the day that was asked for.
            reason = reason or error
    assert reason is not None, "every day was tried"
    raise reason


def days_to_take(since: date | None, until: date) -> list[date]:
    """
    The days from *until* back to the one after *since*; only *until* when nothing was taken before.

    The newest first: a day that a source does not have any more keeps no later one waiting. At most
    60: whoever needs an older day asks for it by its date.
    """
    first = until if since is None else min(since + timedelta(days=1), until)
    first = max(first, until - timedelta(days=DAYS_MAX - 1))
    return [until - timedelta(days=number) for number in range((until - first).days + 1)]


def _converted(amount: Money, currency: str, rates: DayRates, oldest: date) -> Dated:
    fresh = {name: quote for name, quote in rates.quotes.items() if quote.published >= oldest}
    return Dated(rules.convert(amount, currency, DayRates(rates.day, fresh)), rates.day)
