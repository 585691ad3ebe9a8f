"""
A day's rates are written once, whoever asks for them, how often, and in which order.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tenantry.fx import store
from tenantry.fx.commands import DAYS_MAX, days_to_take, read, take_over
from tenantry.fx.model import NoRates
from tests.commands.faults import meanwhile, tapped
from tests.quoting import FRIDAY, SATURDAY, a_bank, a_quote, an_exchange
from tests.reading import items_of

pytestmark = pytest.mark.usefixtures("world")


def stored_rates(day: date = FRIDAY) -> dict[str, str]:
    return {name: str(quote.rate) for name, quote in store.get_rates(day).quotes.items()}


@pytest.mark.requirement("R-FX-1")
def test_a_day_is_one_item_with_every_source() -> None:
    taken = take_over(FRIDAY, [a_bank(), an_exchange()])

    [item] = items_of("FxRates")
    assert (item["pk"], item["sk"]) == ("FX#2026-10-30", "RATES")
    assert taken.is_complete
    assert stored_rates() == {"USD": "1.1172", "JPY": "175.68", "KES": "129.5"}
    assert read(FRIDAY) == taken.rates


@pytest.mark.requirement("R-FX-1")
def test_a_second_run_asks_nobody_and_changes_nothing() -> None:
    take_over(FRIDAY, [a_bank(), an_exchange()])
    bank, exchange = a_bank(a_quote(rate="9")), an_exchange(a_quote("KES", "9", "USD"))

    with tapped() as line:
        taken = take_over(FRIDAY, [bank, exchange])

    assert line.calls == ["GetItem"]
    assert (bank.asked, exchange.asked) == ([], [])
    assert str(taken.rates.quotes["USD"].rate) == "1.1172"


@pytest.mark.requirement("R-FX-1")
def test_what_stands_stays_when_a_source_corrects_itself() -> None:
    take_over(FRIDAY, [a_bank(a_quote())])

    taken = take_over(FRIDAY, [a_bank(a_quote(rate="9"), a_quote("JPY", "175.68"))])

    assert taken.is_complete
    assert stored_rates() == {"USD": "1.1172", "JPY": "175.68"}


@pytest.mark.requirement("R-FX-1")
def test_of_two_writers_at_once_the_first_one_stands() -> None:
    first = {"USD": a_quote(rate="1.2")}

    with tapped({1: meanwhile(lambda: store.put_rates(FRIDAY, first))}):
        taken = take_over(FRIDAY, [a_bank()])

    assert stored_rates() == {"USD": "1.2", "JPY": "175.68"}
    assert {name: str(quote.rate) for name, quote in taken.rates.quotes.items()} == stored_rates()


@pytest.mark.requirement("R-FX-3")
def test_a_silent_source_keeps_the_others_from_nothing() -> None:
    bank, exchange = a_bank(), an_exchange()
    bank.is_silent = True

    taken = take_over(FRIDAY, [bank, exchange])

    assert (taken.missing, taken.silent) == (("JPY", "USD"), frozenset({"bank"}))
    assert stored_rates() == {"KES": "129.5"}


@pytest.mark.requirement("R-FX-3")
def test_a_late_source_completes_the_day() -> None:
    bank, exchange = a_bank(), an_exchange()
    exchange.is_silent = True
    take_over(FRIDAY, [bank, exchange])
    exchange.is_silent = False

    taken = take_over(FRIDAY, [bank, exchange])

    assert (taken.is_complete, taken.silent) == (True, frozenset())
    assert bank.asked == [FRIDAY]


def test_who_was_just_silent_is_not_asked_again() -> None:
    bank = a_bank()

    taken = take_over(FRIDAY, [bank, an_exchange()], silent=frozenset({"bank"}))

    assert (bank.asked, taken.missing) == ([], ("JPY", "USD"))


@pytest.mark.requirement("R-FX-3")
@pytest.mark.parametrize("days", [6, -1])
def test_a_stale_rate_or_one_of_the_future_is_missing(days: int) -> None:
    taken = take_over(FRIDAY + timedelta(days=days), [a_bank()])

    assert taken.missing == ("JPY", "USD")
    assert items_of("FxRates") == []


def test_nobody_speaks_for_a_currency_that_another_source_is_there_for() -> None:
    exchange = an_exchange(a_quote("USD", "9"), a_quote("KES", "129.5", "USD"))

    take_over(FRIDAY, [exchange, a_bank()])

    assert stored_rates()["USD"] == "1.1172"


def test_a_quote_is_read_as_it_was_written() -> None:
    quote = a_quote("IDR", "20275.170", published=FRIDAY)

    store.put_rates(SATURDAY, {"IDR": quote})

    assert store.get_rates(SATURDAY).quotes == {"IDR": quote}
    assert (
        store.get_rates(SATURDAY).quotes["IDR"].rate.as_tuple() == Decimal("20275.170").as_tuple()
    )


def test_a_day_without_rates_is_not_found() -> None:
    with pytest.raises(NoRates) as refused:
        read(FRIDAY)

    assert refused.value.context == {"day": "2026-10-30"}


DAYS = """
-           2026-10-30  1  2026-10-30
2026-10-30  2026-10-30  1  2026-10-30
2026-10-29  2026-10-30  1  2026-10-30
2026-10-27  2026-10-30  3  2026-10-28
2026-11-03  2026-10-30  1  2026-10-30
2026-01-01  2026-10-30  60 2026-09-01
"""


@pytest.mark.requirement("R-FX-1")
@pytest.mark.parametrize("row", DAYS.strip().splitlines())
def test_missed_days_are_taken_the_newest_first(row: str) -> None:
    since, until, count, oldest = row.split()

    days = days_to_take(
        None if since == "-" else date.fromisoformat(since), date.fromisoformat(until)
    )

    assert (len(days), str(days[0]), str(days[-1])) == (int(count), until, oldest)
    assert len(days) <= DAYS_MAX
